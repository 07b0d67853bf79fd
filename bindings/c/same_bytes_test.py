"""The library shows its interface alone, and the example in C writes the bytes of `depeche code`.

    same_bytes_test.py PROGRAM EXAMPLE LIBRARY SOURCE_DIR

A folder of JSON Lines in DEPECHE_NEWS lends 500 articles.
"""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

SKIPPED = 77
ARTICLES = 500


def main():
    program, example, library, source = sys.argv[1:]
    shown = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    names = sorted(line.split()[-1] for line in shown.splitlines())
    promised = sorted(re.findall(r"\b(depeche_\w+)\(", re.sub(r"/\*.*?\*/", "", Path(source, "include/depeche.h").read_text(), flags=re.S)))
    if names != promised:
        sys.exit(f"the library shows {names}, depeche.h has {promised}")
    folder = os.environ.get("DEPECHE_NEWS")
    files = sorted(Path(folder).glob("*.jsonl")) if folder else [Path(source, "examples/dispatches.jsonl")]
    mixed = itertools.chain.from_iterable(itertools.zip_longest(*(file.read_bytes().splitlines(True) for file in files)))
    lines = b"".join(list(filter(None, mixed))[:ARTICLES])
    coded = subprocess.run([program, "code", "-", "--format", "jsonl", "--keep-duplicates"], input=lines, capture_output=True)
    if coded.returncode == 3:
        print(f"records are not compared: {coded.stderr.decode()}")
        return SKIPPED
    ours = subprocess.run([example], input=lines + b"no article\n", capture_output=True)
    if ours.stdout != coded.stdout or ours.returncode != 1 or b"bad JSON" not in ours.stderr:
        sys.exit(f"status {ours.returncode}, {len(ours.stdout)} bytes for {len(coded.stdout)}: {ours.stderr.decode()}")
    print(f"{len(lines.splitlines())} articles, {len(coded.stdout)} bytes, the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
