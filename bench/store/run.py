#!/usr/bin/env python3
"""How fast made-up records are stored, how large the file is, and how long questions to it take.

    bench/store/run.py [--events 1000000] [--program build/release/apps/depeche/depeche] [--folder FOLDER]

All events are stored into an empty file; a twentieth of them into another, and again as many into the first file after that.
Each question is asked three times as a user would, start of the program included; the fastest counts.
"""
import argparse
import resource
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




def run(*command):
    """Seconds by the clock, and of the processor."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, check=True)
    seconds, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make_records(path, events, seed):
    if path.exists():
        return
    part = path.with_suffix(".part")
    with open(part, "wb") as out:
        subprocess.run([sys.executable, Path(__file__).parent / "make_records.py", str(events), "--seed", str(seed)], stdout=out, check=True)
    part.rename(path)


def measure(options, folder):
    db = folder / "a.db"
    for name, events, seed in (("start", options.events // 20, 1), ("records", options.events, 1), ("more", options.events // 20, 2)):
        records = folder / f"{name}.jsonl"
        make_records(records, events, seed)
        to = folder / "start.db" if name == "start" else db
        if name == "more":  # other articles than those that are there
            records.write_bytes(records.read_bytes().replace(b'"id": "made-', b'"id": "more-'))
        seconds, processor = run(options.program, "ingest", records, "--db", to, "-q")
        what = {"start": "the first events", "records": "all events", "more": "more of them"}[name]
        print(f"ingest of {what}: {events / seconds:,.0f} events a second by the clock, {events / processor:,.0f} of the processor ({seconds:.1f} s, {processor:.1f} s)", flush=True)
        if name == "records":
            print(f"{db.stat().st_size / events:.0f} bytes an event, texts and indices included")
    for question in QUESTIONS:
        times = [run(options.program, "query", "--db", db, "--format", "jsonl", *question.split())[0] for _ in range(3)]
        print(f"{min(times) * 1000:7.0f} ms  {question}", flush=True)
    library = subprocess.run([ROOT / "tools/fetch_duckdb.sh"], stdout=subprocess.PIPE, text=True).stdout.strip()
    for form in ("csv", *(["parquet"] if library else [])):
        seconds, processor = run(options.program, "export", "--db", db, "--format", form, "-o", folder / form)
        print(f"{seconds:7.1f} s   all events as {form} ({processor:.1f} s of the processor): {(folder / form).stat().st_size / options.events:.0f} bytes an event", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    parser.add_argument("--folder", type=Path, help="keeps what is made there; records that are there are taken as they are")
    options = parser.parse_args()
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        for old in options.folder.glob("*.db*"):
            old.unlink()
        measure(options, options.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(options, Path(folder))


if __name__ == "__main__":
    main()
