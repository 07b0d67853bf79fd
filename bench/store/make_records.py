#!/usr/bin/env python3
"""Writes records as `depeche code` would, of made-up dispatches: make_records.py EVENTS [--seed N] > records.jsonl

The same seed gives the same bytes. Some three events an article; countries, types and months are as unevenly common as in the news.
"""
import argparse
import json
import random
import sys

COUNTRIES = "USA RUS CHN UKR FRA GBR DEU IRN ISR PSE SYR TUR IND PAK JPN KOR PRK SAU YEM ETH SDN NGA MLI BRA MEX VEN POL ITA ESP EGY".split()
TYPES = "CONSULT ASSAULT ACCUSE AGREE COOPERATE REQUEST AID SUPPORT REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE CONCEDE RETREAT".split()
STATUSES = "occurred occurred occurred occurred claimed alleged planned negated".split()
SECTORS = "GOV MIL LEG OPP REB CVL".split()
NOUNS = "border ministry convoy treaty port summit march embargo ceasefire delegation airport bridge harvest pipeline court".split()
WORDS = "the of near after on in with before against under talks officials said reported region capital week new" .split() + NOUNS


def pick(random_, items):
    """The first items come far more often than the last."""
    return items[min(int(random_.paretovariate(0.9)) - 1, len(items) - 1)] if random_.random() < 0.6 else random_.choice(items)


def record(random_, number):
    entities, places, events = [], [], []
    text = " ".join(random_.choices(WORDS, k=8)) + "\n\n"
    for i in range(random_.randint(2, 4)):
        country = pick(random_, COUNTRIES)
        who = random_.randint(1, 40)
        name = country if who < 20 else f"Minister {who} of {country}"
        begin = len(text)
        text += name + " " + " ".join(random_.choices(WORDS, k=12)) + ". "
        entities.append({"id": f"e{i + 1}", "name": name, "kind": "state" if who < 20 else "person", "country": country,
                         "sector": random_.choice(SECTORS), "wikidata": None, "title": None, "confidence": round(0.9 - i / 10, 2),
                         "mentions": [{"span": [begin, begin + len(name)], "form": "name"}]})
    town = random_.randint(1, 3000)
    places.append({"id": "p1", "name": f"Town {town}", "country": COUNTRIES[town % len(COUNTRIES)], "admin1": None,
                   "lat": town * 7919 % 160 - 80 + 0.5, "lon": town * 104729 % 340 - 170 + 0.25, "geonames": town, "mentions": []})
    year, month, day = random_.randint(2015, 2024), random_.randint(1, 12), random_.randint(1, 28)
    for i in range(random_.choice((1, 2, 3, 3, 4, 5))):
        type_ = pick(random_, TYPES)
        actor, recipient = random_.sample(entities, 2)
        status = random_.choice(STATUSES)
        others = [entities[0]["id"]] if status in ("claimed", "alleged") else []
        date = random_.choice((f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}", f"{year}-{month:02}"))
        events.append({"id": f"v{i + 1}", "event": type_, "mode": random_.choice(("", "", "airstrike", "arms")), "context": random_.choice(([], ["military"], ["diplomatic"])),
                       "quad": TYPES.index(type_) % 4 + 1, "score": float(random_.randint(-10, 10)), "cameo": None, "goldstein": float(random_.randint(-10, 10)),
                       "actor": [actor["id"]], "recipient": [recipient["id"]], "date": date, "time_basis": "text",
                       "place": {"id": "p1", "name": places[0]["name"], "country": places[0]["country"]} if random_.random() < 0.5 else None,
                       "confidence": round(random_.uniform(0.4, 1), 2), "status": status, "according_to": others,
                       "positions": [{"by": o, "stance": "asserts", "span": [0, 3]} for o in others],
                       "denied_by": [recipient["id"]] if status == "alleged" else [], "confirmed_by": [], "historical": False, "hedged": status == "alleged",
                       "trigger": [0, 5], "sentence": [0, 40], "evidence": [[0, 40]], "rule": "en/made.toml:made", "links": []})
    return {"id": f"made-{number}", "url": f"https://example.org/{number}", "publisher": f"Paper {number % 50}", "language": "en",
            "published": {"date": f"{year}-{month:02}-{day:02}", "basis": "given", "evidence": []}, "text": text, "residue": [], "sentences": [[0, 40]],
            "entities": entities, "places": places, "times": [{"span": [0, 4], "type": "DATE", "value": f"{year}-{month:02}-{day:02}"}],
            "quotes": [{"span": [3, 20], "form": "direct", "speaker": "e1", "via": [], "cue": [0, 2], "closed": True}],
            "events": events, "diagnostics": [], "coder": {"version": "0.1.0", "model": "made 1.0", "resources": "sha256:0"}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    made = number = 0
    while made < options.events:
        number += 1
        one = record(random_, number)
        made += len(one["events"])
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
