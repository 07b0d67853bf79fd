#!/usr/bin/env python3
"""Programs that are not ours read what the store writes, and ask the service all that its description allows.

    bench/store/peers.py [--program build/dev/apps/depeche/depeche] [--folder build/bench] [--examples 40]

Makes an environment of the versions in requirements.txt. In it run tests/exports_test.py (pandas, pyarrow, networkx, rdflib, pyld) and the test of
tests/store_test.py that wants pandas; the columns of GDELT's tables are compared with those that gdeltPyR carries; schemathesis makes requests
from the OpenAPI document, good ones and bad, and checks status, type and schema of each answer. Parquet wants tools/fetch_duckdb.sh to have run.
"""
import argparse
import csv
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GDELT = "gdelt==0.1.14"  # its lists of columns; the rest of it is not run


def gdelt_columns(python, folder):
    """Where gdeltPyR names other columns of the tables than the test of the exports does."""
    subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, GDELT], check=True)
    (archive,) = Path(folder).glob("gdelt-*.tar.gz")
    source = (ROOT / "tests/exports_test.py").read_text()
    ours = {}
    exec(source[source.index("GDELT_EVENTS = (") : source.index("\n\n", source.index("GDELT_MENTIONS = ("))], ours)
    differing = []
    with tarfile.open(archive) as tar:
        for table, name in (("events2", "GDELT_EVENTS"), ("mentions", "GDELT_MENTIONS")):
            (member,) = [m for m in tar.getmembers() if m.name.endswith(f"data/{table}.csv")]
            rows = csv.DictReader(io.StringIO(tar.extractfile(member).read().decode("utf-8-sig", "replace")))
            theirs = [row["name"] for row in rows]
            print(f"gdeltPyR, {table}: {len(theirs)} columns, ours {len(ours[name])}")
            differing += [f"{table}: {a} for {b}" for a, b in zip(ours[name], theirs) if a.lower() != b.lower()]
            differing += [f"{table}: another number"] if len(theirs) != len(ours[name]) else []
    return differing


def served(program, db):
    process = subprocess.Popen([program, "serve", "--port", "0", "-q", "--db", db], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "DEPECHE_RESOURCES": str(ROOT / "resources")})
    return process, re.search(r"http://[^/]+", process.stdout.readline()).group(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/dev/apps/depeche/depeche"))
    parser.add_argument("--folder", type=Path, default=ROOT / "build/bench")
    parser.add_argument("--examples", type=int, default=40, help="requests of schemathesis to each address")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    python = options.folder / "store-peers/bin/python"
    if not python.exists():
        venv.create(options.folder / "store-peers", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    failed = [name for name, arguments in (("exports", []), ("store", ["Store.test_pandas_reads_while_it_is_written"]))
              if subprocess.run([python, ROOT / f"tests/{name}_test.py", program, ROOT, *arguments]).returncode != 0]
    with tempfile.TemporaryDirectory() as folder:
        records, db = Path(folder) / "records.jsonl", Path(folder) / "a.db"
        with open(records, "wb") as out:
            subprocess.run([sys.executable, HERE / "make_records.py", "2000"], stdout=out, check=True)
        subprocess.run([program, "ingest", records, "--db", db, "-q"], check=True)
        process, base = served(program, db)
        if differing := gdelt_columns(python, folder):
            print(*differing, sep="\n")
            failed.append("columns of GDELT")
        try:
            asked = subprocess.run([python.parent / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run", f"{base}/api/v1/openapi.json", *schemathesis(options.examples)])
        finally:
            process.terminate()
            process.wait()
        if asked.returncode != 0:
            failed.append("schemathesis")
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def schemathesis(examples):
    """Streams of news do not end, so they are left out. Cursors and dates can be well-formed and yet refused, which no schema tells: so that
    all that fits its schema is accepted is not asked."""
    return ["--exclude-path", "/api/v1/news", "--checks", "all", "--exclude-checks", "positive_data_acceptance", "--max-examples", str(examples), "--seed", "1",
            "--phases", "examples,coverage,fuzzing"]


if __name__ == "__main__":
    main()
