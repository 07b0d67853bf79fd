#!/usr/bin/env python3
"""How fast times are found once a text is parsed, and which part of a whole run that is.

    bench/times/run.py                                     # builds nothing: ./depeche must run already
    bench/times/run.py --text news.jsonl --rounds 5

One thread on one core. `depeche times --timing` tells what parsing and the search for times took; the whole run is
`depeche code` over the same articles, start included. Without --text, the articles of examples/ are repeated.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEIDELTIME = 267  # sentences a second, without its tagger
SAID = re.compile(r"(\d+) sentences, (\d+) expressions; parsing ([\d.]+) s, times ([\d.]+) s")


def articles(path: str, wanted: int) -> list:
    if path:
        with open(path, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines][:wanted]
    texts = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "examples").glob("*.txt"))]
    return [{"id": str(i), "text": texts[i % len(texts)], "date": "2020-03-03"} for i in range(wanted)]


def run(core: str, *command) -> tuple:
    start = time.perf_counter()
    process = subprocess.run(["taskset", "-c", core, *map(str, command)], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True)
    if process.returncode != 0:
        sys.exit(process.stderr)
    return time.perf_counter() - start, process.stderr


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options.add_argument("--text", default="", help="JSON Lines with a field text")
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--core", default="0")
    settings = options.parse_args()
    os.environ.setdefault("DEPECHE_RESOURCES", str(ROOT / "resources"))

    rates, parse_shares, run_shares, expressions = [], [], [], 0
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "articles.jsonl"
        path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles(settings.text, settings.articles)),
                        encoding="utf-8")
        for _ in range(settings.rounds):
            _, said = run(settings.core, settings.program, "times", path, "--threads", 1, "--format", "jsonl", "--timing")
            found = SAID.search(said)
            sentences, expressions = int(found[1]), int(found[2])
            parsing, times = float(found[3]), float(found[4])
            whole, _ = run(settings.core, settings.program, "code", path, "--threads", 1, "--format", "jsonl", "--quiet")
            rates.append(sentences / times)
            parse_shares.append(times / parsing)
            run_shares.append(times / whole)
    rate = statistics.median(rates)
    print(f"{sentences} sentences, {expressions} expressions, {settings.rounds} rounds, one thread")
    print(f"times after parsing    {rate:12.0f} sentences a second ({rate / HEIDELTIME:.0f} times HeidelTime's {HEIDELTIME})")
    print(f"of the parsing's time  {100 * statistics.median(parse_shares):12.2f} %")
    print(f"of the whole run       {100 * statistics.median(run_shares):12.2f} %")


if __name__ == "__main__":
    main()
