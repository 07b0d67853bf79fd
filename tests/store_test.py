"""Ingests, kills, fills the disk, damages: what was stored stays, nothing comes twice, and every message says what to do.

    store_test.py PROGRAM SOURCE_DIR [--kills N]      N: how often a run is killed; 12 where not given
"""

import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = ""
SOURCE = Path()
KILLS = 12
OK, SOME_FAILED, USAGE, CANNOT_START = 0, 1, 2, 3


def make_records(path, events, seed=1):
    with open(path, "wb") as out:
        subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", str(events), "--seed", str(seed)], stdout=out, check=True)


class Store(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp(prefix="depeche-store-"))
        cls.records = cls.shared / "records.jsonl"
        make_records(cls.records, 12000)
        cls.articles = [json.loads(line) for line in cls.records.read_text().splitlines()]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.shared)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="depeche-store-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.folder / "a.db"

    def run_program(self, *arguments, **options):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=300, **options)

    def ingest(self, *inputs, **options):
        return self.run_program("ingest", *inputs, "--db", self.db, **options)

    def expect(self, ran, status, *words):
        self.assertEqual(ran.returncode, status, ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr.decode())

    def sql(self, question):
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as db:
            return db.execute(question).fetchall()

    def expect_all(self):
        """Every article of the records is there once, with all its events, and the file is in order."""
        self.expect(self.run_program("db", "check", self.db), OK)
        there = dict(self.sql("SELECT a.id, count(e.event) FROM articles a LEFT JOIN event_rows e USING (article) GROUP BY a.article"))
        self.assertEqual(there, {a["id"]: len(a["events"]) for a in self.articles})

    def test_views_tell_the_record(self):
        self.expect(self.ingest(self.records), OK, f"{len(self.articles)} articles stored")
        self.expect_all()
        first = self.articles[0]
        names = {e["id"]: e["name"] for e in first["entities"]}
        rows = self.sql(f"SELECT id, type, actor, recipient, date, status, trigger FROM events WHERE article = '{first['id']}' ORDER BY event")
        told = [(e["id"], e["event"], names[e["actor"][0]], names[e["recipient"][0]], e["date"], e["status"], first["text"][slice(*e["trigger"])])
                for e in first["events"]]
        self.assertEqual(rows, told)
        rows = self.sql(f"SELECT name, words FROM mentions WHERE article = '{first['id']}' ORDER BY begin")
        self.assertEqual(rows, [(e["name"], e["name"]) for e in first["entities"]])
        rows = self.sql(f"SELECT words, speaker FROM quotes WHERE article = '{first['id']}'")
        self.assertEqual(rows, [(first["text"][3:20], names["e1"])])
        expected = {}
        for article in self.articles:
            of = {e["id"]: e["country"] for e in article["entities"]}
            for event in article["events"]:
                key = (of[event["actor"][0]], of[event["recipient"][0]], event["date"][:7])
                expected[key] = expected.get(key, 0) + 1
        self.assertEqual({row[:3]: row[3] for row in self.sql("SELECT actor_country, recipient_country, month, events FROM dyad_month")}, expected)

    def test_queries_agree_with_the_records(self):
        self.expect(self.ingest(self.records), OK)

        def ask(*arguments):
            ran = self.run_program("query", "--db", self.db, *arguments)
            self.expect(ran, OK)
            return [json.loads(line) for line in ran.stdout.splitlines()]

        events = [(a, e) for a in self.articles for e in a["events"]]
        assaults = [(a["id"], e["id"]) for a, e in events if e["event"] == "ASSAULT" and e["date"][:4] == "2020"]
        self.assertEqual(sorted((r["article"], r["id"]) for r in ask("--type", "ASSAULT", "--from", "2020", "--to", "2020")), sorted(assaults))
        def country(a, e, *roles):
            return {n["country"] for n in a["entities"] for role in roles if n["id"] in e[role]}

        def name(a, e, role):
            return "".join(n["name"].lower() for n in a["entities"] if n["id"] in e[role])

        for arguments, meets in (
            (("--country", "UKR,FRA"), lambda a, e: country(a, e, "actor", "recipient") & {"UKR", "FRA"}),
            (("--actor", "minister 3"), lambda a, e: "minister 3" in name(a, e, "actor")),
            (("--recipient", "CHN", "--status", "claimed"), lambda a, e: "CHN" in country(a, e, "recipient") and e["status"] == "claimed"),
            (("--dyad", "USA-RUS", "--dyad", "CHN-USA"), lambda a, e: (country(a, e, "actor"), country(a, e, "recipient")) in (({"USA"}, {"RUS"}), ({"CHN"}, {"USA"}))),
            (("--denied-by", "RUS", "--source", "USA"), lambda a, e: "RUS" in country(a, e, "denied_by") and "USA" in country(a, e, "according_to")),
            (("--context", "military", "--mode", "arms"), lambda a, e: "military" in e["context"] and e["mode"] == "arms"),
            (("--place", "town 12", "--min-confidence", "0.7"), lambda a, e: e["place"] and "town 12" in e["place"]["name"].lower() and e["confidence"] >= 0.7),
            (("--publisher", "Paper 7", "--to", "2017-03-14"), lambda a, e: a["publisher"] == "Paper 7" and (e["date"] + "-01")[:10] <= "2017-03-14"),
            (("--article", self.articles[5]["id"]), lambda a, e: a["id"] == self.articles[5]["id"]),
            (("--text", "embargo convoy"), lambda a, e: {"embargo", "convoy"} <= set(a["text"].replace(".", " ").split())),
        ):
            with self.subTest(arguments):
                expected = sorted((a["id"], e["id"]) for a, e in events if meets(a, e))
                self.assertTrue(expected)
                self.assertEqual(sorted((r["article"], r["id"]) for r in ask(*arguments)), expected)
                self.assertEqual(sum(r["events"] for r in ask(*arguments, "--group-by", "status")), len(expected))
        first = [(r["article"], r["id"]) for r in ask("--limit", "25")]
        self.assertEqual(first, self.sql("SELECT article, id FROM events ORDER BY date_first, event LIMIT 25"))
        for listed in (("stories", "--status", "occurred"), ("disputes", "--type", "CONSULT,ASSAULT,ACCUSE,AGREE,COOPERATE")):  # of many events
            self.assertEqual(ask(*listed, "--limit", "25"), ask(*listed)[:25])
        counted = {}
        for a, e in events:
            for c in country(a, e, "actor", "recipient"):
                key = c, e["date"] if len(e["date"]) == 10 else None
                counted[key] = counted.get(key, 0) + 1
        self.assertEqual({(r["country"], r["day"]): r["events"] for r in ask("--group-by", "country", "--group-by", "day")}, counted)
        counts = {}
        for _, e in events:
            counts[e["event"]] = counts.get(e["event"], 0) + 1
        self.assertEqual({r["type"]: r["events"] for r in ask("--group-by", "type")}, counts)
        ran = self.run_program("query", "--db", self.db, "--format", "csv", "--group-by", "type")
        self.assertEqual(len(ran.stdout.splitlines()), 1 + len(counts))
        self.expect(self.run_program("query", "--db", self.db, "--group-by", "colour"), USAGE, "colour", "month")

    def test_slips_in_questions_are_told(self):
        self.expect(self.ingest(self.records), OK)

        def ask(*arguments):
            return self.run_program("query", "--db", self.db, *arguments)

        for arguments, words in ((("--type", "ASSAULTS"), ("'ASSAULTS' is no type", "COERCE")), (("--status", "rumoured"), ("'rumoured' is no status", "alleged")),
                                 (("--dyad", "USA"), ("is no dyad",)), (("--dyad", "USA-RUS-CHN"), ("is no dyad",)), (("--box", "50,0,40,10"), ("is no box",)),
                                 (("--box", "nan,0,40,10"), ("is no box",)), (("--box", "1,2,3"), ("is no box",)), (("--from", "2023-02-30"), ("is no date",)),
                                 (("--limit", "-1"), ("no whole number from 0",)), (("--story", "0"), ("no whole number from 1",)),
                                 (("--story", "1", "--type", "ASSAULT"), ("--story", "goes without --type")), (("--story", "1", "--dispute", "1"), ("goes without",)),
                                 (("--group-by", "month", "--group-by", "month"), ("twice",)), (("stories", "--group-by", "month"), ("only events",))):
            with self.subTest(arguments):
                self.expect(ask(*arguments), USAGE, *words)
        self.expect(ask("--story", "999999"), SOME_FAILED, "no story 999999")
        self.expect(ask("--dispute", "999999"), SOME_FAILED, "no dispute 999999")
        self.expect(ask("stories", "--story", "1"), OK)
        for arguments, as_meant in ((("--type", "assault"), ("--type", "ASSAULT")), (("--status", "Claimed"), ("--status", "claimed")), (("--dyad", "usa-rus"), ("--dyad", "USA-RUS")),
                                    (("--sector", "gov"), ("--sector", "GOV")), (("--mode", "ARMS"), ("--mode", "arms")), (("--context", "Military"), ("--context", "military"))):
            with self.subTest(arguments):
                self.assertTrue(ask(*as_meant).stdout)
                self.assertEqual(ask(*arguments).stdout, ask(*as_meant).stdout)

    def test_killed_at_any_moment(self):
        random_ = random.Random(time.time_ns())
        begin = time.monotonic()
        self.expect(self.run_program("ingest", self.records, "--db", self.folder / "whole.db"), OK)
        longest = time.monotonic() - begin
        for _ in range(KILLS):
            process = subprocess.Popen([PROGRAM, "ingest", self.records, "--db", self.db, "-q"], stderr=subprocess.DEVNULL)
            time.sleep(random_.uniform(0.0, longest))
            process.kill()
            process.wait()
            if self.db.exists() and random_.random() < 0.5:
                ran = self.run_program("db", "check", self.db)
                if b"nothing is stored in it yet" not in ran.stderr:
                    self.expect(ran, OK)
            if random_.random() < 0.3:
                for file in self.folder.iterdir():
                    file.unlink()
        self.expect(self.ingest(self.records), OK)
        self.expect_all()

    def test_killed_while_the_file_was_made(self):
        """A journal stands beside it, as only a moment of some milliseconds leaves it."""
        made = ("import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None); db.execute('PRAGMA cache_size = 1'); db.execute('BEGIN'); "
                "db.execute('CREATE TABLE a (b)'); db.execute(\"INSERT INTO a SELECT randomblob(900) FROM json_each('[' || substr(replace(hex(zeroblob(500)), '00', ',1'), 2) || ']')\"); os._exit(1)")
        subprocess.run([sys.executable, "-c", made, self.db])
        self.assertGreater(Path(f"{self.db}-journal").stat().st_size * self.db.stat().st_size, 0)
        self.expect(self.run_program("query", "--db", self.db), CANNOT_START, "nothing is stored in it yet")
        self.expect(self.ingest(self.records), OK)
        self.expect_all()

    def test_again_and_anew(self):
        self.expect(self.ingest(self.records), OK)
        before = self.sql("SELECT max(event), max(article) FROM event_rows")
        self.expect(self.ingest(self.records), OK, "0 articles stored", f"{len(self.articles)} there already")
        self.assertEqual(self.sql("SELECT max(event), max(article) FROM event_rows"), before)
        newer = self.folder / "newer.jsonl"
        newer.write_text(self.records.read_text().replace('"sha256:0"', '"sha256:1"'))
        self.expect(self.ingest(newer), OK, f"{len(self.articles)} replaced")
        self.expect_all()
        self.assertEqual(self.sql("SELECT DISTINCT resources FROM articles JOIN coders USING (coder)"), [("sha256:1",)])
        self.assertEqual(self.sql("SELECT count(*) FROM runs WHERE ended IS NOT NULL"), [(3,)])

    def test_some_lines_are_no_records(self):
        lines = self.records.read_bytes().splitlines()[:3]
        bad = self.folder / "bad.jsonl"
        bad.write_bytes(b"\n".join([lines[0], b"{", lines[1], b'{"id": "x"}', lines[2], lines[0].replace(b'"en"', b'"fr"')]))
        self.expect(self.ingest(bad), SOME_FAILED, "bad.jsonl:2", "bad.jsonl:4", "bad.jsonl:6", "3 articles stored", "3 failed")

    def test_records_that_tell_what_cannot_be(self):
        def altered(change):
            record = json.loads(json.dumps(self.articles[0]))
            change(record, record["events"][0])
            return record

        beyond = [0, len(self.articles[0]["text"]) + 1]
        bad = (("event 'v1' points beyond", lambda r, e: e.update(trigger=beyond)),
               ("event 'v1' points beyond", lambda r, e: e.update(sentence=beyond)),
               ("event 'v1' points beyond", lambda r, e: e.update(positions=[{"by": "e1", "stance": "denies", "span": beyond}])),
               ("entity 'e1'", lambda r, e: r["entities"][0]["mentions"].append({"span": beyond, "form": "name"})),
               ("entity 'e1'", lambda r, e: r["entities"][0].update(mentions=[[1, 2]])),
               ("entity 'e1'", lambda r, e: r["entities"][0].update(mentions="none")),
               ("a quotation points beyond", lambda r, e: r["quotes"].append({"span": beyond, "form": "direct"})),
               ("a time points beyond", lambda r, e: r["times"].append({"span": beyond, "type": "DATE", "value": "2020"})),
               ("two events have the id 'v1'", lambda r, e: r["events"].append(e)),
               ("place 'p9'", lambda r, e: r["places"].append({"id": "p9", "name": "Nowhere", "lat": 91, "lon": 0})),
               ("null character", lambda r, e: r.update(text=r["text"] + "\0")))
        for word, change in bad:
            with self.subTest(word):
                ran = self.ingest("-", input=json.dumps(altered(change)).encode())
                self.expect(ran, SOME_FAILED, word, "0 articles stored", "1 failed")
        # Up to the last character, of whatever size.
        last = altered(lambda r, e: (r.update(text="Été " + r["text"][4:] + "😀"), e.update(sentence=beyond)))
        self.expect(self.ingest("-", input=json.dumps(last).encode()), OK)
        self.expect(self.run_program("db", "check", self.db), OK)
        self.assertEqual(self.sql("SELECT sentence FROM events WHERE id = 'v1'"), [(last["text"],)])

    def test_disk_full(self):
        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

        ran = self.ingest(self.records, preexec_fn=limited)
        self.expect(ran, CANNOT_START, "run the same command again")
        self.expect(self.run_program("db", "check", self.db), OK)
        self.expect(self.ingest(self.records), OK)
        self.expect_all()

    def test_full_small_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        try:
            small = disk / "a.db"
            ran = self.run_program("ingest", self.records, "--db", small)
            self.expect(ran, CANNOT_START, "run the same command again")
            self.expect(self.run_program("db", "check", small), OK)
            with sqlite3.connect(f"file:{small}?mode=ro", uri=True) as db:
                stored = db.execute("SELECT count(*) FROM articles").fetchone()[0]
            db.close()
            subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
            self.expect(self.run_program("ingest", self.records, "--db", small), OK, f"{stored} there already" if stored else "stored")
            shutil.copy(small, self.db)
            self.expect_all()
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_files_that_cannot_be_used(self):
        self.expect(self.ingest(self.records), OK)
        self.db.chmod(0o444)
        self.expect(self.ingest(self.records), CANNOT_START, "read-only", "chmod")
        self.expect(self.run_program("query", "--db", self.db, "--limit", "1"), OK)
        self.db.chmod(0o644)
        whole = self.db.read_bytes()
        with sqlite3.connect(self.db) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        for arguments in (("ingest", self.records, "--db", self.db), ("query", "--db", self.db), ("db", "check", self.db)):
            self.expect(self.run_program(*arguments), CANNOT_START, "newer", "update depeche")
        for left in self.folder.glob("a.db-*"):
            left.unlink()
        damaged = bytearray(whole)
        random_ = random.Random(3)
        for page in range(20, len(whole) // 4096, 7):
            damaged[page * 4096 : page * 4096 + 200] = random_.randbytes(200)
        self.db.write_bytes(damaged)
        ran = self.run_program("db", "check", self.db)
        self.assertIn(ran.returncode, (SOME_FAILED, CANNOT_START), ran.stderr)
        self.assertIn("backup", ran.stderr.decode())
        ran = self.run_program("query", "--db", self.db)
        self.assertIn(ran.returncode, (OK, CANNOT_START), ran.stderr)
        self.db.write_bytes(b"something else entirely, which is no database at all" * 100)
        for arguments in (("ingest", self.records, "--db", self.db), ("query", "--db", self.db), ("db", "check", self.db)):
            self.expect(self.run_program(*arguments), CANNOT_START, "not a database")
        self.db.unlink()
        sqlite3.connect(self.db).execute("CREATE TABLE other (x)").connection.close()
        self.expect(self.ingest(self.records), CANNOT_START, "not a database of depeche")
        self.expect(self.run_program("query", "--db", self.folder / "none.db"), CANNOT_START, "no such file")
        self.assertFalse((self.folder / "none.db").exists())
        self.expect(self.run_program("ingest", self.records, "--db", self.folder / "none/a.db"), CANNOT_START, "folder")

    def test_read_and_copied_while_it_is_written(self):
        process = subprocess.Popen([PROGRAM, "ingest", self.records, "--db", self.db, "-q"])
        seen, copies = [0], 0
        while process.poll() is None:
            try:
                seen.append(self.sql("SELECT count(*) FROM events")[0][0])
            except sqlite3.OperationalError as error:  # not made yet
                self.assertRegex(str(error), "unable to open|no such table")
                continue
            copy = self.folder / f"copy{copies}.db"
            if copies < 3 and self.run_program("db", "backup", self.db, copy).returncode == OK:
                self.expect(self.run_program("db", "check", copy), OK)
                copies += 1
        self.assertEqual(process.returncode, OK)
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(copies, 0)
        self.expect_all()

    # What version 3 had and later ones have no more. Keys that say nothing but the day do for what reads them.
    TO_VERSION_3 = """
        CREATE TABLE story_keys (key INTEGER NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (key, day, event)) WITHOUT ROWID;
        INSERT INTO story_keys SELECT 2, day, event FROM story_marks;
        CREATE TABLE old_marks (event INTEGER PRIMARY KEY, marks BLOB NOT NULL);
        INSERT INTO old_marks SELECT event, marks FROM story_marks;
        DROP TABLE story_marks; ALTER TABLE old_marks RENAME TO story_marks;
        ALTER TABLE event_rows ADD COLUMN month TEXT;
        DROP VIEW dyad_month;
        CREATE TABLE dyads (actor_country TEXT NOT NULL, recipient_country TEXT NOT NULL, month TEXT NOT NULL,
          event INTEGER NOT NULL REFERENCES event_rows ON DELETE CASCADE,
          PRIMARY KEY (actor_country, recipient_country, month, event)) WITHOUT ROWID;
        CREATE INDEX dyads_by_event ON dyads (event);
        CREATE TABLE tallies (what TEXT NOT NULL, value TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (what, value)) WITHOUT ROWID;
        CREATE VIEW dyad_month AS SELECT d.actor_country, d.recipient_country, d.month, count(*) AS events FROM dyads d GROUP BY 1, 2, 3;
        CREATE INDEX events_by_type ON event_rows (type, mode, status);
        CREATE INDEX events_by_month ON event_rows (month);
        CREATE INDEX events_by_place ON event_rows (place) WHERE place IS NOT NULL;
        CREATE INDEX participants_by_actor ON participants (actor, role, event);
        CREATE INDEX positions_by_actor ON positions (actor) WHERE actor IS NOT NULL;
        DROP INDEX articles_by_published; DROP INDEX disputes_by_date; ALTER TABLE dispute_rows DROP COLUMN date_first;
        DROP TABLE event_kinds; DROP TABLE outlets; DROP TABLE event_columns; DROP TABLE dyad_months;
        PRAGMA user_version = 3;"""
    QUESTIONS = (("--type", "ASSAULT", "--country", "UKR"), ("--dyad", "USA-RUS", "--group-by", "month"), ("--group-by", "country", "--group-by", "status"),
                 ("disputes", "--limit", "30"), ("stories", "--limit", "30"))

    def test_an_older_file_is_brought_up_to_date(self):
        self.expect(self.ingest(self.records), OK)
        dyads = "SELECT * FROM dyad_month ORDER BY 1, 2, 3"
        before = [self.run_program("query", "--db", self.db, *q).stdout for q in self.QUESTIONS], self.sql(dyads)
        self.assertTrue(all(before[0]))
        with sqlite3.connect(self.db) as db:
            db.executescript(self.TO_VERSION_3)
        db.close()
        self.expect(self.run_program("query", "--db", self.db), CANNOT_START, "version 3", "depeche ingest")
        self.expect(self.ingest(self.records), OK, "0 articles stored")
        self.expect_all()
        self.assertEqual(([self.run_program("query", "--db", self.db, *q).stdout for q in self.QUESTIONS], self.sql(dyads)), before)

    def test_what_the_columns_tell_is_verified(self):
        self.expect(self.ingest(self.records), OK)
        whole = self.db.read_bytes()
        for change, word in (("UPDATE event_rows SET goldstein = goldstein + 1 WHERE event = 7", "columns of events"), ("UPDATE outlets SET articles = articles + 1 WHERE outlet = 3", "outlets"),
                             ("UPDATE dyad_months SET score = score + 1 WHERE actor_country = 'USA'", "months of dyads"),
                             ("DELETE FROM event_columns WHERE key = 0", "columns of events")):
            with sqlite3.connect(self.db) as db:
                db.execute(change)
            db.close()
            self.expect(self.run_program("db", "check", self.db), SOME_FAILED, word)
            for left in self.folder.glob("a.db-*"):
                left.unlink()
            self.db.write_bytes(whole)
        self.expect(self.run_program("db", "check", self.db), OK)

    # What breaks a promise of docs/store.md, and a word of how it is told.
    BROKEN = (("DROP VIEW quotes", "view quotes is not there"),
              ("DROP VIEW stories; CREATE VIEW stories AS SELECT 1 AS story", "view stories is not as"),
              ("DROP INDEX disputes_by_date", "index disputes_by_date"),
              ("ALTER TABLE tolls DROP COLUMN at_least", "table tolls is not as"),
              ("UPDATE articles SET fingerprint = x'00' WHERE article = 4", "what they were made of"),
              ("UPDATE articles SET text = replace(text, 'a', 'o') WHERE article = 4", "words differ"),
              ("DELETE FROM texts_docsize WHERE id = 4", "index of words holds"),
              ("UPDATE place_boxes SET min_lat = 1, max_lat = 1 WHERE place = 3", "index of places"),
              ("UPDATE event_rows SET trigger_end = trigger_begin - 1 WHERE event = 7", "events point beyond"),
              ("UPDATE quote_rows SET end = 99999 WHERE article = 1", "quotations point beyond"),
              ("UPDATE entities SET mentions = '[{\"span\": [0, 99999]}]' WHERE article = 2", "mentions point beyond"),
              ("UPDATE entities SET mentions = '[[' WHERE article = 2", "mentions that are no JSON"),
              ("UPDATE entities SET mentions = '\"x\"' WHERE article = 2", "mentions that are no JSON"),
              ("UPDATE runs SET manifest = ''", "manifests that are no JSON"))
    # What may be told anew from the events.
    UNTRUE = (("DELETE FROM story_events WHERE story = 3; DELETE FROM story_rows WHERE story = 3", "joined otherwise"),
              ("UPDATE story_rows SET killed = 999 WHERE story = 4", "not what their reports tell"),
              ("UPDATE story_events SET joined_to = NULL, why = NULL", "joined otherwise"),
              ("DELETE FROM story_likeness WHERE event % 2", "likenesses"),
              ("DELETE FROM dispute_holders; DELETE FROM dispute_rows", "not those that the events make"),
              ("UPDATE dispute_holders SET side = 'asserts'", "positions in disputes"))

    def test_every_promise_is_verified(self):
        self.expect(self.ingest(self.records), OK)
        whole = self.db.read_bytes()
        views = ("first_article, type, date, actor, recipient, place, killed, reports, differs, dispute IS NULL FROM stories",  # their numbers may change
                 "event, side, stance, holder, words, article FROM dispute_positions", "event, article, joined_to, points, why FROM story_reports")

        def told():
            return [sorted(map(str, self.sql(f"SELECT {view}"))) for view in views]

        before = told()
        for n, (change, word) in enumerate(self.BROKEN + self.UNTRUE):
            with self.subTest(change):
                self.db = self.folder / f"{n}.db"
                self.db.write_bytes(whole)
                with sqlite3.connect(self.db) as db:
                    db.executescript(change)
                db.close()
                self.expect(self.run_program("db", "check", self.db), SOME_FAILED, word)
                if (change, word) in self.UNTRUE:
                    self.expect(self.run_program("db", "vacuum", self.db), OK)
                    self.expect_all()
                    self.assertEqual(told(), before)
        self.db = self.folder / "own.db"
        self.db.write_bytes(whole)
        with sqlite3.connect(self.db) as db:  # what a user adds is the user's own
            db.executescript("CREATE VIEW mine AS SELECT count(*) FROM events; CREATE INDEX own ON event_rows (cameo)")
        db.close()
        self.expect(self.run_program("db", "check", self.db), OK)

    def test_a_damaged_file_is_not_copied(self):
        self.expect(self.ingest(self.records), OK)
        damaged = bytearray(self.db.read_bytes())
        middle = len(damaged) // 2 // 8192 * 8192
        damaged[middle : middle + 200] = random.Random(5).randbytes(200)
        self.db.write_bytes(damaged)
        copy = self.folder / "copy.db"
        self.expect(self.run_program("db", "backup", self.db, copy), CANNOT_START, "damaged", "last backup")
        self.assertEqual([f for f in self.folder.iterdir() if f.name.startswith("copy")], [])

    def test_pandas_reads_while_it_is_written(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        process = subprocess.Popen([PROGRAM, "ingest", self.records, "--db", self.db, "-q"])
        rows = [0]
        while process.poll() is None:
            try:
                with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as db:
                    rows.append(len(pandas.read_sql("SELECT event, date, actor, type, goldstein FROM events", db)))
            except (sqlite3.OperationalError, pandas.errors.DatabaseError) as error:  # not made yet
                self.assertRegex(str(error), "unable to open|no such table")
        self.assertEqual(process.returncode, OK)
        self.assertEqual(rows, sorted(rows))
        with sqlite3.connect(self.db) as db:
            frame = pandas.read_sql("SELECT * FROM events", db)
        db.close()
        self.assertEqual(len(frame), sum(len(a["events"]) for a in self.articles))

    def test_vacuum(self):
        self.expect(self.ingest(self.records), OK)
        with sqlite3.connect(self.db) as db:
            db.execute("PRAGMA user_version")
        self.expect(self.run_program("db", "vacuum", self.db), OK)
        self.expect_all()

    def test_standard_input(self):
        self.expect(self.ingest("-", input=self.records.read_bytes()), OK)
        self.expect_all()

    def test_articles_are_coded(self):
        if not os.environ.get("DEPECHE_MODELS"):
            self.skipTest("the models are not fetched")
        env = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources")}
        examples = sorted((SOURCE / "examples").glob("*.txt"))
        self.expect(self.ingest(*examples, env=env), OK, f"{len(examples)} articles stored")
        coded = self.run_program("code", *examples, "--format", "jsonl", env=env)
        told = [(r["id"], e["id"], e["event"], e["status"]) for r in map(json.loads, coded.stdout.splitlines()) for e in r["events"]]
        self.assertEqual(sorted(self.sql("SELECT article, id, type, status FROM events")), sorted(told))
        self.expect(self.ingest(*examples, env=env), OK, "0 articles stored", f"{len(examples)} there already")
        self.expect(self.ingest(*examples, "--min-confidence", "0.9", env=env), OK, f"{len(examples)} replaced")
        self.assertLess(self.sql("SELECT count(*) FROM events")[0][0], len(told))
        # The same articles, coded elsewhere and taken as they are.
        records = self.folder / "coded.jsonl"
        records.write_bytes(coded.stdout)
        self.expect(self.ingest(records), OK, f"{len(examples)} replaced")
        self.assertEqual(sorted(self.sql("SELECT article, id, type, status FROM events")), sorted(told))
        self.expect(self.run_program("db", "check", self.db), OK)
        self.expect(self.ingest(self.folder, env=env), SOME_FAILED, "a record among articles")


if __name__ == "__main__":
    PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
    rest = sys.argv[3:]
    if "--kills" in rest:
        at = rest.index("--kills")
        KILLS = int(rest[at + 1])
        del rest[at : at + 2]
    unittest.main(argv=[sys.argv[0], "-v"] + rest)
