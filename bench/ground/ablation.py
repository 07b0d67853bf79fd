#!/usr/bin/env python3
"""What the lists of actors and coreference are worth: mentions of actors found, and their country right.

    bench/ground/ablation.py DEPECHE RESOURCES ARTICLES.jsonl ANNOTATED_DIR [--language fr]

ANNOTATED_DIR: one file an article, named by its id, whose "actors" hold name, country and "mentions" as the text has
them. A mention counts as found where an entity has one that shares at least half of their union with it; country
right: and that entity has the annotated country, of all mentions whose country is annotated. Each row is the same
program with a part of its resources taken away. Needs the standard library alone; models as for `depeche code`.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile

LISTS = ("people", "institutions", "organisations", "armed_groups", "parties", "media")


def without_rows(folder, names):
    """Keeps comments and the line of columns."""
    for name in names:
        path = os.path.join(folder, "actors", name + ".tsv")
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
        head = next(i for i, line in enumerate(lines) if line and not line.startswith("#"))
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines[: head + 1]) + "\n")


def without_tables(folder, language, roles):
    """No pronouns, and where `roles` is true no nouns for actors either."""
    path = os.path.join(folder, language, "actors.toml")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    at = text.index("[pronouns]")
    end = text.index("\n[", at)
    text = text[:at] + re.sub(r"= \[.*\]", "= []", text[at:end]) + text[end:]
    if roles:
        text = re.sub(r"number = \{.*\}", "number = {}", text)
        text = re.sub(r"\[\[role\]\]\n.*?(?=\n\[)", "", text, flags=re.S)
        text += '\n[[role]]\nname = "nobody"\nnouns = []\nkind = "person"\n'
        at = text.index("[groups]")
        end = text.index("\n[", at)
        text = text[:at] + re.sub(r"= \[.*\]", "= []", text[at:end]) + text[end:]
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def share(a, b):
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def wanted(article, text):
    """Spans of the annotated mentions, each occurrence taken once, longest words first."""
    out, taken = [], []
    pairs = [(m, a["country"]) for a in article.get("actors", []) for m in a.get("mentions", [])]
    for mention, country in sorted(set(pairs), key=lambda p: (-len(p[0]), p)):
        for found in re.finditer(r"(?<!\w)" + re.escape(mention) + r"(?!\w)", text):
            span = found.span()
            if any(share(span, t) > 0 for t in taken):
                continue
            taken.append(span)
            out.append((span, country))
            break
    return out


def measure(options, resources):
    environment = dict(os.environ, DEPECHE_RESOURCES=resources)
    run = subprocess.run([options.depeche, "code", options.articles, "--format", "jsonl"], env=environment,
                         capture_output=True, text=True, check=False)
    all_, found, right, of = 0, 0, 0, 0
    for line in run.stdout.splitlines():
        record = json.loads(line)
        path = os.path.join(options.annotated, record["id"] + ".json")
        if record.get("language") != options.language or not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as f:
            article = json.load(f)
        mentions = [(m["span"], e) for e in record["entities"] for m in e["mentions"]]
        for span, country in wanted(article, record["text"]):
            best = max(((share(span, s), -i) for i, (s, _) in enumerate(mentions)), default=(0, 0))
            hits = [e for s, e in mentions if share(span, s) == best[0]] if best[0] >= 0.5 else []
            all_ += 1
            found += bool(hits)
            if country:
                of += 1
                right += any(e.get("country") == country for e in hits)
    return all_, found / max(all_, 1), of, right / max(of, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("depeche", "resources", "articles", "annotated"):
        parser.add_argument(name)
    parser.add_argument("--language", default="fr")
    options = parser.parse_args()
    cuts = [
        ("all", lambda f: None),
        ("without people and bodies", lambda f: without_rows(f, LISTS)),
        ("without all lists, states too", lambda f: without_rows(f, LISTS + ("countries", "regions"))),
        ("without pronouns", lambda f: without_tables(f, options.language, False)),
        ("without pronouns and nouns", lambda f: without_tables(f, options.language, True)),
        ("names of the model alone",
         lambda f: (without_rows(f, LISTS + ("countries", "regions")), without_tables(f, options.language, True))),
    ]
    print("| " + options.language + " | mentions found | country right |\n|---|---|---|")
    for name, cut in cuts:
        with tempfile.TemporaryDirectory() as folder:
            resources = os.path.join(folder, "resources")
            shutil.copytree(options.resources, resources)
            cut(resources)
            n, found, of, right = measure(options, resources)
            print(f"| {name} | {found:.3f} of {n} | {right:.3f} of {of} |", flush=True)


if __name__ == "__main__":
    main()
