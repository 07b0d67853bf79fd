"""Stories and disputes: reports of our own dispatches are joined as marked, and alike in whatever order they come.

    stories_test.py PROGRAM SOURCE_DIR
"""

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
sys.path.insert(0, str(SOURCE / "bench/store"))
import stories  # noqa: E402

ENV = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources")}
FIELDS = "date, place, actor, recipient, killed, wounded, reports, publishers, languages, events, first_published, last_published, differs, first_article"


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="depeche-stories-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def ingest(self, lines, db):
        ran = subprocess.run([PROGRAM, "ingest", "-", "--db", db, "-q"], input=b"\n".join(lines), capture_output=True, env=ENV, timeout=300)
        self.assertEqual(ran.returncode, 0, ran.stderr)

    def sql(self, db, question):
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
            return connection.execute(question).fetchall()

    def told(self, db):
        """What the file says of stories and disputes, without the numbers of rows."""
        self.assertEqual(subprocess.run([PROGRAM, "db", "check", db], stdout=subprocess.DEVNULL).returncode, 0)
        members, joins = {}, set()
        for story, article, event, why in self.sql(db, "SELECT story, article, id, why FROM story_reports"):
            members.setdefault(story, set()).add((article, event))
            joins.add((article, event, why))
        fields = {frozenset(members[row[0]]): row[1:] for row in self.sql(db, f"SELECT story, {FIELDS} FROM stories")}
        disputes = sorted(self.sql(db, "SELECT side, stance, holder, article, words, sentence FROM dispute_positions"), key=repr)
        return fields, joins, disputes

    def expect_same_in_all_orders(self, lines, seed):
        first = self.folder / "first.db"
        self.ingest(lines, first)
        told = self.told(first)
        self.assertGreater(len(told[0]), 5)
        random_ = random.Random(seed)
        for turn in range(6):
            db = self.folder / f"{turn}.db"
            order = lines[:]
            random_.shuffle(order)
            cuts = sorted(random_.sample(range(1, len(order)), turn))  # several runs
            if turn == 5:  # articles that change, and change back
                self.ingest([line.replace(b'"ASSAULT"', b'"AID"') for line in order[: len(order) // 2]], db)
            for begin, end in zip([0, *cuts], [*cuts, len(order)]):
                self.ingest(order[begin:end], db)
            self.assertEqual(self.told(db), told, f"seed {seed}, turn {turn}")


class MadeRecords(Folder):
    def test_all_orders_of_arrival_give_the_same_stories(self):
        made = subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", "4000", "--seed", "5"], stdout=subprocess.PIPE, check=True).stdout
        # Closer together in time, so that many hang together.
        lines = [line.replace(b'-12-', b'-01-').replace(b'-07-', b'-01-') for line in made.splitlines()]
        for year in range(2016, 2025):
            lines = [line.replace(b'"%d-' % year, b'"2015-') for line in lines]
        self.expect_same_in_all_orders(lines, 7)

    def test_an_older_file_gets_its_stories(self):
        made = subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", "3000"], stdout=subprocess.PIPE, check=True).stdout.splitlines()
        whole, older = self.folder / "whole.db", self.folder / "older.db"
        self.ingest(made, whole)
        self.ingest(made, older)
        with sqlite3.connect(older) as db:  # as if no story had been made yet
            for table in ("dispute_holders", "dispute_rows", "story_events", "story_rows", "story_likeness", "story_marks", "tolls"):
                db.execute(f"DELETE FROM {table}")
            db.execute("INSERT INTO story_pending SELECT article FROM articles")
        db.close()
        self.assertEqual(self.told(older), ({}, set(), []))
        self.ingest(made[:1], older)
        self.assertEqual(self.told(older), self.told(whole))


    def test_what_is_told_as_not_so_and_confirmed_is_disputed(self):
        """One source says that it was not, another confirms it; no word of denial stands in the report."""
        made = subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", "3"], stdout=subprocess.PIPE, check=True).stdout.splitlines()
        record = json.loads(made[0])
        one, other = (e["id"] for e in record["entities"][:2])
        record["events"] = [{**record["events"][0], "status": "negated", "according_to": [one], "confirmed_by": [other], "denied_by": [], "positions": []}]
        db = self.folder / "a.db"
        self.ingest([json.dumps(record).encode()], db)
        names = {e["id"]: e["name"] for e in record["entities"]}
        held = self.sql(db, "SELECT side, holder FROM dispute_positions ORDER BY side")
        self.assertEqual(held, [("asserts", names[other]), ("denies", names[one])])


class Views(Folder):
    def test_columns_are_those_of_the_page(self):
        db = self.folder / "a.db"
        self.ingest([b'{"id": "a", "text": "", "entities": [], "events": []}'], db)
        views = {name for name, in self.sql(db, "SELECT name FROM sqlite_schema WHERE type = 'view'")}
        told = {row[1]: re.findall(r"`(\w+)`", row[2]) for row in re.finditer(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", (SOURCE / "docs/store.md").read_text(), re.M)}
        self.assertEqual(set(told), views)
        for view, columns in told.items():
            self.assertEqual(sorted(columns), sorted(row[1] for row in self.sql(db, f"PRAGMA table_info({view})")), view)


class OwnDispatches(Folder):
    @classmethod
    def setUpClass(cls):
        if not os.environ.get("DEPECHE_MODELS"):
            raise unittest.SkipTest("the models are not fetched")
        cls.articles = stories.dispatches()
        cls.coded = stories.records(PROGRAM, cls.articles, ENV)

    def test_joined_as_marked(self):
        marked = stories.marked_events(self.articles, self.coded)
        self.assertGreaterEqual(len({name for a in self.articles for name in a["marks"]}), 60)
        db = self.folder / "a.db"
        self.ingest(self.coded.splitlines(), db)
        joined = {(a, e): s for a, e, s in self.sql(db, "SELECT article, id, story FROM events WHERE story IS NOT NULL")}
        right, wrong, missed, every = stories.score(self.articles, marked, joined)
        precision, recall = len(right) / (len(right) + len(wrong)), len(right) / len(every)
        self.assertGreaterEqual(precision, 0.92, sorted(wrong))
        self.assertGreaterEqual(2 * precision * recall / (precision + recall), 0.85, sorted(missed))

    def test_all_orders_of_arrival_give_the_same_stories(self):
        self.expect_same_in_all_orders(self.coded.splitlines(), 11)

    def test_letters_summit_and_arms(self):
        """Told from Paris, Seoul, Moscow and Washington: one story each of the letters and Camp David, one dispute over the arms."""
        db = self.folder / "a.db"
        self.ingest(self.coded.splitlines(), db)
        marked = stories.marked_events(self.articles, self.coded)
        story = {(a, e): s for a, e, s in self.sql(db, "SELECT article, id, story FROM events")}
        for name in ("letters", "camp-david", "arms"):
            reports = sum(name in a["marks"] for a in self.articles)
            found = {story[key] for key, mark in marked.items() if mark == name} - {None}
            self.assertEqual(len(found), 1, name)
            self.assertEqual(self.sql(db, f"SELECT reports FROM stories WHERE story = {found.pop()}"), [(reports,)], name)
        disputes = self.sql(db, "SELECT dispute FROM disputes WHERE type = 'AID'")
        self.assertEqual(len(disputes), 1)
        held = self.sql(db, f"SELECT side, holder, publisher FROM dispute_positions WHERE dispute = {disputes[0][0]}")
        self.assertIn(("asserts", "South Korea", "Han River Post"), held)
        self.assertIn(("asserts", "United States", "Potomac Ledger"), held)
        self.assertIn(("denies", "Russia", "Moskva Embankment News"), held)
        silent = self.sql(db, f"SELECT publisher, side, holder FROM dispute_silences WHERE dispute = {disputes[0][0]}")
        self.assertIn(("Potomac Ledger", "denies", "Russia"), silent)
        self.assertIn(("Moskva Embankment News", "asserts", "United States"), silent)
        self.assertNotIn(("Han River Post", "asserts", "South Korea"), silent)

    def test_where_reports_differ(self):
        db = self.folder / "a.db"
        self.ingest(self.coded.splitlines(), db)
        rows = self.sql(db, "SELECT killed, differs FROM stories WHERE place = 'Kunduz' AND date = '2015-10-03'")
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0][0], 22)
        self.assertIn("killed", rows[0][1].split())
        told = self.sql(db, "SELECT value, said_by FROM story_values JOIN stories USING (story) WHERE field = 'killed' AND stories.place = 'Kunduz' AND stories.date = '2015-10-03'")
        self.assertIn(("19", "Gazette d'Amont"), told)
        ran = subprocess.run([PROGRAM, "query", "stories", "--db", db, "--country", "AFG", "--type", "ASSAULT", "--format", "jsonl"], capture_output=True, env=ENV, check=True)
        self.assertIn(22, [json.loads(line)["killed"] for line in ran.stdout.splitlines()])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"] + sys.argv[3:])
