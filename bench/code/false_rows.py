#!/usr/bin/env python3
"""How many events depeche finds in articles that are not about public affairs, where there should be next to none.

    bench/code/false_rows.py build/dev/apps/depeche/depeche ARTICLES.jsonl fr [--most 200] [--without OTHERS.jsonl] [--show]

Such an article has 400 characters or more and no word with one of the beginnings below, in its order in ARTICLES; those of OTHERS (from which weights
were learned) are passed over. Some tell an event all the same, so that the best possible figure is above 0.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile

LEAST = 400  # characters
BEGINNINGS = {  # of words
    "fr": """ministr ministèr président gouvern parlement député sénat élect parti vot polic gendarm tribun justic judiciair procès prison condamn
             enquêt arrêt armé militair soldat guerr attaqu attent terroris bombard agress assassin meurtr abattu manifest grèv syndic ambassad
             diplomat sanction accord otag rebel""",
    "en": """minister president govern parliament congress senat elect party vot polic court justic trial prison jail convict investigat arrest
             army armi militar soldier war attack terroris bomb assault murder shoot shot protest strik union embass diplomat sanction treat hostag rebel""",
}


def is_other(article, language):
    words = "|".join(BEGINNINGS[language].split())
    return not re.search(rf"\b({words})", (article.get("title") or "") + "\n" + article["text"], re.IGNORECASE)


def chosen(path, language, most, without):
    out = []
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        own = article.get("language") or article.get("lang")
        if own != language or article["id"] in without or len(article["text"]) < LEAST or not is_other(article, language):
            continue
        out.append({**article, "language": language})
        if len(out) == most:
            break
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("articles")
    parser.add_argument("language", choices=BEGINNINGS)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--show", action="store_true", help="what was found where")
    args = parser.parse_args()
    without = {json.loads(line)["id"] for path in args.without for line in open(path, encoding="utf-8")}
    articles = chosen(args.articles, args.language, args.most, without)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
        file.flush()
        out = subprocess.run([args.program, "code", file.name, "--format", "jsonl"], check=True, stdout=subprocess.PIPE).stdout
    records = [json.loads(line) for line in out.decode("utf-8").splitlines()]
    events = [event for record in records for event in record["events"]]
    print(f"{args.language}: {len(articles)} articles, {len(events)} events, {len(events) / max(1, len(articles)):.2f} an article")
    if args.show:
        for record in records:
            print(record["id"], *(f"{e['event']}={e['confidence']:.2f}" for e in record["events"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
