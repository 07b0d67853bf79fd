"""Each export is read by a reader that is not ours, and tells what the records tell.

    exports_test.py PROGRAM SOURCE_DIR        readers that are not installed are named and skipped
"""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PROGRAM, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
ENV = {**os.environ, "DEPECHE_RESOURCES": str(SOURCE / "resources")}
ELSEWHERE = ("occurred", "claimed", "alleged")  # what other databases have a word for

# The columns of GDELT 2.0's tables, as its codebook names them.
GDELT_EVENTS = ("GLOBALEVENTID SQLDATE MonthYear Year FractionDate " + " ".join(
    f"Actor{n}{c}" for n in (1, 2) for c in "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split())
    + " IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone " + " ".join(
    f"{n}Geo_{c}" for n in ("Actor1", "Actor2", "Action") for c in "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split())
    + " DATEADDED SOURCEURL").split()
GDELT_MENTIONS = ("GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset Actor2CharOffset "
                  "ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras").split()


def reader(case, name):
    try:
        return __import__(name, fromlist=["x"])
    except ImportError:
        return case.skipTest(f"{name} is not installed")


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder_ = tempfile.TemporaryDirectory(prefix="depeche-exports-")
        cls.folder = Path(cls.folder_.name)
        cls.db = cls.folder / "a.db"
        made = subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", "2000", "--seed", "3"], stdout=subprocess.PIPE, check=True).stdout
        lines = made.splitlines()
        # Words that formats must take care of.
        odd = json.loads(lines[0])
        odd["id"], odd["publisher"] = 'a, "b"\tc/<d>&', "L'Écho \"d'ici\", & d'ailleurs"
        name = odd["entities"][0]["name"]
        odd["entities"][0]["name"] = "Å<" + name[2:]
        odd["entities"][0]["mentions"][0]["span"][1] += 12
        lines[0] = json.dumps(odd, ensure_ascii=False).encode()
        cls.records = [json.loads(line) for line in lines]
        subprocess.run([PROGRAM, "ingest", "-", "--db", cls.db, "-q"], input=b"\n".join(lines), check=True, env=ENV)
        cls.events = [(r, e) for r in cls.records for e in r["events"]]
        cls.told = [(r, e) for r, e in cls.events if e["status"] in ELSEWHERE]

    @classmethod
    def tearDownClass(cls):
        cls.folder_.cleanup()

    def export(self, form, *options):
        ran = subprocess.run([PROGRAM, "export", "--db", self.db, "--format", form, *map(str, options)], capture_output=True, env=ENV, timeout=300)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout.decode("utf-8")

    def expect_events(self, rows, article, ident):
        self.assertEqual([(row[article], row[ident]) for row in rows], [(r["id"], e["id"]) for r, e in self.events])

    def test_json_lines_and_plover(self):
        for form, place in (("jsonl", "place"), ("plover", "event_loc")):
            rows = [json.loads(line) for line in self.export(form).splitlines()]
            self.assertEqual([row["id"] for row in rows], [f"{r['id']}#{e['id']}" for r, e in self.events])
            for row, (r, e) in zip(rows, self.events):
                names = {n["id"]: n["name"] for n in r["entities"]}
                self.assertEqual((row["event"], row["mode"], row["context"], row["date"]), (e["event"], e["mode"], e["context"], e["date"]))
                self.assertEqual([a["text"] for a in row["actor"]], [names[a] for a in e["actor"]])
                self.assertEqual(row[place] and row[place]["text"], e["place"] and e["place"]["name"])

    def test_csv_and_tsv(self):
        rows = list(csv.DictReader(io.StringIO(self.export("csv"), newline="")))
        self.expect_events(rows, "article", "id")
        self.assertEqual(rows[0]["publisher"], self.records[0]["publisher"])
        tabbed = [dict(zip(header, line)) for header, *lines in [[row.split("\t") for row in self.export("tsv").split("\n")[:-1]]] for line in lines]
        self.assertEqual(len(tabbed), len(rows))
        self.assertEqual([row["sentence"].split() for row in tabbed], [row["sentence"].split() for row in rows])
        self.assertEqual([row["goldstein"] for row in tabbed], [row["goldstein"] for row in rows])

    def test_csv_by_pandas(self):
        pandas = reader(self, "pandas")
        frame = pandas.read_csv(io.StringIO(self.export("csv")), keep_default_na=False, dtype={"cameo": str})
        self.assertEqual(list(zip(frame.article, frame.id)), [(r["id"], e["id"]) for r, e in self.events])
        self.assertAlmostEqual(frame.goldstein.sum(), sum(e["goldstein"] for _, e in self.events))

    def test_filters(self):
        rows = list(csv.DictReader(io.StringIO(self.export("csv", "--type", "ASSAULT", "--status", "alleged"), newline="")))
        self.assertEqual([(row["article"], row["id"]) for row in rows], [(r["id"], e["id"]) for r, e in self.events if e["event"] == "ASSAULT" and e["status"] == "alleged"])

    def test_gdelt(self):
        self.assertEqual((len(GDELT_EVENTS), len(GDELT_MENTIONS)), (61, 16))
        rows = [dict(zip(GDELT_EVENTS, line.split("\t"), strict=True)) for line in self.export("gdelt").splitlines()]
        mentions = [dict(zip(GDELT_MENTIONS, line.split("\t"), strict=True)) for line in self.export("gdelt-mentions").splitlines()]
        self.assertEqual(len(mentions), len(self.told))
        ids = {row["GLOBALEVENTID"] for row in rows}
        self.assertEqual(len(ids), len(rows))
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as db:
            once = db.execute("SELECT count(*) FROM event_rows e LEFT JOIN story_events s USING (event) WHERE status IN (?,?,?) AND s.joined_to IS NULL", ELSEWHERE).fetchone()[0]
        self.assertEqual(len(rows), once)
        for row in rows:
            self.assertRegex(row["SQLDATE"], r"^\d{8}$")
            self.assertEqual((row["MonthYear"], row["Year"]), (row["SQLDATE"][:6], row["SQLDATE"][:4]))
            self.assertAlmostEqual(float(row["FractionDate"]), int(row["Year"]) + (int(row["SQLDATE"][4:6]) * 30 + int(row["SQLDATE"][6:])) / 365, places=3)
            self.assertIn(row["QuadClass"], "1234")
            self.assertTrue(-10 <= float(row["GoldsteinScale"]) <= 10)
            self.assertRegex(row["DATEADDED"], r"^\d{14}$")
            self.assertTrue(row["ActionGeo_Type"] == "0" or re.fullmatch("[A-Z]{2}", row["ActionGeo_CountryCode"]), row)
            self.assertRegex(row["Actor1CountryCode"], r"^[A-Z]{3}$")
        for row in mentions:
            self.assertRegex(row["MentionTimeDate"], r"^\d{14}$")
            self.assertTrue(0 <= int(row["Confidence"]) <= 100)

    def test_icews_and_polecat(self):
        for form, count in (("icews", 20), ("polecat", 40)):
            header, *lines = [line.split("\t") for line in self.export(form).splitlines()]
            self.assertEqual(len(header), count)
            self.assertEqual(len(lines), len(self.told))
            for line in lines:
                self.assertEqual(len(line), count)
                row = dict(zip(header, line))
                self.assertRegex(row["Event Date"], r"^\d{4}-\d\d-\d\d$")
            if form == "polecat":
                self.assertEqual([(row[2], row[3]) for row in lines], [(e["event"], e["mode"]) for _, e in self.told])
            else:
                names = [{n["id"]: n["name"] for n in r["entities"]}[e["actor"][0]] for r, e in self.told]
                self.assertEqual([row[2] for row in lines], names)

    def test_annotations(self):
        page = json.loads(self.export("annotations"))
        self.assertEqual((page["@context"], page["type"]), ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage"))
        self.assertEqual(len(page["items"]), len(self.events))
        for item, (r, e) in zip(page["items"], self.events):
            quote, position = item["target"]["selector"]
            begin, end = e["trigger"]
            self.assertEqual((quote["exact"], position["start"], position["end"]), (r["text"][begin:end], begin, end))
            self.assertIn("event:" + e["event"], [b.get("value") for b in item["body"]])

    def test_annotations_by_a_json_ld_processor(self):
        jsonld = reader(self, "pyld").jsonld
        # The context is at an address that is not asked: this one has the terms used, written after the W3C's Web Annotation Vocabulary.
        oa, one = "http://www.w3.org/ns/oa#", lambda term, type_: {"@id": term, "@type": type_}
        terms = {"id": "@id", "type": "@type", "Annotation": oa + "Annotation", "TextualBody": oa + "TextualBody", "AnnotationPage": "http://www.w3.org/ns/activitystreams#OrderedCollectionPage",
                 "TextQuoteSelector": oa + "TextQuoteSelector", "TextPositionSelector": oa + "TextPositionSelector", "body": one(oa + "hasBody", "@id"), "target": one(oa + "hasTarget", "@id"),
                 "source": one(oa + "hasSource", "@id"), "selector": one(oa + "hasSelector", "@id"), "motivation": one(oa + "motivatedBy", "@vocab"), "purpose": one(oa + "hasPurpose", "@vocab"),
                 "classifying": oa + "classifying", "tagging": oa + "tagging", "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "exact": oa + "exact",
                 "start": one(oa + "start", "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"), "end": one(oa + "end", "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"),
                 "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@type": "@id", "@container": "@list"}}
        asked = []

        def load(url, options):
            asked.append(url)
            return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": {"@context": terms}}
        document = json.loads(self.export("annotations"))
        (page,) = jsonld.expand(document, {"documentLoader": load})
        self.assertEqual(set(asked), {"http://www.w3.org/ns/anno.jsonld"})
        items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
        self.assertEqual(len(items), len(self.events))
        for item, (r, e) in zip(items, self.events):
            self.assertEqual(item["@type"], [oa + "Annotation"])
            (target,) = item[oa + "hasTarget"]
            quote, position = target[oa + "hasSelector"]
            begin, end = e["trigger"]
            self.assertEqual((quote[oa + "exact"][0]["@value"], position[oa + "start"][0]["@value"], position[oa + "end"][0]["@value"]), (r["text"][begin:end], begin, end))

        def unknown(node):  # a member whose name the context does not have is dropped, and would be lost to a reader
            if isinstance(node, dict):
                return {name for name in node if not name.startswith("@") and name not in terms}.union(*(unknown(value) for value in node.values()))
            return set().union(*map(unknown, node)) if isinstance(node, list) else set()
        self.assertEqual(unknown(document), set())
        quads = jsonld.to_rdf(document, {"documentLoader": load})
        self.assertEqual(sum(q["predicate"]["value"] == oa + "hasTarget" for q in quads["@default"]), len(self.events))

    def test_prov_by_a_json_ld_processor(self):
        document = json.loads(self.export("prov"))
        activities = [node for node in document["@graph"] if node["@type"] == "prov:Activity"]
        self.assertEqual(len(activities), 1)
        self.assertIn("prov:endedAtTime", activities[0])
        rdflib = reader(self, "rdflib")
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
        self.assertEqual(len(list(graph.subjects(rdflib.RDF.type, prov.Activity))), 1)
        self.assertEqual(len(list(graph.subject_objects(prov.wasGeneratedBy))), 1)

    def test_brat(self):
        folder = self.folder / "brat"
        self.export("brat", "-o", folder)
        texts, notes = sorted(folder.glob("*.txt")), sorted(folder.glob("*.ann"))
        self.assertEqual(len(texts), len(self.records))
        self.assertEqual([t.stem for t in texts], [n.stem for n in notes])
        events = 0
        for text, note in zip(texts, notes):
            text, bounds, seen = text.read_bytes().decode("utf-8"), {}, set()
            for line in note.read_text(encoding="utf-8").splitlines():
                ident, rest = line.split("\t", 1)
                self.assertNotIn(ident, seen)
                seen.add(ident)
                if ident[0] == "T":
                    kind, words = rest.split("\t")
                    name, spans = kind.split(" ", 1)
                    pieces = [tuple(map(int, span.split())) for span in spans.split(";")]
                    self.assertEqual(" ".join(text[b:e] for b, e in pieces), words)
                    bounds[ident] = name
                elif ident[0] == "E":
                    trigger, *arguments = rest.split(" ")
                    self.assertEqual(bounds[trigger.split(":")[1]], trigger.split(":")[0])
                    for argument in arguments:
                        self.assertRegex(argument, r"^(Actor|Recipient|Source|Denier)\d*:T\d+$")
                        self.assertEqual(bounds[argument.split(":")[1]], "Entity")
                    events += 1
                else:
                    self.assertRegex(line, r"^A\d+\t(Status E\d+ \w+|Hedged E\d+)$")
        self.assertEqual(events, len(self.events))
        self.assertIn("[events]", (folder / "annotation.conf").read_text())

    def test_timeml(self):
        corpus = ElementTree.fromstring(self.export("timeml"))
        documents = corpus.findall("TimeML")
        self.assertEqual([d.findtext("DOCID") for d in documents], [r["id"] for r in self.records])
        for document, record in zip(documents, self.records):
            self.assertEqual("".join(document.find("TEXT").itertext()), record["text"])
            self.assertEqual(document.find("DCT/TIMEX3").get("value"), record["published"]["date"])

    def test_geojson(self):
        collection = json.loads(self.export("geojson"))
        placed = [(r, e) for r, e in self.events if e["place"]]
        self.assertEqual((collection["type"], len(collection["features"])), ("FeatureCollection", len(placed)))
        for feature, (r, _) in zip(collection["features"], placed):
            self.assertEqual(feature["geometry"]["coordinates"], [r["places"][0]["lon"], r["places"][0]["lat"]])

    def test_networks_by_networkx(self):
        networkx = reader(self, "networkx")
        pairs = {}
        for r, e in self.told:
            names = {n["id"]: f"{n['name']}|{n['country']}|{n['sector']}" for n in r["entities"]}
            key = names[e["actor"][0]], names[e["recipient"][0]]
            pairs[key] = pairs.get(key, 0) + 1
        for form, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
            path = self.folder / f"a.{form}"
            self.export(form, "-o", path)
            graph = read(path)
            self.assertTrue(graph.is_directed())
            self.assertEqual({edge: (data["events"] if form == "graphml" else int(data["weight"])) for *edge_, data in graph.edges(data=True) for edge in [tuple(edge_)]}, pairs)

    def needs_duckdb(self):
        if not os.environ.get("DEPECHE_DUCKDB") and not list((Path(os.environ.get("DEPECHE_CACHE", Path.home() / ".cache/depeche")) / "duckdb").glob("*.so")):
            self.skipTest("DuckDB's library is not fetched: tools/fetch_duckdb.sh")

    def test_parquet_by_pyarrow(self):
        self.needs_duckdb()
        path = self.folder / "a.parquet"
        self.export("parquet", "-o", path)
        self.assertEqual(path.read_bytes()[:4], b"PAR1")
        self.assertEqual(list(self.folder.glob("*.part")), [])
        parquet = reader(self, "pyarrow.parquet")
        table = parquet.read_table(path).to_pydict()
        self.assertEqual(list(zip(table["article"], table["id"])), [(r["id"], e["id"]) for r, e in self.events])
        self.assertEqual(table["goldstein"], [e["goldstein"] for _, e in self.events])
        self.assertEqual(table["hedged"], [e["hedged"] for _, e in self.events])

    def test_parquet_is_of_one_state_while_it_is_written(self):
        self.needs_duckdb()
        parquet = reader(self, "pyarrow.parquet")
        db, path, records = self.folder / "many.db", self.folder / "many.parquet", self.folder / "many.jsonl"
        with open(records, "wb") as out:  # more events than one reader takes in turn
            subprocess.run([sys.executable, SOURCE / "bench/store/make_records.py", "60000"], stdout=out, check=True)
        process = subprocess.Popen([PROGRAM, "ingest", records, "--db", db, "-q"], env=ENV)
        counts, runs = {json.loads(line)["id"]: len(json.loads(line)["events"]) for line in open(records)}, 0
        while (goes_on := process.poll() is None) or runs == 0 or rows < 60000:
            ran = subprocess.run([PROGRAM, "export", "--db", db, "--format", "parquet", "-o", path], capture_output=True, env=ENV)
            if ran.returncode:
                self.assertTrue(goes_on, ran.stderr)  # not made yet
                continue
            table, runs = parquet.read_table(path, columns=["event", "article"]).to_pydict(), runs + 1
            rows = len(table["event"])
            self.assertEqual(table["event"], list(range(1, rows + 1)))
            there = {}
            for article in table["article"]:
                there[article] = there.get(article, 0) + 1
            self.assertEqual({a: counts[a] for a in there}, there)
        self.assertEqual(process.returncode, 0)

    def test_the_command_line(self):
        for arguments, status, word in ((("--format", "gdelt3"), 2, "gdelt"), (("--format", "brat"), 2, "--output"), (("--format", "csv", "--from", "soon"), 2, "no date"),
                                        (("--format", "csv", "-o", self.folder / "none/a.csv"), 3, "folder")):
            ran = subprocess.run([PROGRAM, "export", "--db", self.db, *map(str, arguments)], capture_output=True, env=ENV)
            self.assertEqual(ran.returncode, status, ran.stderr)
            self.assertIn(word, ran.stderr.decode() + ran.stdout.decode())
        ran = subprocess.run([PROGRAM, "export", "--db", self.folder / "none.db", "--format", "csv"], capture_output=True, env=ENV)
        self.assertEqual(ran.returncode, 3)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"] + sys.argv[3:])
