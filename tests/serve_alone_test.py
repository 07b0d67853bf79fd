"""Servers of their own: tokens, limits, TLS, feeding while it serves, stopping, the examples.

    serve_alone_test.py PROGRAM SOURCE_DIR
"""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from serving import Running, main, query, under_test

API = "/api/v1/"
HAS_MODELS = bool(os.environ.get("DEPECHE_MODELS"))


class Alone(unittest.TestCase):
    """Servers of their own."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="depeche-serve-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.folder / "a.db"

    def ingest(self, events, seed=1):
        records = self.folder / f"records{seed}.jsonl"
        with open(records, "wb") as out:
            subprocess.run([sys.executable, under_test.source / "bench/store/make_records.py", str(events), "--seed", str(seed)], stdout=out, check=True)
        if seed != 1:
            records.write_text(records.read_text().replace('"made-', f'"made{seed}-'))
        subprocess.run([under_test.program, "ingest", records, "--db", self.db, "-q"], check=True)

    def run_server(self, *arguments, **options):
        server = Running(*arguments, **options)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server

    def test_a_token_where_others_can_reach_it(self):
        self.ingest(30)
        refused = subprocess.run([under_test.program, "serve", "--db", self.db, "--host", "0.0.0.0", "--port", "0"], capture_output=True, timeout=60,
                                 env={k: v for k, v in os.environ.items() if k != "DEPECHE_TOKEN"})
        self.assertEqual(refused.returncode, 2)
        self.assertIn(b"token", refused.stderr)
        token = "a token of some length"
        server = self.run_server("--db", self.db, "--host", "0.0.0.0", "--token", token, "--rate", "0")
        self.assertEqual(server.ask("/healthz")[0], 200)
        self.assertEqual(server.ask("/")[0], 200, "the page holds no data")
        for given in ("", "Bearer", "Bearer x", f"Basic {token}", f"Bearer {token}x", f"Bearer {token[:-1]}", f"Bearer {token[1:]}"):
            for path in (API + "events", API + "news", API + "articles/made-0", API + "export/events.csv", "/metrics"):
                self.assertEqual(server.ask(path, Authorization=given)[0], 401, (given, path))
        self.assertEqual(server.ask(API + "code", "POST", "x", Content_Type="text/plain")[0], 401)
        self.assertEqual(server.ask(API + "events", Authorization=f"Bearer {token}")[0], 200)

    def test_rate_and_connections(self):
        self.ingest(30)
        server = self.run_server("--db", self.db, "--rate", "1", "--connections", "20")
        statuses = [server.ask("/healthz")[0] for _ in range(12)]
        self.assertEqual(statuses[:2], [200, 200])
        self.assertIn(429, statuses)
        held = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(20)]
        self.assertEqual(server.raw(b"")[0], 503)
        for s in held:
            s.close()

    def test_tls(self):
        if not shutil.which("openssl"):
            self.skipTest("openssl is not installed")
        cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert], check=True, capture_output=True)
        self.ingest(3000)
        server = self.run_server("--db", self.db, "--tls-cert", cert, "--tls-key", key)
        trusting = ssl.create_default_context(cafile=cert)

        def connect():
            return trusting.wrap_socket(socket.create_connection(("127.0.0.1", server.port), timeout=30), server_hostname="localhost")

        def ask(connection, method, path, body=None, **headers):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

        connection = http.client.HTTPSConnection("localhost", server.port, timeout=30, context=trusting)
        self.assertEqual([ask(connection, "GET", "/healthz")[0] for _ in range(20)], [200] * 20, "one connection, kept")
        status, body = ask(connection, "GET", API + "events?limit=500")
        self.assertEqual((status, len(json.loads(body)["events"])), (200, 500))
        self.assertEqual(ask(connection, "POST", API + "code", b"x" * 300_000, **{"Content-Type": "text/plain"})[0] in (413, 503), True)
        self.assertIn(f"https://localhost:{server.port}/".encode(), ask(connection, "GET", API + "export/events.atom?limit=3")[1])
        connection.close()
        # Who is silent while greeting, talks without TLS, or does not read, holds up nobody.
        held = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(100)]
        for i, s in enumerate(held):
            if i % 2:
                s.sendall(b"\x16\x03\x01\x02\x00\x01")
        plain = held[0]
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            self.assertNotIn(b"200 OK", plain.recv(1000))
        except ConnectionError:
            pass
        slow = connect()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(b"GET /api/v1/events?limit=500 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        for _ in range(5):
            one = connect()
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertIn(b"200 OK", one.recv(1000))
            one.close()
        got = b""
        while chunk := slow.recv(3000):
            got += chunk
        self.assertEqual(len(json.loads(got.split(b"\r\n\r\n", 1)[1])["events"]), 500)
        for s in held + [slow]:
            s.close()
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with old.wrap_socket(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as s:
            self.assertEqual(s.version(), "TLSv1.2")
        for offered, chosen in ((["h2", "http/1.1"], "http/1.1"), (["h2"], None), (["http/1.0", "http/1.1"], "http/1.1")):
            trusting.set_alpn_protocols(offered)
            with connect() as s:
                self.assertEqual(s.selected_alpn_protocol(), chosen)
                s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertIn(b"200 OK", s.recv(1000))
        for arguments, status, word in ((("--tls-cert", cert), 2, b"--tls-key"), (("--tls-cert", key, "--tls-key", key), 3, b"certificate"), (("--tls-cert", cert, "--tls-key", cert), 3, b"key")):
            ran = subprocess.run([under_test.program, "serve", "--db", self.db, "--port", "0", *arguments], capture_output=True, timeout=60)
            self.assertEqual(ran.returncode, status, ran.stderr)
            self.assertIn(word, ran.stderr)

    def test_news_and_fed_while_it_serves(self):
        self.ingest(60)
        server = self.run_server("--db", self.db)
        before = server.json(API + "summary")["events"]
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as s:
            s.sendall(b"GET /api/v1/news HTTP/1.1\r\nHost: localhost\r\n\r\n")
            got = s.recv(65536)
            self.assertIn(b"text/event-stream", got)
            self.ingest(60, seed=2)
            while b"event: change" not in got:
                more = s.recv(65536)
                self.assertTrue(more)
                got += more
        self.assertGreater(server.json(API + "summary")["events"], before)
        streams = []
        for _ in range(110):
            streams.append(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            streams[-1].sendall(b"GET /api/v1/news HTTP/1.1\r\nHost: localhost\r\n\r\n")
        refused = sum(s.recv(65536).startswith(b"HTTP/1.1 503") for s in streams)
        self.assertIn(refused, range(10, 12), "one may not have been missed yet")
        for s in streams:
            s.close()

    def test_pages_go_on_while_it_is_fed(self):
        self.ingest(400)
        server = self.run_server("--db", self.db)
        keys = {"events": "event", "articles": "id", "quotes": "", "stories": "story", "disputes": "dispute"}

        def next_page(name, cursor):
            page = server.json(API + name + query(limit=30, **({"cursor": cursor} if cursor else {})))
            return [row[keys[name]] if keys[name] else (row["article"], row["n"]) for row in page[name]], page["next"]

        def rest(name, cursor):
            found = []
            while cursor:
                rows, cursor = next_page(name, cursor)
                found += rows
            return found

        before = {name: (first := next_page(name, None))[0] + rest(name, first[1]) for name in keys}
        begun = {name: next_page(name, None) for name in keys}
        known = server.json(API + "summary")["articles"]
        self.ingest(400, seed=2)  # some of it comes before what was read
        deadline = time.monotonic() + 60
        while server.json(API + "summary")["articles"] == known:  # until the server has noticed
            self.assertLess(time.monotonic(), deadline, "what was fed is never told")
            time.sleep(0.1)
        for name, (first, cursor) in begun.items():
            with self.subTest(name):
                seen = first + rest(name, cursor)
                if name in ("stories", "disputes"):  # may become others by what comes
                    continue
                self.assertEqual(len(seen), len(set(seen)), "nothing twice")
                self.assertEqual(len(set(before[name]) - set(seen)), 0, "nothing left out")
                if name != "quotes":  # all new ones come before
                    self.assertGreater(len(seen), len(before[name]), "what came after is told")
        exported = server.ask(API + "export/events.jsonl")[2].splitlines()
        self.assertEqual(len(exported), server.json(API + "summary")["events"])

    def test_a_timeline_of_too_many_days_keeps_the_latest_and_says_so(self):
        self.ingest(45_000)
        server = self.run_server("--db", self.db)
        timeline = server.json(API + "timeline?by=day")
        days = [p["period"] for p in timeline["periods"] if p["period"]]
        self.assertTrue(timeline["is_cut"])
        whole = server.json(API + "timeline?by=year")
        self.assertFalse(whole["is_cut"])
        self.assertEqual(days, sorted(days))
        self.assertLess(max(p["period"] for p in whole["periods"] if p["period"]), days[-1])
        for day in (days[0], days[-1]):
            counted = sum(p["events"] for p in timeline["periods"] if p["period"] == day)
            told = server.json(API + f"timeline?by=day&from={day}&to={day}")
            self.assertEqual(counted, sum(p["events"] for p in told["periods"] if p["period"] == day), "each day whole")
        shorter = server.json(API + f"timeline?by=day&from={days[0]}")
        self.assertFalse(shorter["is_cut"])
        self.assertEqual([p for p in shorter["periods"] if p["period"]], [p for p in timeline["periods"] if p["period"]])

    def test_stops_when_told_and_answers_first(self):
        self.ingest(3000)
        for how in (signal.SIGTERM, signal.SIGINT):
            server = self.run_server("--db", self.db)
            idle = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            answers = []

            def ask(n):
                try:
                    answers.append(server.ask(API + f"events?limit={400 + n}")[0])
                except OSError:
                    pass  # came too late

            threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
            for t in threads:
                t.start()
            while not answers and any(t.is_alive() for t in threads):
                time.sleep(0.001)
            self.assertEqual(server.stop(how), 0)
            for t in threads:
                t.join()
            idle.close()
            self.assertGreaterEqual(answers.count(200), 1)

    def test_what_cannot_be_served(self):
        other = self.folder / "other.db"
        other.write_bytes(b"no database at all" * 100)
        for arguments, word in ((["--db", other], b"not a database"), (["--db", self.folder / "none.db"], b"no such file"), (["--host", "no.such.host.invalid"], b"")):
            ran = subprocess.run([under_test.program, "serve", "--port", "0", *arguments], capture_output=True, timeout=60)
            self.assertNotEqual(ran.returncode, 0)
            self.assertIn(word, ran.stderr)

    @unittest.skipUnless(HAS_MODELS, "the models are not fetched")
    def test_the_examples_and_coding(self):
        server = self.run_server()
        self.assertGreaterEqual(server.json(API + "summary")["articles"], 9)
        self.assertTrue(server.json(API + "disputes")["disputes"])
        text = (under_test.source / "examples/drones-kiev.txt").read_text()
        env = {**os.environ, "DEPECHE_RESOURCES": str(under_test.source / "resources")}
        ran = subprocess.run([under_test.program, "code", under_test.source / "examples/drones-kiev.txt", "--format", "jsonl"], capture_output=True, check=True, env=env)
        expected = json.loads(ran.stdout)

        def code(body, media):
            return server.ask(API + "code", "POST", body, Content_Type=media)

        def events(answer):
            self.assertEqual(answer[0], 200, answer[2][:300])
            return json.loads(answer[2])["events"]

        self.assertEqual(events(code(text.encode(), "text/plain; charset=utf-8")), expected["events"])
        self.assertEqual(events(code(json.dumps({"text": text}).encode(), "application/json")), expected["events"])
        title, _, body = text.partition("\n\n")
        paragraphs = "".join(f"<p>{p}</p>" for p in body.split("\n\n"))
        page = f"<!doctype html><html lang=fr><head><title>{title}</title><script>alert(1)</script></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        self.assertTrue(events(code(page.encode(), "text/html")))
        for body, media, status in ((b"", "text/plain", 400), (b"\xff\xfe", "text/plain", 400), (b"{", "application/json", 400), (b"[" * 500_000, "application/json", 400),
                                    (b'{"text": 3}', "application/json", 400), (b"x", "image/png", 415), (b"a " * 150_000, "text/plain", 413),
                                    (b"<" * 300_000, "text/html", 400), (b"[]", "application/json", 400)):
            self.assertEqual(code(body, media)[0], status, (body[:20], media))
        self.assertEqual(server.ask(API + "code")[0], 405)
        for body in ("<script>alert(1)</script>", "\u0000\u0001\u202e", "«" * 3000, "a" * 100_000, "\n" * 1000 + "x", "Paris. " * 5000):
            self.assertIn(code(body.encode(), "text/plain")[0], (200, 400))
        self.assertEqual(server.ask("/healthz")[0], 200)


if __name__ == "__main__":
    main()
