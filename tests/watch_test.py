"""Feeds of a server of our own: conditional requests, robots, back-off, one request at a time; nothing is stored twice.

    watch_test.py PROGRAM SOURCE_DIR
"""

import email.utils
import http.server
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Own wire</title><language>en</language>
{items}</channel></rss>"""
ITEM = """<item><guid>own-{n}</guid><title>{title}</title><link>http://127.0.0.1/{n}</link><pubDate>Wed, 09 Mar 2022 10:00:00 GMT</pubDate>
<description>{text}</description></item>"""


class Server(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.at_once, self.most_at_once = [], 0, 0
        self.robots, self.items, self.status, self.retry_after = "", 1, 200, None
        self.moved, self.twice, self.padding, self.tag = {"/moved": "/feed"}, False, 0, ""
        self.lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        with server.lock:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            server.asked.append((self.path, dict(self.headers)))
        time.sleep(0.05)
        body, status, tag = b"", 200, f'"{server.items}"'
        if self.path == "/robots.txt":
            body, status = server.robots.encode(), 200 if server.robots else 404
        elif self.path in server.moved:
            status = 301
        elif server.status != 200:
            status = server.status
        elif self.headers.get("If-None-Match") == tag:
            status = 304
        else:
            numbers = list(range(server.items)) + [0] * server.twice
            body = FEED.format(items=" " * server.padding + "".join(ITEM.format(n=n, title=f"Town {n} shelled", text=f"Russian troops shelled the town of Kharkiv on Tuesday, police said in statement {n}, version {v}.") for v, n in enumerate(numbers))).encode()
        with server.lock:
            server.at_once -= 1
        self.send_response(status)
        if status == 301:
            self.send_header("Location", server.moved[self.path])
        if status == 200 and self.path != "/robots.txt":
            self.send_header("ETag", server.tag or tag)
            self.send_header("Last-Modified", "Wed, 09 Mar 2022 11:00:00 GMT")
        if server.retry_after:
            self.send_header("Retry-After", str(server.retry_after))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="depeche-watch-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.db, self.feeds = self.folder / "a.db", self.folder / "feeds.toml"
        self.server = Server()
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.list("/feed")

    def list(self, *paths):
        self.feeds.write_text("".join(f'[[feed]]\nurl = "http://127.0.0.1:{self.server.server_port}{path}"\nminutes = 1\n' for path in paths))

    def watch(self, status, *words, due=True):
        state = Path(str(self.db) + ".feeds")
        if due and state.exists():  # as if the time had passed
            known = json.loads(state.read_text())
            for one in known.values():
                one["next"] = 0
            state.write_text(json.dumps(known))
        env = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources"), "no_proxy": "*"}
        ran = subprocess.run([PROGRAM, "watch", self.feeds, "--db", self.db, "--once"], capture_output=True, env=env, timeout=120)
        if b"libcurl is not here" in ran.stderr:
            self.skipTest("libcurl is not installed")
        self.assertEqual(ran.returncode, status, ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr.decode())

    def articles(self):
        with sqlite3.connect(self.db) as db:
            return db.execute("SELECT count(*), count(DISTINCT id) FROM articles").fetchone()

    def state(self, name):
        return next(iter(json.loads(Path(str(self.db) + ".feeds").read_text()).values()))[name]

    def test_new_articles_come_once(self):
        if not os.environ.get("DEPECHE_MODELS"):
            self.skipTest("the models are not fetched")
        self.watch(0, "stored")
        self.assertEqual(self.articles(), (1, 1))
        self.watch(0, "nothing new")
        _, headers = self.server.asked[-1]
        self.assertEqual((headers["If-None-Match"], headers["If-Modified-Since"]), ('"1"', "Wed, 09 Mar 2022 11:00:00 GMT"))
        self.assertTrue(headers["User-Agent"].startswith("depeche/"))
        self.server.items = 3
        self.watch(0, "stored")
        self.assertEqual(self.articles(), (3, 3))
        asked = len(self.server.asked)
        self.watch(0, due=False)  # not yet
        self.assertEqual(len(self.server.asked), asked)

    def test_one_request_at_a_time(self):
        self.list("/feed?a", "/feed?b", "/moved")
        self.server.status = 304
        self.watch(0, "nothing new")
        self.assertEqual(self.server.most_at_once, 1)
        self.assertEqual([path for path, _ in self.server.asked if path == "/robots.txt"], ["/robots.txt"])

    def test_robots(self):
        self.server.robots = "User-agent: *\nDisallow:\n\nUser-agent: Depeche\nDisallow: /*feed$ # not this\nAllow: /feed/\n"
        self.watch(1, "robots.txt does not allow it")
        self.assertEqual([path for path, _ in self.server.asked], ["/robots.txt"])

    def test_robots_hold_where_a_feed_was_moved_to(self):
        self.list("/moved")
        self.server.robots = "User-agent: *\nDisallow: /private\n"
        self.server.moved = {"/moved": "/private/feed"}
        self.watch(1, "robots.txt does not allow it where it was moved to", "/private/feed")
        self.assertEqual([path for path, _ in self.server.asked], ["/robots.txt", "/moved"])
        self.server.moved = {"/moved": "/further", "/further": "/moved"}
        self.watch(1, "moved more than 5 times")
        self.server.moved, self.server.status = {"/moved": "feed?of=here"}, 304
        self.watch(0, "nothing new")
        self.assertEqual(self.server.asked[-1][0], "/feed?of=here")

    def test_an_item_that_cannot_be_taken_does_not_hold_up_the_feed(self):
        if not os.environ.get("DEPECHE_MODELS"):
            self.skipTest("the models are not fetched")
        self.server.items, self.server.twice = 2, True
        self.watch(0, "another article of this run has the id 'own-0'", "stored")
        self.assertEqual((self.articles(), self.state("failures")), ((2, 2), 0))
        self.watch(0, "nothing new")

    def test_what_a_server_may_say(self):
        if not os.environ.get("DEPECHE_MODELS"):
            self.skipTest("the models are not fetched")
        self.server.tag = '"\xff\xe9"'  # not UTF-8
        self.watch(0, "stored")
        self.watch(0, "stored")
        self.assertEqual(self.articles(), (1, 1))
        self.server.padding = 21_000_000
        self.watch(1, "is larger than 20 MB")

    def test_back_off(self):
        self.server.status = 503
        waits = []
        for _ in range(3):
            self.watch(1, "answers 503")
            waits.append(self.state("next") - time.time())
        self.assertLess(waits[0] * 1.5, waits[1])
        self.assertLess(waits[1] * 1.5, waits[2])
        self.server.retry_after = 7200
        self.watch(1)
        self.assertGreater(self.state("next") - time.time(), 7000)
        self.server.retry_after = email.utils.formatdate(time.time() + 10_000, usegmt=True)
        self.watch(1)
        self.assertAlmostEqual(self.state("next") - time.time(), 10_000, delta=100)
        self.server.shutdown()
        self.server.server_close()
        self.watch(1, "cannot be fetched")

    def test_a_list_that_is_none(self):
        for text, word in (("", "[[feed]]"), ('[[feed]]\nurl = "ftp://a"\n', "http"), ("[[feed]]\nurl = 3\n", "http"), ("[[", "feeds.toml:1"), ('[[feed]]\nurl = "http://a"\nminutes = 0\n', "at least 1")):
            self.feeds.write_text(text)
            self.watch(3, word)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"] + sys.argv[3:])
