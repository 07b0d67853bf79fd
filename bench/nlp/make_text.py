"""Articles of made-up sentences over a model's own word lists, with frequencies as in real text. Same words, same text."""
import random

FORMS = {
    "fr": ["La {noun} {adj} du {noun} a {verb} la {noun} de {name}, selon {name} {name}.",
           "« Nous ne pouvons pas {verb} cette {noun} », a déclaré {name} {name}, qui {adv} voulait {verb} le {noun}.",
           "Le {day} mars {year}, les {noun}s {adj}s de {name} ont été reçus par l'{noun} de {name} à {number} heures.",
           "Il n'y a pas de {noun} sans {noun} {adj} : {number} % des {noun}s l'ont dit {adv} à l'Agence {name}.",
           "Dans la ville de {name}, un {noun} {adj} et une {noun} ont pu {verb} aujourd'hui le {noun} de l'Union {name}."],
    "en": ["The {adj} {noun} of the {noun} will {verb} the {noun} in {name}, said {name} {name}.",
           "“We cannot {verb} this {noun},” {name} {name} told reporters, and {adv} tried to {verb} the {noun}.",
           "On March {day}, {year}, the {adj} {noun}s of {name} didn't {verb} the {noun} at {number} p.m.",
           "There is no {noun} without a {adj} {noun}: {number}% of the {noun}s {adv} said so to the {name} Agency.",
           "In the city of {name}, an {adj} {noun} and a {noun} could {verb} the {noun} of the {name} Union today."],
}
SENTENCES = (5, 20)  # of an article


def articles(words: dict, wanted: int) -> list[str]:
    chance = random.Random(4)
    lists = {pos: words[pos] for pos in ("noun", "verb", "adj", "adv")}
    for values in lists.values():
        chance.shuffle(values)
    names = [word.capitalize() for word in chance.sample(lists["noun"], min(4000, len(lists["noun"])))]

    def frequent(values: list[str]) -> str:
        # Zipf's law: rank r with probability falling as 1 / r.
        return values[int(len(values) ** chance.random()) - 1]

    def fill(form: str) -> str:
        parts = []
        for piece in form.split("{"):
            key, closed, rest = piece.partition("}")
            if not closed:
                parts.append(piece)
                continue
            if key == "name":
                value = frequent(names)
            elif key in lists:
                value = frequent(lists[key])
            else:
                value = str(chance.randint(*{"day": (1, 31), "year": (1950, 2025), "number": (2, 99)}[key]))
            parts.append(value + rest)
        return "".join(parts)

    out, count = [], 0
    while count < wanted:
        text = " ".join(fill(chance.choice(FORMS[words["language"]])) for _ in range(chance.randint(*SENTENCES)))
        count += len(text.split())
        out.append(text)
    return out
