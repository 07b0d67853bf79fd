"""The same article gives the same bytes, whoever asks: the program, Python, HTTP. (The stream, Spark and C have tests of
their own, against the same program.)"""

import json
import random
import re
import subprocess
import urllib.request

import depeche
from conftest import PROGRAM, SOURCE, lines_of


def test_code(coder, articles, coded):
    assert [coder.code(article).to_json() for article in articles] == coded


def test_code_many_with_threads(coder, articles, coded):
    for threads in (1, 2, 7):
        assert [r.to_json() for r in coder.code_many(articles, threads=threads)] == coded


def test_order_does_not_matter(coder, articles, coded):
    order = list(range(len(articles)))
    random.Random(1).shuffle(order)
    shuffled = coder.code_many([articles[i] for i in order])
    assert [r.to_json() for r in shuffled] == [coded[i] for i in order]


def test_what_read_gives(coder, articles, coded, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text(lines_of(articles), encoding="utf-8")
    assert [r.to_json() for r in coder.code_many(depeche.read(file))] == coded
    assert [coder.code(a).to_json() for a in depeche.read(file)][:5] == coded[:5]


def test_pages_and_texts(coder, tmp_path):
    (tmp_path / "page.html").write_text(
        "<html><head><title>Minister resigns</title></head><body><nav><a href='/'>Home</a> <a href='/x'>News</a></nav><article><h1>"
        "Minister resigns</h1><p>The minister of defence of Norway resigned on Monday, the government said in Oslo.</p><p>Police had "
        "arrested two of his advisers on Sunday, and the parliament asked for an inquiry.</p></article></body></html>"
    )
    (tmp_path / "text.txt").write_text("Grève à Lyon\n\nDes milliers de personnes ont manifesté lundi à Lyon.\n")
    wanted = subprocess.run([PROGRAM, "code", tmp_path, "--format", "jsonl"], capture_output=True, check=True).stdout.decode()
    assert "".join(r.to_json() + "\n" for r in coder.code_many(depeche.read(tmp_path))) == wanted


def test_http(articles, coded, tmp_path):
    db = tmp_path / "one.db"
    subprocess.run([PROGRAM, "ingest", SOURCE / "examples" / "raid-sanaa.txt", "--db", db, "--quiet"], check=True, capture_output=True)
    server = subprocess.Popen([PROGRAM, "serve", "--db", db, "--port", "0", "-q"], stdout=subprocess.PIPE, text=True)
    try:
        address = next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in server.stdout))).group()
        for article, record in zip(articles, coded):
            body = json.dumps(article, ensure_ascii=False).encode()
            request = urllib.request.Request(f"{address}/api/v1/code", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert answer.read().decode().rstrip("\n") == record
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()
