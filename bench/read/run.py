#!/usr/bin/env python3
"""Compares the reading of pages with trafilatura: words of the main text, dates, pages a second; same pages, same core.

    bench/read/run.py                       # pages of our own making
    bench/read/run.py --pages FOLDER        # NAME.html files and a gold.jsonl with id, body and, if known, published

Installs trafilatura into a virtual environment below build/bench. F1 is over the words of each page (as a bag), their
mean over the pages; both programs are timed over the same copies of the pages, without their start.
"""
import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COPIES = 20

PEER = """
import json, sys, time
from pathlib import Path
import trafilatura
pages = [(p.stem, p.read_bytes()) for p in sorted(Path(sys.argv[1]).rglob("*.html"))]
trafilatura.bare_extraction(pages[0][1])
begin = time.perf_counter()
for name, page in pages:
    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    print(json.dumps({"id": name, "body": found.text if found else "", "published": found.date if found else None}))
print(json.dumps({"seconds": time.perf_counter() - begin, "pages": len(pages)}))
"""


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def score(found, gold):
    total, dates, dated = 0.0, 0, 0
    worst = []
    for answer in gold:
        got = found.get(answer["id"], {})
        a, b = words(got.get("body") or ""), words(answer["body"])
        common = sum((a & b).values())
        f1 = 2 * common / (sum(a.values()) + sum(b.values())) if a and b else 0.0
        total += f1
        worst.append((f1, answer["id"]))
        if answer.get("published"):
            dated += 1
            dates += (got.get("published") or "")[:10] == answer["published"]
    return total / len(gold), dates, dated, sorted(worst)[:6]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options.add_argument("--pages", type=Path)
    options.add_argument("--core", default="0")
    options.add_argument("--folder", type=Path, default=ROOT / "build/bench")
    settings = options.parse_args()
    python = settings.folder / "trafilatura/bin/python"
    if not python.exists():
        venv.create(settings.folder / "trafilatura", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "trafilatura==2.*", "lxml_html_clean"], check=True)
    pages = settings.pages or settings.folder / "pages"
    if not settings.pages:
        subprocess.run([sys.executable, HERE / "make_pages.py", pages], check=True)
    gold = [json.loads(line) for line in open(pages / "gold.jsonl", encoding="utf-8")]
    environment = dict(os.environ, DEPECHE_RESOURCES=str(ROOT / "resources"))
    with tempfile.TemporaryDirectory() as scratch:
        copies, one = Path(scratch) / "copies", Path(scratch) / "one"
        one.mkdir()
        for page in sorted(pages.glob("*.html")):
            for copy in range(COPIES):
                (copies / str(copy)).mkdir(parents=True, exist_ok=True)
                shutil.copy(page, copies / str(copy))
        shutil.copy(next(iter(sorted(pages.glob("*.html")))), one)

        def ours(folder):
            begin = time.perf_counter()
            done = subprocess.run(["taskset", "-c", settings.core, settings.program, "read", folder, "--format", "jsonl", "--threads", "1"],
                                  capture_output=True, text=True, env=environment)
            return time.perf_counter() - begin, [json.loads(line) for line in done.stdout.splitlines()]

        start = min(ours(one)[0] for _ in range(3))
        seconds = ours(copies)[0] - start
        count = len(list(copies.rglob("*.html")))
        found = {record["id"].split("/")[-1]: record for record in ours(pages)[1]}
        lines = subprocess.run(["taskset", "-c", settings.core, python, "-c", PEER, pages], check=True, capture_output=True, text=True).stdout.splitlines()
    peer_time = json.loads(lines[-1])
    peer = {record["id"]: record for record in map(json.loads, lines[:-1])}
    speed, peer_speed = count / seconds, peer_time["pages"] / peer_time["seconds"]
    for name, records in (("depeche", found), ("trafilatura", peer)):
        f1, right, dated, worst = score(records, gold)
        print(f"{name:12} F1 {f1:.3f}   dates right {right} of {dated}   least: " + ", ".join(f"{n} {f:.2f}" for f, n in worst))
    print(f"pages a second: {speed:.0f} and {peer_speed:.1f}, ratio {speed / peer_speed:.1f}")


if __name__ == "__main__":
    main()
