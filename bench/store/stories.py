#!/usr/bin/env python3
"""How well reports of one event are joined: pairs of reports of our own dispatches, tests/stories/*.txt (their format stands there).

    bench/store/stories.py [--program build/dev/apps/depeche/depeche] [--errors] [--half 0|1]

A pair is two events of two dispatches. It is right where both carry the same mark. Wrong are pairs joined across dispatches that tell
different events, whichever of their events were joined. A marked event that was not coded counts as not joined to any other.
--half: the dispatches of every second event alone, by the order of their names.
"""
import argparse
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = re.compile(r"\[([a-z0-9-]+):([^\]]+)\]")


def dispatches(folder=ROOT / "tests/stories", half=None):
    """Articles as the program reads them, each with its marks: name -> spans [begin, end) in code points of title, two newlines, text."""
    found = []
    for path in sorted(Path(folder).glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            head, title, body = (part.strip() for part in line.split("||"))
            language, day, publisher = head.split(" ", 2)
            text, marks, at = "", {}, 0
            whole = title + "\n\n" + body
            for mark in MARK.finditer(whole):
                text += whole[at : mark.start()]
                marks.setdefault(mark[1], []).append((len(text), len(text) + len(mark[2])))
                text += mark[2]
                at = mark.end()
            text += whole[at:]
            title, body = text.split("\n\n", 1)
            found.append({"id": f"{path.stem}-{number}", "language": language, "date": day, "publisher": publisher, "title": title, "text": body, "marks": marks})
    if half is not None:
        names = sorted({name for d in found for name in d["marks"]})
        kept = set(names[half::2])
        found = [d for d in found if kept & set(d["marks"])]
    return found


def records(program, articles, env):
    lines = "\n".join(json.dumps({k: v for k, v in a.items() if k != "marks"}, ensure_ascii=False) for a in articles)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(lines + "\n")
        file.flush()
        return subprocess.run([program, "code", file.name, "--format", "jsonl"], stdout=subprocess.PIPE, check=True, env=env).stdout


def marked_events(articles, coded):
    """(article, event) -> name of the mark that its trigger touches."""
    of = {}
    by_id = {a["id"]: a for a in articles}
    for record in map(json.loads, coded.splitlines()):
        for name, spans in by_id[record["id"]]["marks"].items():
            for event in record["events"]:
                begin, end = event["trigger"]
                if any(begin < e and b < end for b, e in spans) and name not in {of.get((record["id"], v["id"])) for v in record["events"]}:
                    of[record["id"], event["id"]] = name
    return of


def score(articles, marked, joined):
    """joined: (article, event) -> story. Returns right, wrong and all pairs, with lists of what was wrong and missed."""
    told = {a["id"]: set(a["marks"]) for a in articles}
    stories = {}
    for (article, event), story in joined.items():
        stories.setdefault(story, []).append((article, event))
    right, wrong = set(), set()
    for members in stories.values():
        for (a, x), (b, y) in itertools.combinations(sorted(members), 2):
            if a == b:
                continue
            if not told[a] & told[b]:
                wrong.add((a, b))
            elif marked.get((a, x)) is not None and marked.get((a, x)) == marked.get((b, y)):
                right.add((a, b, marked[a, x]))
    every = {(a["id"], b["id"], name) for a, b in itertools.combinations(articles, 2) for name in set(a["marks"]) & set(b["marks"])}
    every = {(min(a, b), max(a, b), name) for a, b, name in every}
    return right, wrong, every - right, every


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/dev/apps/depeche/depeche"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args()
    articles = dispatches(half=options.half)
    env = {**os.environ, "DEPECHE_RESOURCES": str(ROOT / "resources")}
    coded = records(options.program, articles, env)
    marked = marked_events(articles, coded)
    with tempfile.TemporaryDirectory() as folder:
        lines, db = Path(folder) / "records.jsonl", Path(folder) / "a.db"
        lines.write_bytes(coded)
        subprocess.run([options.program, "ingest", lines, "--db", db, "-q"], check=True, env=env)
        with sqlite3.connect(db) as connection:
            joined = {(a, e): s for a, e, s in connection.execute("SELECT article, id, story FROM events WHERE story IS NOT NULL")}
    right, wrong, missed, every = score(articles, marked, joined)
    if options.errors:
        for a, b in sorted(wrong):
            print("wrong ", a, b)
        for a, b, name in sorted(missed):
            coded_of = {article for (article, _), mark in marked.items() if mark == name}
            print("missed", name, a, b, *(f"[{x} not coded]" for x in (a, b) if x not in coded_of))
    precision, recall = len(right) / max(1, len(right) + len(wrong)), len(right) / len(every)
    print(f"{len({n for a in articles for n in a['marks']})} events, {len(articles)} dispatches, {len(marked)} marked events coded, {len(every)} pairs: "
          f"precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}")


if __name__ == "__main__":
    sys.exit(main())
