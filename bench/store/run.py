#!/usr/bin/env python3
"""How fast made-up records are stored, how large the file is, and how long questions to it take.

    bench/store/run.py [--events 1000000] [--program build/release/apps/depeche/depeche]

Each question is asked three times as a user would, start of the program included; the fastest counts.
"""
import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = (
    "--limit 20",
    "--country UKR --limit 100",
    "--dyad USA-RUS --limit 100",
    "--type ASSAULT --from 2023 --to 2023-03 --limit 100",
    "--box 10,20,20,40 --limit 100",
    "--text embargo --limit 100",
    "--group-by type",
    "--group-by month",
    "--group-by dyad",
    "--group-by country",
    "--dyad USA-RUS --group-by month",
    "--actor USA --status alleged --group-by year",
    "--source CHN --group-by type",
    "stories --limit 20",
    "stories --country UKR --limit 20",
    "disputes --limit 20",
    "--story 5",
    "--dispute 5",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records, db = Path(folder) / "records.jsonl", Path(folder) / "a.db"
        with open(records, "wb") as out:
            subprocess.run([sys.executable, Path(__file__).parent / "make_records.py", str(options.events)], stdout=out, check=True)
        begin = time.monotonic()
        subprocess.run([options.program, "ingest", records, "--db", db, "-q"], check=True)
        seconds = time.monotonic() - begin
        print(f"ingest: {options.events / seconds:,.0f} events a second; {db.stat().st_size / options.events:.0f} bytes an event, texts and indices included")
        for question in QUESTIONS:
            times = []
            for _ in range(3):
                begin = time.monotonic()
                subprocess.run([options.program, "query", "--db", db, "--format", "jsonl", *question.split()], stdout=subprocess.DEVNULL, check=True)
                times.append(time.monotonic() - begin)
            print(f"{min(times) * 1000:7.0f} ms  {question}")
        library = subprocess.run([ROOT / "tools/fetch_duckdb.sh"], stdout=subprocess.PIPE, text=True).stdout.strip()
        for form in ("csv", *(["parquet"] if library else [])):
            begin = time.monotonic()
            subprocess.run([options.program, "export", "--db", db, "--format", form, "-o", Path(folder) / form], check=True)
            print(f"{time.monotonic() - begin:7.1f} s   all events as {form}: {(Path(folder) / form).stat().st_size / options.events:.0f} bytes an event")


if __name__ == "__main__":
    main()
