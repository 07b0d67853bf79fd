#!/usr/bin/env python3
"""code_many beside `depeche code` over the same articles, in turn; and whether memory stays flat.

    bench/python/run.py NEWS.jsonl [--rounds 5] [--threads 2]      after ./check --quick, or a build of depeche and depeche_python
    bench/python/run.py --flat 100000                              megabytes after each tenth of so many made articles, of the process and of
                                                                   what it has allocated and not given back

Both are timed with their start left out: ours after the coder is open, the program's by what it takes for one article. The bytes are
compared. Processor time stands beside the clock's, since the clock's is of no use on a busy machine.
"""

import argparse
import ctypes
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("DEPECHE_BUILD", ROOT / "build" / "dev"))
PROGRAM = BUILD / "apps" / "depeche" / "depeche"
sys.path.insert(0, str(BUILD / "python"))

import depeche  # noqa: E402


def used(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def program(file, out, threads):
    """Seconds by the clock and of the processor."""
    begin, before = time.perf_counter(), used(resource.RUSAGE_CHILDREN)
    subprocess.run([PROGRAM, "code", file, "--format", "jsonl", "--threads", str(threads), "-o", out], check=True)
    return time.perf_counter() - begin, used(resource.RUSAGE_CHILDREN) - before


def python(coder, file, out, threads):
    begin, before = time.perf_counter(), used(resource.RUSAGE_SELF)
    with open(out, "w", encoding="utf-8") as lines:
        for record in coder.code_many(depeche.read(file), threads=threads):
            lines.write(record.to_json() + "\n")
    return time.perf_counter() - begin, used(resource.RUSAGE_SELF) - before


def compare(given):
    with tempfile.TemporaryDirectory() as scratch:
        one, ours, theirs = (Path(scratch) / name for name in ("one", "ours", "theirs"))
        lines = Path(given.news).read_text(encoding="utf-8").splitlines()
        one.write_text(lines[0] + "\n", encoding="utf-8")
        coder = depeche.Coder()
        python(coder, one, ours, given.threads)
        ratios, work = [], []
        for number in range(given.rounds):
            start = program(one, theirs, given.threads)
            whole = program(given.news, theirs, given.threads)
            mine = python(coder, given.news, ours, given.threads)
            assert ours.read_bytes() == theirs.read_bytes(), "other bytes"
            ratios.append((whole[0] - start[0]) / mine[0])
            work.append((whole[1] - start[1]) / mine[1])
            print(f"round {number + 1}: depeche code {len(lines) / (whole[0] - start[0]):.1f} articles a second, code_many "
                  f"{len(lines) / mine[0]:.1f}; ratio {ratios[-1]:.2f}, of processor time {work[-1]:.2f}")  # fmt: skip
        print(f"median: {statistics.median(ratios):.2f}, of processor time {statistics.median(work):.2f}; {len(lines)} articles, {given.threads} threads")


class Allocated(ctypes.Structure):
    """What mallinfo2() of glibc tells."""

    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]


def flat(count):
    libc = ctypes.CDLL("libc.so.6")
    libc.mallinfo2.restype = Allocated
    coder = depeche.Coder("en")
    # Four words an article that were never met before, so that each thread's store of words is full before half of the articles.
    numbers = " and ".join(f"{{{k}}}" for k in range(4))
    articles = ({"id": str(i), "text": "Police arrested ministers " + numbers.format(*range(4 * i, 4 * i + 4)) + f" in Paris on Monday, {i % 97} days after the war.",
                 "date": "2022-03-09"} for i in range(count))  # fmt: skip
    for number, record in enumerate(coder.code_many(articles, threads=2), 1):
        assert record.id == str(number - 1)
        if number % (count // 10) == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            told = libc.mallinfo2()
            print(f"{number} articles: {pages * resource.getpagesize() / 1e6:.0f} MB, allocated {(told.uordblks + told.hblkhd) / 1e6:.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--flat", type=int)
    given = parser.parse_args()
    if given.flat:
        return flat(given.flat)
    if not given.news:
        parser.error("NEWS.jsonl or --flat")
    return compare(given)


if __name__ == "__main__":
    sys.exit(main())
