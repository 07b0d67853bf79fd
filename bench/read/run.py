#!/usr/bin/env python3
"""Compares the reading of pages with trafilatura: words of the main text, dates, pages a second; same pages, same core.

    bench/read/run.py                       # pages of our own making
    bench/read/run.py --pages FOLDER        # NAME.html files and a gold.jsonl with id, body and, if known, published;
                                            # or a clone of scrapinghub/article-extraction-benchmark

Installs trafilatura into a virtual environment below build/bench. F1 is over the words of each page (as a bag), their
mean over the pages; beside it the F1 over runs of four words, as that benchmark counts. Both programs are timed over the
same copies of the pages on one core, without their start, in turns; times of the processor.
"""
import argparse
import collections
import gzip
import json
import os
import re
import resource
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
ROUNDS = 3

PEER = """
import json, sys, time
from pathlib import Path
import trafilatura
pages = [(p.stem, p.read_bytes()) for p in sorted(Path(sys.argv[1]).rglob("*.html"))]
trafilatura.bare_extraction(pages[0][1])
begin = time.process_time()
for name, page in pages:
    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    print(json.dumps({"id": name, "body": found.text if found else "", "published": found.date if found else None}))
print(json.dumps({"seconds": time.process_time() - begin, "pages": len(pages)}))
"""


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def runs(text):
    """Runs of four words; a shorter text is one run."""
    tokens = re.findall(r"\w+", text)
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else collections.Counter()


def runs_f1(found, gold):
    """Means of precision and recall over the pages, put together."""
    precision, recall = [], []
    for answer in gold:
        a, b = runs(found.get(answer["id"], {}).get("body") or ""), runs(answer["body"])
        common = sum((a & b).values())
        if a:
            precision.append(common / sum(a.values()))
        if b:
            recall.append(common / sum(b.values()))
    p, r = (sum(x) / len(x) if x else 0 for x in (precision, recall))
    return 2 * p * r / (p + r) if p + r else 0.0


def opened(pages, scratch):
    """The folder of pages with its gold.jsonl; made where it is a clone of the benchmark."""
    truth = pages / "ground-truth.json"
    if not truth.exists():
        return pages
    with open(scratch / "gold.jsonl", "w", encoding="utf-8") as gold:
        for name, answer in json.loads(truth.read_text(encoding="utf-8")).items():
            gold.write(json.dumps({"id": name, "body": answer.get("articleBody", "")}) + "\n")
            (scratch / f"{name}.html").write_bytes(gzip.decompress((pages / "html" / f"{name}.html.gz").read_bytes()))
    return scratch


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
    environment = dict(os.environ, DEPECHE_RESOURCES=str(ROOT / "resources"))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "opened").mkdir()
        pages = opened(pages, Path(scratch) / "opened")
        gold = [json.loads(line) for line in open(pages / "gold.jsonl", encoding="utf-8")]
        copies, one = Path(scratch) / "copies", Path(scratch) / "one"
        one.mkdir()
        for page in sorted(pages.glob("*.html")):
            for copy in range(COPIES):
                (copies / str(copy)).mkdir(parents=True, exist_ok=True)
                shutil.copy(page, copies / str(copy))
        shutil.copy(next(iter(sorted(pages.glob("*.html")))), one)

        def ours(folder):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(["taskset", "-c", settings.core, settings.program, "read", f"{folder}/**/*.html", "--format", "jsonl", "--threads", "1"],
                                  capture_output=True, text=True, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            return taken, [json.loads(line) for line in done.stdout.splitlines()]

        def theirs():
            done = subprocess.run(["taskset", "-c", settings.core, python, "-c", PEER, pages], check=True, capture_output=True, text=True)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            return lines[-1]["pages"] / lines[-1]["seconds"], lines[:-1]

        start = min(ours(one)[0] for _ in range(3))
        count = len(list(copies.rglob("*.html")))
        found = {record["id"].split("/")[-1]: record for record in ours(pages)[1]}
        speeds = []
        for _ in range(ROUNDS):
            peer_speed, records = theirs()
            speeds.append((count / (ours(copies)[0] - start), peer_speed))
        peer = {record["id"]: record for record in records}
    speed, peer_speed = sorted(speeds, key=lambda pair: pair[0] / pair[1])[len(speeds) // 2]
    for name, records in (("depeche", found), ("trafilatura", peer)):
        f1, right, dated, worst = score(records, gold)
        print(f"{name:12} F1 {f1:.3f}, of runs {runs_f1(records, gold):.3f}   dates right {right} of {dated}   least: " + ", ".join(f"{n} {f:.2f}" for f, n in worst))
    ratios = " ".join(f"{a / b:.1f}" for a, b in speeds)
    print(f"pages a second: {speed:.0f} and {peer_speed:.1f}, ratio {speed / peer_speed:.1f} (of {ratios})")


if __name__ == "__main__":
    main()
