#!/usr/bin/env python3
"""Learns how sure it is who an entity is (src/ground/confidence.h), and writes the weights as text to
resources/actors/confidence.tsv.

    tools/learn_confidence.py ARTICLES.jsonl ANNOTATED_DIR [ARTICLES.jsonl ANNOTATED_DIR …]
    tools/learn_confidence.py … --test ARTICLES.jsonl ANNOTATED_DIR     # also measure on these; may stand several times
    tools/learn_confidence.py --only-test --test ARTICLES.jsonl ANNOTATED_DIR   # what the program says now

ANNOTATED_DIR holds one JSON file an article: {"id", "actors": [{"name", "country", "sector", "mentions"}]}, mentions as
the text has them. An entity of the record is the annotated actor with whom it shares most names and phrases; it is right
where it has the actor's sector, and the country where one is annotated. Who is nobody annotated tells nothing: annotators
list only those that matter.

One logit over the features that "depeche explain" tells of each entity, languages together. Weights are kept small (L2).
Told with it: how often what is said to be so sure is right, on articles that were not learned from (five folds; --test).
Same input, same output. Needs the standard library alone; the environment of "depeche code" (DEPECHE_MODELS …).
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources/actors/confidence.tsv"
FOLDS = 5
PENALTY = 2.0  # of a weight's square
FREE = 0.01  # the same for the weight of all entities alike
LEAST = 2  # times that a feature must be seen
SMALLEST = 0.02  # smaller weights are not written
STEPS = 12  # of Newton's method; more change nothing
DETERMINERS = {"the", "a", "an", "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "ce", "cet", "cette", "ces", "this", "that", "these"}


def plain(text):
    text = unicodedata.normalize("NFD", text.casefold())
    words = re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c)))
    while len(words) > 1 and words[0] in DETERMINERS:
        words.pop(0)
    return " ".join(words)


def likeness(entity, text, actor):
    """How many mentions an entity shares with an annotated actor, names before nouns. A place is no actor."""
    wanted = {plain(m) for m in actor.get("mentions", [])} | {plain(actor["name"])}
    shared = 0.5 * (plain(entity["name"]) == plain(actor["name"]))
    for mention in entity["mentions"]:
        if mention["form"] != "pronoun" and not mention["as_place"] and plain(text[slice(*mention["span"])]) in wanted:
            shared += 1.0 if mention["form"] == "name" else 0.6
    return shared


def judged(article, actors):
    """[(features, whether it is right, what the program says)] of the entities that are annotated."""
    out = []
    for entity in article["entities"]:
        best = max(actors, key=lambda a: likeness(entity, article["text"], a), default=None)
        if best is None or likeness(entity, article["text"], best) == 0:
            continue
        right = best["country"] in ("", entity["country"]) and best["sector"] in ("", entity["sector"])
        out.append((entity["features"], right, entity["confidence"]))
    return out


def read(depeche, articles, annotated):
    """For each annotated article its judged entities."""
    command = [str(depeche), "explain", "--format", "json", str(articles)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    found = []
    for line in out.splitlines():
        article = json.loads(line)
        path = pathlib.Path(annotated) / (article["id"] + ".json")
        if path.exists():
            found.append(judged(article, json.loads(path.read_text(encoding="utf-8")).get("actors", [])))
    return found


def likely(weights, features):
    score = sum(weights.get(f, 0.0) for f in features)
    return 1 / (1 + math.exp(-score))


def solve(matrix, right):
    """Gauss, for a matrix that is positive definite."""
    n = len(right)
    rows = [row[:] + [r] for row, r in zip(matrix, right)]
    for i in range(n):
        for j in range(i + 1, n):
            share = rows[j][i] / rows[i][i]
            if share:
                rows[j] = [b - share * a for a, b in zip(rows[i], rows[j])]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (rows[i][n] - sum(rows[i][k] * out[k] for k in range(i + 1, n))) / rows[i][i]
    return out


def learn(examples):
    seen = {}
    for features, _, _ in examples:
        for feature in features:
            seen[feature] = seen.get(feature, 0) + 1
    names = sorted(f for f, n in seen.items() if n >= LEAST)
    index = {name: i for i, name in enumerate(names)}
    rows = [([index[f] for f in features if f in index], float(right)) for features, right, _ in examples]
    penalty = [FREE if name == "any" else PENALTY for name in names]
    weights = [0.0] * len(names)
    for _ in range(STEPS):
        slope = [-p * w for p, w in zip(penalty, weights)]
        bend = [[p if i == j else 0.0 for j in range(len(names))] for i, p in enumerate(penalty)]
        for columns, right in rows:
            share = 1 / (1 + math.exp(-sum(weights[c] for c in columns)))
            for c in columns:
                slope[c] += right - share
                for d in columns:
                    bend[c][d] += share * (1 - share)
        weights = [w + step for w, step in zip(weights, solve(bend, slope))]
    return {name: round(w, 3) for name, w in zip(names, weights) if abs(w) >= SMALLEST}


def report(title, answers):
    """answers: [(said, right)]"""
    n = len(answers)
    share = sum(r for _, r in answers) / n
    brier = sum((p - r) ** 2 for p, r in answers) / n
    print(f"{title}: {n} entities, {share:.3f} right, Brier {brier:.3f} (by that share alone {share * (1 - share):.3f})")
    for tenth in range(10):
        part = [(p, r) for p, r in answers if min(int(p * 10 + 1e-9), 9) == tenth]
        if part:
            said, right = (sum(x[i] for x in part) / len(part) for i in (0, 1))
            print(f"  said {said:.2f}, right {right:.2f} ({len(part)})")


def write(weights, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# How sure it is who an entity is: learned by tools/learn_confidence.py. Features: src/ground/confidence.cpp.\n")
        file.write("feature\tweight\n")
        file.writelines(f"{name}\t{weight:g}\n" for name, weight in sorted(weights.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("learned_from", nargs="*", metavar="ARTICLES ANNOTATED_DIR")
    parser.add_argument("--test", nargs=2, action="append", default=[], metavar=("ARTICLES", "ANNOTATED"), help="also measure on these")
    parser.add_argument("--only-test", action="store_true", help="learn nothing: measure what the program says")
    parser.add_argument("--depeche", default=ROOT / "build/dev/apps/depeche/depeche")
    parser.add_argument("--write", default=TARGET, help="where to; resources/actors/confidence.tsv")
    args = parser.parse_args()
    if len(args.learned_from) % 2 or bool(args.learned_from) == args.only_test:
        parser.error("ARTICLES and ANNOTATED_DIR go together")
    if not args.only_test:
        pairs = zip(args.learned_from[::2], args.learned_from[1::2])
        articles = [a for pair in pairs for a in read(args.depeche, *pair)]
        unseen = []
        for fold in range(FOLDS):
            weights = learn([e for i, a in enumerate(articles) if i % FOLDS != fold for e in a])
            unseen += [(likely(weights, f), r) for a in articles[fold::FOLDS] for f, r, _ in a]
        report("unseen folds", unseen)
        weights = learn([e for a in articles for e in a])
        write(weights, args.write)
    for test in args.test:
        tested = [e for a in read(args.depeche, *test) for e in a]
        report(test[1], [(said if args.only_test else likely(weights, f), r) for f, r, said in tested])
    return 0


if __name__ == "__main__":
    sys.exit(main())
