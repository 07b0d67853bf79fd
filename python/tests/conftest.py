"""What the tests share: the program, the articles, one loaded coder.

DEPECHE_NEWS names a folder of JSON Lines of articles: then the first 500 of them are compared byte for byte, otherwise the
dispatches of tests/golden and examples.
"""

import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest

import depeche

SOURCE = Path(os.environ["DEPECHE_SOURCE"])
PROGRAM = os.environ["DEPECHE_PROGRAM"]
NEWS = 500


def own_dispatches():
    for file in sorted([*SOURCE.glob("tests/golden/*.txt"), *SOURCE.glob("examples/*.txt")]):
        title, _, body = file.read_text(encoding="utf-8").partition("\n\n")
        yield {"id": file.stem, "title": title, "text": body, "language": "fr"}
    for line in (SOURCE / "examples/dispatches.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="session")
def articles():
    """Dicts as in JSON Lines, ids unique."""
    folder = os.environ.get("DEPECHE_NEWS")
    if not folder:
        return list(own_dispatches())
    files = [map(json.loads, file.open(encoding="utf-8")) for file in sorted(Path(folder).glob("*.jsonl"))]
    mixed = [a for some in itertools.zip_longest(*files) for a in some if a]
    return list({a["id"]: a for a in mixed[: NEWS + 50]}.values())[:NEWS]


def lines_of(articles):
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)


@pytest.fixture(scope="session")
def coded(articles, tmp_path_factory):
    """What the program says of them: one record a line."""
    file = tmp_path_factory.mktemp("articles") / "in.jsonl"
    file.write_text(lines_of(articles), encoding="utf-8")
    done = subprocess.run([PROGRAM, "code", file, "--format", "jsonl"], capture_output=True, check=True)
    records = done.stdout.decode().splitlines()
    assert len(records) == len(articles)
    return records


@pytest.fixture(scope="session")
def coder():
    try:
        return depeche.Coder("fr", "en")
    except depeche.MissingError as missing:
        pytest.skip(str(missing))
