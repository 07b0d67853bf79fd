"""Articles of a NATS JetStream: stored once whatever is killed, what cannot be read set aside, records the same bytes.

    stream_test.py PROGRAM SOURCE_DIR

Wants nats-server (Debian); skipped without. A folder of JSON Lines in DEPECHE_NEWS lends 500 articles for the comparison of bytes.
"""

import itertools
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
SERVER = shutil.which("nats-server") or next((p for p in ("/usr/sbin/nats-server", "/usr/bin/nats-server") if os.path.exists(p)), None)
TEXT = "Russian troops shelled the town of Kharkiv on Tuesday, police said in statement {n}. The president met the ambassador of France."


class Nats:
    """As much of the protocol as the tests need, over one socket."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _IN.* 1\r\n')
        self.count = itertools.count()

    def close(self):
        self.file.close()
        self.socket.close()

    def request(self, subject, data, headers=()):
        inbox = f"_IN.{next(self.count)}"
        if headers:
            head = "NATS/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
            line = f"HPUB {subject} {inbox} {len(head)} {len(head) + len(data)}\r\n".encode() + head.encode()
        else:
            line = f"PUB {subject} {inbox} {len(data)}\r\n".encode()
        self.socket.sendall(line + data + b"\r\n")
        return self.answer(inbox)

    def answer(self, inbox):
        while True:
            words = self.file.readline().split()
            if not words:
                raise ConnectionError("closed")
            if words[0] == b"PING":
                self.socket.sendall(b"PONG\r\n")
            elif words[0] in (b"MSG", b"HMSG"):
                body = self.file.read(int(words[-1]) + 2)[:-2]
                if words[0] == b"HMSG":
                    body = body[int(words[-2]) :]
                if words[1].decode() == inbox:
                    return body
            elif words[0] == b"-ERR":
                raise ConnectionError(b" ".join(words).decode())

    def api(self, name, /, **question):
        answer = json.loads(self.request(f"$JS.API.{name}", json.dumps(question).encode() if question else b""))
        if "error" in answer:
            raise KeyError(answer["error"]["description"])
        return answer

    def publish(self, subject, data, **headers):
        data = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        answer = json.loads(self.request(subject, data, headers.items()))
        assert "seq" in answer, answer
        return answer

    def messages(self, stream):
        """Headers and bodies of all that a stream holds."""
        import base64

        out = []
        for sequence in range(1, self.api(f"STREAM.INFO.{stream}")["state"]["last_seq"] + 1):
            message = self.api(f"STREAM.MSG.GET.{stream}", seq=sequence)["message"]
            head = base64.b64decode(message.get("hdrs", "")).decode()
            out.append((dict(re.findall(r"^([\w-]+): (.*?)\r$", head, re.M)), base64.b64decode(message.get("data", ""))))
        return out


class Server:
    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self):
        self.process = subprocess.Popen([SERVER, "-js", "-sd", self.folder / "js", "-a", "127.0.0.1", "-p", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        for _ in range(200):
            try:
                nats = Nats(self.port)
                nats.api("INFO")
                nats.close()
                return
            except (OSError, KeyError, ValueError):
                time.sleep(0.05)
        raise AssertionError("nats-server does not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Stream(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="depeche-stream-", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.db = self.folder / "a.db"
        self.server = Server(self.folder)
        self.addCleanup(lambda: self.server.kill())
        self.nats = Nats(self.server.port)
        self.addCleanup(lambda: self.nats.close())

    def make_stream(self):
        self.nats.api("STREAM.CREATE.NEWS", name="NEWS", subjects=["news.>"], storage="file")

    def command(self, *options):
        return [PROGRAM, "stream", "--nats", f"nats://127.0.0.1:{self.server.port}", "--subject", "news.>", "--db", self.db, "--ack-wait", "5", *options]

    def run_once(self, *options, status=0):
        done = subprocess.run(self.command("--once", *options), capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as db:
            out = db.execute(sql).fetchall()
        db.close()
        return out

    def count(self):
        try:
            return self.rows("SELECT count(*) FROM articles")[0][0]
        except sqlite3.OperationalError:
            return 0  # not yet made

    def pending(self):
        info = self.nats.api("CONSUMER.INFO.NEWS.depeche")
        return info["num_pending"] + info["num_ack_pending"]

    def article(self, n):
        return {"id": f"a{n}", "text": TEXT.format(n=n), "date": "2022-03-09", "language": "en"}

    def is_well(self, articles):
        """All are there once, and the file keeps what it promises."""
        ids = [row[0] for row in self.rows("SELECT id FROM articles ORDER BY article")]
        self.assertEqual(sorted(ids), sorted(f"a{n}" for n in range(articles)))
        check = subprocess.run([PROGRAM, "db", "check", self.db], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        self.assertEqual(self.pending(), 0)

    def test_stores_acknowledges_and_goes_on(self):
        self.make_stream()
        for n in range(10):
            self.nats.publish(f"news.{n % 2}", self.article(n))
        self.assertIn("10 articles stored", self.run_once())
        self.is_well(10)
        self.nats.publish("news.x", self.article(10))
        self.assertIn("1 articles stored", self.run_once())
        self.is_well(11)
        # An ingest of the same articles finds them all.
        file = self.folder / "in.jsonl"
        file.write_text("".join(json.dumps(self.article(n)) + "\n" for n in range(11)))
        done = subprocess.run([PROGRAM, "ingest", file, "--db", self.db], capture_output=True, text=True)
        self.assertIn("11 there already", done.stderr)

    def test_same_bytes(self):
        """The records that it publishes are those of `depeche code`."""
        self.make_stream()
        folder = os.environ.get("DEPECHE_NEWS")
        files = sorted(Path(folder).glob("*.jsonl")) if folder else [SOURCE / "examples/dispatches.jsonl"]
        lines = [line for some in itertools.zip_longest(*(f.read_text(encoding="utf-8").splitlines() for f in files)) for line in some if line]
        lines = list({json.loads(line)["id"]: line for line in lines[:550]}.values())[:500]
        if not folder:
            for dispatch in sorted(SOURCE.glob("tests/golden/*.txt")):
                title, _, body = dispatch.read_text(encoding="utf-8").partition("\n\n")
                lines.append(json.dumps({"id": dispatch.stem, "title": title, "text": body, "url": "http://127.0.0.1/"}, ensure_ascii=False))
        for line in lines:
            self.nats.publish("news.a", line.encode())
        self.run_once("--records", "records.all", "--threads", "2")
        coded = subprocess.run([PROGRAM, "code", "-", "--format", "jsonl"], input="\n".join(lines).encode(), capture_output=True, check=True)
        published = [body for _, body in self.nats.messages("DEPECHE_RECORDS")]
        self.assertEqual(published, coded.stdout.splitlines())
        print(f"{len(published)} records, the same bytes", file=sys.stderr)

    def test_what_cannot_be_read(self):
        self.make_stream()
        bad = [b"\x00\x01\x02\x7fELF", b'{"id": "x"', b'{"id": "x"}', b'{"text": ""}', b"", b'{"text": "\xff\xfe"}' + b"\x00" * 20,
               json.dumps({"id": "r", "text": "x", "events": [], "entities": []}).encode()]  # fmt: skip
        for n, body in enumerate(bad):
            self.nats.publish("news.bad", body)
            self.nats.publish("news.good", self.article(n))
        said = self.run_once()
        self.is_well(len(bad))
        dead = self.nats.messages("DEPECHE_DEAD")
        told = {int(head["Depeche-Sequence"]): (head, body) for head, body in dead}
        self.assertEqual([body for _, body in sorted((s, b) for s, (_, b) in told.items())], bad, said)
        for head, _ in dead:
            self.assertTrue(head["Depeche-Reason"])
            self.assertEqual((head["Depeche-Subject"], head["Depeche-Stream"]), ("news.bad", "NEWS"))

    def test_messages_of_several_articles_and_pages(self):
        self.make_stream()
        page = ("<html><body><article><h1>Minister resigns</h1><p>The minister of defence of Norway resigned on Monday, the government said.</p>"
                "<p>Police had arrested two of his advisers on Sunday, and the parliament asked for an inquiry.</p></article></body></html>")  # fmt: skip
        self.nats.publish("news.a", page.encode())
        self.nats.publish("news.a", "\n".join(json.dumps(self.article(n)) for n in range(3)).encode())
        self.nats.publish("news.a", "Grève à Lyon\n\nDes milliers de personnes ont manifesté lundi à Lyon.".encode())
        self.run_once()
        ids = [row[0] for row in self.rows("SELECT id FROM articles ORDER BY article")]
        self.assertEqual(ids, ["NEWS-1", "a0", "a1", "a2", "NEWS-3"])

    def test_corrections_take_the_place(self):
        self.make_stream()
        first, second = self.article(1), {**self.article(1), "text": "Police arrested a minister in Paris."}
        for article in (first, second, first, first):
            self.nats.publish("news.a", article)
        self.run_once()
        self.assertEqual([row[0] for row in self.rows("SELECT text FROM articles")], [second["text"]])

    def test_without_stream_or_server(self):
        self.assertIn("--create", self.run_once(status=3))
        self.run_once("--create")
        self.nats.publish("news.a", self.article(0))
        self.run_once()
        self.assertEqual(self.count(), 1)
        self.server.kill()
        self.assertIn("127.0.0.1", self.run_once(status=3))

    def test_consumer_is_killed(self):
        self.make_stream()
        total = 300
        for n in range(total):
            self.nats.publish("news.a", self.article(n))
        kills = 0
        while self.pending() if kills else True:
            consumer = subprocess.Popen(self.command("--batch", "16", "-q"), stderr=subprocess.PIPE)
            before, deadline = self.count(), time.time() + 120
            # In the middle: once something more is stored, and a moment later, to hit commits and acknowledgements too.
            while self.count() < min(before + 40, total) and time.time() < deadline:
                time.sleep(0.01)
            time.sleep(0.013 * kills)
            consumer.send_signal(signal.SIGKILL)
            consumer.wait()
            consumer.stderr.close()
            kills += 1
            if self.count() == total:
                break
        self.assertGreater(kills, 3)
        # Everything once more, as to a consumer that nobody knows.
        self.nats.request("$JS.API.CONSUMER.DELETE.NEWS.depeche", b"")
        said = self.run_once()
        self.assertIn(f"0 articles stored, 0 events, 0 replaced, {total} there already", said)
        self.is_well(total)

    def test_server_is_killed(self):
        self.make_stream()
        total = 300
        consumer = subprocess.Popen(self.command("--batch", "16"), stderr=subprocess.PIPE, text=True)
        self.addCleanup(consumer.kill)
        sent = 0
        for _ in range(3):
            for _ in range(total // 3):
                self.nats.publish("news.a", self.article(sent))
                sent += 1
            deadline = time.time() + 120
            while self.count() < sent - 60 and time.time() < deadline:
                time.sleep(0.02)
            self.nats.close()
            self.server.kill()
            time.sleep(0.7)
            self.server.start()
            self.nats = Nats(self.server.port)
        deadline = time.time() + 180
        while (self.count() < total or self.pending()) and time.time() < deadline:
            time.sleep(0.1)
        consumer.send_signal(signal.SIGTERM)
        said = consumer.communicate(timeout=60)[1]
        self.assertEqual(consumer.returncode, 0, said)
        self.is_well(total)

    def test_one_that_never_finishes_is_set_aside(self):
        self.make_stream()
        self.nats.publish("news.a", self.article(0))
        self.nats.api("CONSUMER.DURABLE.CREATE.NEWS.depeche", stream_name="NEWS", config={"durable_name": "depeche", "ack_policy": "explicit",
                      "filter_subject": "news.>", "ack_wait": 10**9 * 5, "max_ack_pending": 256, "deliver_policy": "all"})  # fmt: skip
        for _ in range(2):
            inbox = f"_IN.{next(self.nats.count)}"
            self.nats.socket.sendall(f"PUB $JS.API.CONSUMER.MSG.NEXT.NEWS.depeche {inbox} 0\r\n\r\n".encode())
            while True:
                words = self.nats.file.readline().split()
                if words[0] == b"MSG" and words[1] == b"news.a":
                    self.nats.file.read(int(words[-1]) + 2)
                    self.nats.socket.sendall(b"PUB " + words[-2] + b" 4\r\n-NAK\r\n")
                    break
        self.run_once("--max-deliver", "2")
        self.assertEqual(self.count(), 0)
        head, body = self.nats.messages("DEPECHE_DEAD")[0]
        self.assertIn("delivered 2 times", head["Depeche-Reason"])
        self.assertEqual(json.loads(body), self.article(0))

    def test_back_pressure(self):
        """No more is handed out than is being worked on."""
        self.make_stream()
        for n in range(200):
            self.nats.publish("news.a", self.article(n))
        consumer = subprocess.Popen(self.command("--batch", "8", "-q"))
        most, deadline = 0, time.time() + 120
        while self.count() < 200 and time.time() < deadline:
            try:
                most = max(most, self.nats.api("CONSUMER.INFO.NEWS.depeche")["num_ack_pending"])
            except KeyError:
                pass  # not yet there
        consumer.send_signal(signal.SIGTERM)
        self.assertEqual(consumer.wait(60), 0)
        self.assertTrue(0 < most <= 8, most)
        self.is_well(200)


if __name__ == "__main__":
    if SERVER is None:
        print("skipped: nats-server is not there")
        sys.exit(77)
    probe = subprocess.run([PROGRAM, "code", SOURCE / "examples" / "raid-sanaa.txt"], capture_output=True, text=True)
    if probe.returncode == 3:
        print(f"skipped: {probe.stderr}")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
