#!/usr/bin/env python3
"""Inputs that attack a reader: each must end with a clear word, in bounded time and memory, and nothing be fetched.

    bench/read/hostile.py [--program PROGRAM]

Prints seconds of the processor, the most memory and what is said of each; ends with 1 where one of them goes past its bound.
"""
import argparse
import gzip
import http.server
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROSE = "<p>Le ministre a reçu mardi une délégation venue du nord du pays, qui demande depuis des mois la fin du blocus de la ville et le départ des soldats.</p>"
MEGABYTE = 1 << 20


def zeros_packed(megabytes):
    """A gzip member of one letter, made without holding what it holds."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        for _ in range(megabytes):
            packed.write(b"a" * MEGABYTE)
    return out.getvalue()


def warc_of(body):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.fr/\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
            % (len(head) + len(body))) + head + body + b"\r\n\r\n"


def make(folder, address):
    """Name of a file, what must be said of it (or of its article), bounds of seconds and megabytes."""
    def write(name, content):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder / name

    yield write("nested.html", f"<!DOCTYPE html>{PROSE}{'<div>' * 100_000}le fond"), "nested deeper than 1000", 3, 200
    yield write("nested_inline.html", f"<!DOCTYPE html>{PROSE}{'<b>' * 100_000}le fond"), "nested deeper than 1000", 3, 200
    yield write("attributes.html", f"<!DOCTYPE html><div {' '.join(f'a{i}=1' for i in range(100_000))}>{PROSE}</div>"), "départ des soldats", 3, 200
    with open(folder / "huge.html", "w", encoding="utf-8") as page:
        page.write("<!DOCTYPE html>")
        while page.tell() < 200 * MEGABYTE:
            page.write(PROSE * 1000)
    yield folder / "huge.html", "longer than the limit of 10 MB", 2, 200
    yield write("large.html", "<!DOCTYPE html>" + PROSE.replace("mardi", "lundi") * (9_900_000 // len(PROSE.encode()))), "départ des soldats", 10, 1500
    yield write("bomb.html.gz", zeros_packed(2_000)), "longer than the limit of 10 MB", 2, 200
    yield write("bomb.jsonl.gz", gzip.compress(b'{"text": "') + zeros_packed(3_000)), "grow more than a thousandfold", 30, 200
    yield write("bomb.warc", warc_of(zeros_packed(1_000))), "past the limit of 10000000 bytes when unpacked", 3, 200
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("a.txt", "w") as inside:
            for _ in range(500):
                inside.write(b"a" * MEGABYTE)
    for _ in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(8):
                archive.writestr(f"{i}.zip", inner.getvalue())
        inner = outer
    yield write("bomb.zip", inner.getvalue()), "a zip archive too deep in others", 30, 200
    with open(folder / "endless.jsonl", "wb") as lines:
        lines.write(b'{"text": "')
        for _ in range(1000):
            lines.write(b"mot " * (MEGABYTE // 4))
    yield folder / "endless.jsonl", "line longer than the limit of 10 MB", 10, 200
    yield write("endless.csv", b'id,text\n1,"' + b"a\n" * (20 * MEGABYTE)), "row longer than the limit of 10 MB", 10, 300
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    yield write("laughs.xml", f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]><rss><channel><item><title>T</title><description>Un texte. &e11;</description></item></channel></rss>'), "Un texte.", 2, 200
    yield write("external.xml", f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{address}/x"><!ENTITY y SYSTEM "file:///etc/passwd">]><rss><channel><item><title>T</title><description>Un texte. &x; &y;</description></item></channel></rss>'), "Un texte.", 2, 200
    deep = 100_000
    yield write("deep.xml", "<rss><channel><item><title>T</title><description>" + "<a>" * deep + "x" + "</a>" * deep + "</description></item></channel></rss>"), "", 5, 300
    yield write("deep.jsonl", '{"text": "a", "x": ' + "[" * deep + "]" * deep + "}\n"), "bad JSON", 2, 200


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "build/release/apps/depeche/depeche"))
    settings = options.parse_args()
    fetched = []

    class Told(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            fetched.append(self.path)
            self.send_error(404)

    server = http.server.HTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    failed = False
    environment = dict(os.environ, DEPECHE_RESOURCES=str(ROOT / "resources"))
    with tempfile.TemporaryDirectory() as scratch:
        for file, wanted, seconds, megabytes in make(Path(scratch), f"http://127.0.0.1:{server.server_port}"):
            process = subprocess.Popen([settings.program, "read", file, "--format", "jsonl", "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       env=environment)
            said = process.stdout.read().decode(errors="replace")
            _, status, used = os.wait4(process.pid, 0)
            taken, most = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
            right = wanted in said and "root:" not in said and os.waitstatus_to_exitcode(status) in (0, 1) and taken <= seconds and most <= megabytes
            failed |= not right
            told = re.search(r".{0,60}" + re.escape(wanted) + ".{0,20}", said)
            print(f"{'' if right else 'NOT '}{file.name:20} {file.stat().st_size / 1e6:7.1f} MB  {taken:5.2f} s  {most:5} MB  {told.group(0).strip() if told else said[-200:]}")
            file.unlink()
    if fetched:
        print(f"NOT: fetched {fetched}")
    return failed or bool(fetched)


if __name__ == "__main__":
    sys.exit(main())
