#!/usr/bin/env python3
"""Learns the weights by which depeche chooses an event's parties and judges whether it is one (src/code/arguments.h,
src/code/likelihood.h), and writes them as text to resources/<language>/weights.

    tools/learn_weights.py fr ARTICLES.jsonl ANNOTATED_DIR   # learn, write, tell how well on articles it has not seen
    tools/learn_weights.py fr ARTICLES.jsonl ANNOTATED_DIR --test ARTICLES.jsonl ANNOTATED_DIR
    tools/learn_weights.py fr ARTICLES.jsonl ANNOTATED_DIR --go-on   # from the weights that are there
    tools/learn_weights.py fr ARTICLES.jsonl ANNOTATED_DIR --keep 0.5  # writes the mean of those there and those learned

ANNOTATED_DIR holds one JSON file an article: {"id", "events": [{"trigger", "sentence", "type", "actor", "recipient"}]},
actors as "name|country|sector", and "importance" where an article shall weigh less than 1. The examples of the frames are learned from too, at a part of the weight.

Three models, each learned from what the program says with those before it in place ("depeche explain --all"):
  trigger         whether a word is an event, before its parties are known: a logit, to leave out what is hardly one
  parties         which pair of actor and recipient: a conditional logit over all pairs
  event           the same with the parties known: the event's confidence
What a later model sees of an article comes from earlier ones that have not seen it, so that it learns how far to trust
them. Weights are kept small (L2), those of features crossed with an event's type or word kind smaller; with --go-on, not
small but near those that are there, which then stand for what is no more at hand to learn from.
Same input, same output. Needs numpy and scipy; the environment of "depeche code" (DEPECHE_MODELS …).
"""
import argparse
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata

import numpy as np
import scipy.optimize
import scipy.sparse

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECIPROCAL = {"AGREE", "CONSULT", "COOPERATE"}
ROLES = ("actor", "recipient")
FOLDS = 5
# What an example of a frame weighs against an annotated event: the fewer events, the more.
EXAMPLES = {"fr": {"trigger": 0.3, "parties": 0.4, "event": 0.3},
            "en": {"trigger": 1.0, "parties": 1.0, "event": 1.0}}
PENALTY = {  # of a weight's square, by what its feature is crossed with
    "parties": {"": 16, "type": 32, "kind": 32},
    "trigger": {"": 8, "type": 16, "kind": 16},
    "event": {"": 8, "type": 16, "kind": 16},
}
# With --go-on: how many times dearer it is to move a weight than to move it from 0; by five folds over new articles.
AWAY = {"fr": {"trigger": 10, "parties": 5, "event": 10}, "en": {"trigger": 10, "parties": 20, "event": 10}}
LEAST = 0.03  # smaller weights are not written
MOST_RANKED = 8  # as in arguments.cpp


# What is right: the same parties by country, by name where there is none.


def plain(text):
    text = unicodedata.normalize("NFD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c))))


def same_name(a, b):
    a, b = plain(a).split(), plain(b).split()
    if not a or not b:
        return a == b
    return a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a)


def same_party(wanted, found):
    if wanted["country"] and found["country"]:
        return wanted["country"] == found["country"]
    return same_name(wanted["name"], found["name"])


def same_sector(wanted, found):
    return same_party(wanted, found) and wanted["sector"] in ("", found["sector"])


def distinct(parties):
    seen = {}
    for party in parties:
        seen.setdefault(party["country"] or plain(party["name"]), party)
    return list(seen.values())


def matched(wanted, found, same):
    left, n = list(found), 0
    for w in wanted:
        for f in left:
            if same(w, f):
                left.remove(f)
                n += 1
                break
    return n


def same_set(wanted, found):
    wanted, found = distinct(wanted), distinct(found)
    return len(wanted) == len(found) == matched(wanted, found, same_party)


def same_dyad(kind, wanted, found):
    if all(same_set(wanted[r], found[r]) for r in ROLES):
        return True
    return kind in RECIPROCAL and same_set(wanted["actor"] + wanted["recipient"], found["actor"] + found["recipient"])


def merit(event, wanted, pair):
    """How right a pair of candidates is; 0 = wrong."""
    found = parties_of(event, pair)
    if not same_dyad(event["event"], wanted, found):
        return 0
    both = wanted["actor"] + wanted["recipient"]
    sectors = matched(both, found["actor"] + found["recipient"], same_sector) == len(both)
    return 4 + 2 * sectors + all(same_set(wanted[r], found[r]) for r in ROLES)


def answer_of(event, pair):
    """What a pair says, by country."""
    sides = [frozenset(p["country"] or p["name"] for p in event[r][n]["parties"]) for r, n in zip(ROLES, pair)]
    return sides[0] | sides[1] if event["event"] in RECIPROCAL else tuple(sides)


def parties_of(event, pair):
    return {"actor": event["actor"][pair[0]]["parties"], "recipient": event["recipient"][pair[1]]["parties"]}


# What is learned from.


def read_party(text):
    name, country, sector = (text.split("|") + ["", ""])[:3]
    return {"name": name, "country": country, "sector": sector}


def read_annotated(folder):
    out = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        article = json.load(open(path, encoding="utf-8"))
        out[article["id"]] = article["events"]
    return out


def read_importance(folder):
    """What each article weighs: 1 unless its annotation says otherwise, as for one of another hand."""
    articles = (json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(os.path.join(folder, "*.json"))))
    return {article["id"]: article.get("importance", 1.0) for article in articles}


def link(article, wanted):
    """[(event of the trace, its parties as annotated, or None where it is no event)]"""
    text, pairs = article["text"], []
    for w, event in enumerate(wanted):
        begin = text.find(event["sentence"])
        at = text.find(event["trigger"], begin) if begin >= 0 else -1
        if at < 0:
            continue
        for f, found in enumerate(article["events"]):
            if found["event"] == event["type"] and found["sentence"][0] <= at < found["sentence"][1]:
                close = found["trigger"][0] < at + len(event["trigger"]) and at < found["trigger"][1]
                pairs.append((-int(close), -found["confidence"], w, f))
    used, links = set(), {}
    for _, _, w, f in sorted(pairs):
        if w not in used and f not in links:
            used.add(w)
            links[f] = {r: [read_party(p) for p in wanted[w][r]] for r in ROLES}
    return [(found, links.get(f)) for f, found in enumerate(article["events"])]


class Examples:
    """The examples of a language's frames, as articles."""

    def __init__(self, resources, language):
        self.articles, self.wanted, self.weights = [], {}, EXAMPLES.get(language, EXAMPLES["en"])
        for path in sorted(glob.glob(str(resources / language / "frames" / "*.toml"))):
            frames = tomllib.load(open(path, "rb"))
            for frame in frames.get("class", []):
                rule = f"{language}/{os.path.basename(path)}:{frame['name']}"
                for n, line in enumerate(frame.get("examples", [])):
                    text, sides = line.rsplit("|", 1)
                    self.add(f"{rule}#{n}", text, language, (rule, frames["type"], [self.read(s) for s in sides.split(">")]))
                for n, text in enumerate(frame.get("negative", [])):
                    self.add(f"{rule}#not{n}", text, language, (rule, frames["type"], None))

    @staticmethod
    def read(side):
        names = [n.strip() for n in side.split("+") if n.strip() not in ("", "-")]
        is_code = re.compile("[A-Z]{3}$").match
        return [{"name": "" if is_code(n) else n, "country": n if is_code(n) else "", "sector": ""} for n in names]

    def add(self, name, text, language, wanted):
        self.articles.append({"id": name, "text": text.strip(), "language": language})
        self.wanted[name] = wanted

    def linked(self, article):
        rule, kind, sides = self.wanted[article["id"]]
        if sides is None:
            return [(e, None) for e in article["events"] if e["rule"] == rule]
        own = [e for e in article["events"] if e["event"] == kind]
        own.sort(key=lambda e: e["rule"] != rule)
        return [(own[0], dict(zip(ROLES, sides)))] if own else []


class Program:
    """Runs "depeche explain" with the weights of some models in place."""

    def __init__(self, depeche, language, folder):
        self.depeche, self.language, self.folder = depeche, language, folder
        self.resources = folder / "resources"
        shutil.copytree(ROOT / "resources", self.resources)

    def explain(self, articles, models):
        weights = self.resources / self.language / "weights"
        shutil.rmtree(weights, ignore_errors=True)
        for name, model in models.items():
            model.write(weights, name)
        environment = dict(os.environ, DEPECHE_RESOURCES=str(self.resources))
        command = [str(self.depeche), "explain", "--all", "--format", "json", str(articles)]
        out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout
        return [json.loads(line) for line in out.decode("utf-8").splitlines()]


# The models.


def crossed(prefix, features, event):
    kind, word = event["crossed_with"]
    for feature in features:
        yield prefix + feature, ""
        yield f"{prefix}{feature}@{kind}", "type"
        yield f"{prefix}{feature}@{word}", "kind"


def read_table(path, prefix):
    lines = open(path, encoding="utf-8").read().splitlines()[2:]
    return {prefix + key: float(weight) for key, weight in (line.split("\t") for line in lines)}


class Model:
    def __init__(self, penalty, before):
        """before: the weights to stay near to, by key; none of them: 0"""
        self.penalty, self.before, self.index, self.penalties, self.weights = penalty, before, {}, [], {}
        self.rows, self.columns, self.height = [], [], 0

    def keys(self, prefix, features, event):
        out = []
        for key, crossing in crossed(prefix, features, event):
            if key not in self.index:
                self.index[key] = len(self.index)
                self.penalties.append(self.penalty[crossing])
            out.append(self.index[key])
        return out

    def add_row(self, keys):
        self.rows.extend([self.height] * len(keys))
        self.columns.extend(keys)
        self.height += 1

    def fit(self, loss_of_scores):
        """loss_of_scores: scores -> (loss, its derivative by each score)"""
        matrix = scipy.sparse.csr_matrix((np.ones(len(self.rows)), (self.rows, self.columns)),
                                         shape=(self.height, len(self.index)))
        transposed, penalties = matrix.T.tocsr(), np.array(self.penalties, dtype=float)

        start = np.array([self.before.get(key, 0.0) for key in self.index])

        def objective(weights):
            loss, change = loss_of_scores(matrix @ weights)
            away = weights - start
            return loss + 0.5 * (penalties * away * away).sum(), transposed @ change + penalties * away

        found = scipy.optimize.minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
        learned = dict(self.before, **{key: float(found.x[i]) for key, i in self.index.items()})
        self.weights = {key: weight for key, weight in learned.items() if abs(weight) >= LEAST}
        self.rows = self.columns = None

    def mix(self, before, share):
        keys = self.weights.keys() | before.keys()
        mixed = {k: share * before.get(k, 0.0) + (1 - share) * self.weights.get(k, 0.0) for k in keys}
        self.weights = {k: weight for k, weight in mixed.items() if abs(weight) >= LEAST}

    def score(self, prefix, features, event):
        return sum(self.weights.get(key, 0.0) for key, _ in crossed(prefix, features, event))

    def write_table(self, path, prefix, what):
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = sorted((key[len(prefix):], w) for key, w in self.weights.items() if key.startswith(prefix))
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"# {what}: learned by tools/learn_weights.py. Features: src/code/arguments.cpp, likelihood.cpp.\n")
            file.write("feature\tweight\n")
            file.writelines(f"{key}\t{weight:.3g}\n" for key, weight in rows)


class PairModel(Model):
    @staticmethod
    def read(folder, name):
        return {k: w for part in ROLES + ("pair",) for k, w in read_table(folder / (part + ".tsv"), part + "|").items()}

    def learn(self, linked):
        """linked: [(event, parties or None, importance)]"""
        good, starts, importance = [], [], []
        for event, wanted, weight in linked:
            merits = [merit(event, wanted, pair) for pair in event["pairs"]] if wanted else []
            best = max(merits, default=0)
            if best == 0:
                continue
            sides = [[self.keys(r + "|", option["features"], event) for option in event[r]] for r in ROLES]
            starts.append(self.height)
            importance.append(weight)
            for pair, m in zip(event["pairs"], merits):
                self.add_row(sides[0][pair[0]] + sides[1][pair[1]] + self.keys("pair|", pair[2], event))
                good.append(m == best)
        starts, good, importance = np.array(starts), np.array(good), np.array(importance)
        group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, self.height)))

        def loss(scores):
            shares = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
            total, right = np.add.reduceat(shares, starts), np.add.reduceat(shares * good, starts) + 1e-300
            change = importance[group] * (shares / total[group] - shares * good / right[group])
            return (importance * (np.log(total) - np.log(right))).sum(), change

        self.fit(loss)
        return self

    def decide(self, event):
        scores, ranked = [], []
        for role in ROLES:
            own = [self.score(role + "|", option["features"], event) for option in event[role]]
            scores.append(own)
            ranked.append(set(sorted(range(len(own)), key=lambda i: -own[i])[:MOST_RANKED]))
        pairs = [p for p in event["pairs"] if p[0] in ranked[0] and p[1] in ranked[1]]
        found = np.array([scores[0][p[0]] + scores[1][p[1]] + self.score("pair|", p[2], event) for p in pairs])
        # The answer that all its pairs together make likeliest, and of these the best.
        total, best = {}, {}
        for pair, share in zip(pairs, np.exp(found - found.max())):
            answer = answer_of(event, pair)
            total[answer] = total.get(answer, 0.0) + share
            if share > best.get(answer, (0.0, None))[0]:
                best[answer] = (share, pair)
        return best[max(total, key=total.get)][1]

    def write(self, folder, name):
        for part in ROLES + ("pair",):
            self.write_table(folder / (part + ".tsv"), part + "|", f"How an event's {part} is chosen")


class EventModel(Model):
    @staticmethod
    def read(folder, name):
        return read_table(folder / (name + ".tsv"), "")

    def learn(self, linked):
        for event, _, _ in linked:
            self.add_row(self.keys("", event["features"], event))
        label = np.array([float(wanted is not None) for _, wanted, _ in linked])
        importance = np.array([weight for _, _, weight in linked])

        def loss(scores):
            likely = 1 / (1 + np.exp(-scores))
            each = np.logaddexp(0, scores) - label * scores
            return (importance * each).sum(), importance * (likely - label)

        self.fit(loss)
        return self

    def likelihood(self, event):
        return 1 / (1 + np.exp(-self.score("", event["features"], event)))

    def write(self, folder, name):
        self.write_table(folder / (name + ".tsv"), "", "How likely a trigger is an event")


MODELS = {"trigger": EventModel, "parties": PairModel, "event": EventModel}


# Learning one after the other.


class Lesson:
    def __init__(self, program, articles, annotated, examples, go_on):
        self.program, self.articles, self.examples, self.go_on = program, articles, examples, go_on
        self.wanted, self.importance = read_annotated(annotated), read_importance(annotated)
        self.example_file = program.folder / "examples.jsonl"
        with open(self.example_file, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in examples.articles)
        lines = open(articles, encoding="utf-8").readlines()
        self.ids = [json.loads(line)["id"] for line in lines]
        for fold in range(FOLDS):
            with open(self.fold_file(fold), "w", encoding="utf-8") as file:
                file.writelines(lines[fold::FOLDS])

    def fold_of(self, name):
        return self.ids.index(name) % FOLDS

    def fold_file(self, fold):
        return self.program.folder / f"fold{fold}.jsonl"

    def begin(self, name):
        """A model of that name before it has learned."""
        if not self.go_on:
            return MODELS[name](PENALTY[name], {})
        language = self.program.language
        away = AWAY.get(language, AWAY["en"])[name]
        penalty = {crossing: away * p for crossing, p in PENALTY[name].items()}
        return MODELS[name](penalty, MODELS[name].read(ROOT / "resources" / language / "weights", name))

    def linked_examples(self, name, models):
        traces, weight = self.program.explain(self.example_file, models), self.examples.weights[name]
        return [(e, w, weight) for t in traces for e, w in self.examples.linked(t)]

    def learn(self, measure):
        """The models, learned from all; `measure` gets each model's answers on what it has not seen."""
        whole, parts = {}, [{} for _ in range(FOLDS)]
        for name in MODELS:
            seen = [(self.fold_file(f), part) for f, part in enumerate(parts)] if whole else [(self.articles, {})]
            traces = [t for file, part in seen for t in self.program.explain(file, part)]
            linked = {t["id"]: link(t, self.wanted[t["id"]]) for t in traces if t["id"] in self.wanted}
            extra = self.linked_examples(name, whole) if not self.go_on or name == "parties" else []
            for f in range(FOLDS):
                own = [(e, w, self.importance[i]) for i, events in linked.items() if self.fold_of(i) != f for e, w in events]
                parts[f][name] = self.begin(name).learn(own + extra)
                measure(name, parts[f][name], [x for i, x in linked.items() if self.fold_of(i) == f])
            everything = [(e, w, self.importance[i]) for i, events in linked.items() for e, w in events]
            whole[name] = self.begin(name).learn(everything + extra)
        return whole


class Measure:
    def __init__(self):
        self.pairs, self.likely = {}, {}

    def __call__(self, name, model, articles):
        events = [x for article in articles for x in article]
        if isinstance(model, EventModel):
            self.likely.setdefault(name, []).extend((model.likelihood(e), wanted is not None) for e, wanted in events)
            return
        tally = self.pairs.setdefault(name, [0] * 5)
        for event, wanted in events:
            if wanted is None:
                continue
            found = parties_of(event, model.decide(event))
            w, f = wanted["actor"] + wanted["recipient"], found["actor"] + found["recipient"]
            row = (1, same_dyad(event["event"], wanted, found), matched(w, f, same_sector), len(w), len(f))
            for i, n in enumerate(row):
                tally[i] += n

    def report(self, title):
        for name, (n, dyads, right, wanted, found) in self.pairs.items():
            print(f"{title} {name}: {n} events, both parties right {dyads / n:.3f}, parties F1 {2 * right / (wanted + found):.3f}")
        for name, likely in self.likely.items():
            total = sum(y for _, y in likely)
            print(f"{title} {name}: {total} of {len(likely)} are events")
            for least in (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5):
                kept = [y for p, y in likely if p >= least]
                print(f"  from {least} on: precision {sum(kept) / max(1, len(kept)):.3f}, recall {sum(kept) / total:.3f}")
            for low in np.arange(0, 1, 0.1):
                part = [(p, y) for p, y in likely if low <= p < low + 0.1]
                if part:
                    said, true = np.mean([p for p, _ in part]), np.mean([y for _, y in part])
                    print(f"  said {said:.2f}, true {true:.2f} ({len(part)})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language")
    parser.add_argument("articles")
    parser.add_argument("annotated")
    parser.add_argument("--test", nargs=2, metavar=("ARTICLES", "ANNOTATED"), help="also measure on these")
    parser.add_argument("--depeche", default=ROOT / "build/dev/apps/depeche/depeche")
    parser.add_argument("--go-on", action="store_true", help="start from the weights that are there and stay near them")
    parser.add_argument("--keep", type=float, default=0.0, metavar="SHARE", help="the share of the weights that are there in those written")
    parser.add_argument("--write", default=None, help="where to; resources/<language>/weights")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(args.depeche, args.language, pathlib.Path(folder))
        examples = Examples(ROOT / "resources", args.language)
        measure = Measure()
        models = Lesson(program, args.articles, args.annotated, examples, args.go_on).learn(measure)
        measure.report("unseen")
        if args.test:
            wanted, test, before = read_annotated(args.test[1]), Measure(), {}
            for name, model in models.items():
                traces = program.explain(args.test[0], before)
                test(name, model, [link(t, wanted[t["id"]]) for t in traces if t["id"] in wanted])
                before[name] = model
            test.report("tested")
    there = ROOT / "resources" / args.language / "weights"
    target = pathlib.Path(args.write) if args.write else there
    for name, model in models.items():
        if args.keep:
            model.mix(MODELS[name].read(there, name), args.keep)
        model.write(target, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
