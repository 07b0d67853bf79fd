"""python -m depeche fetch [LANGUAGE|MODEL…]; python -m depeche code INPUT…"""

from __future__ import annotations

import argparse
import sys

import depeche

from ._fetch import fetch


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m depeche", description=depeche.__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("fetch", help="fetch models, and the list of places, into the cache")
    one.add_argument("names", nargs="*", metavar="LANGUAGE|MODEL", help="fr, en, fr_core_news_sm …; none: all languages")
    two = commands.add_parser("code", help="the records of articles, as JSON Lines")
    two.add_argument("inputs", nargs="+", metavar="INPUT")
    two.add_argument("--threads", type=int)
    given = parser.parse_args()
    try:
        if given.command == "fetch":
            print(fetch(*given.names))
            return 0
        with depeche.Coder() as coder:
            records = coder.code_many(depeche.read(*given.inputs), threads=given.threads, on_error="skip")
            for record in records:
                sys.stdout.write(record.to_json() + "\n")
        for _, fault in records.faults:
            print(f"depeche: {fault}", file=sys.stderr)
        return 1 if records.faults else 0
    except (depeche.Error, OSError) as fault:
        print(f"depeche: {fault}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
