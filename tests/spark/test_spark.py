"""depeche.spark with PySpark local[2]: the program's bytes, bad rows told, a killed task made good, work taken up again.

DEPECHE_NEWS names a folder of JSON Lines of articles to use beside our own dispatches. DEPECHE_SPARK_ARTICLES: how many are made of
them (5,000).
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import depeche
import depeche.spark

SOURCE, PROGRAM = Path(os.environ["DEPECHE_SOURCE"]), os.environ["DEPECHE_PROGRAM"]
MANY = int(os.environ.get("DEPECHE_SPARK_ARTICLES", "5000"))
JOB = SOURCE / "examples/spark/code_articles.py"
FIELDS = ("id", "title", "text", "published")
SCHEMA = "id string, title string, text string, published string"


def dispatches():
    for file in sorted([*SOURCE.glob("tests/golden/*.txt"), *SOURCE.glob("examples/*.txt")]):
        title, _, body = file.read_text(encoding="utf-8").partition("\n\n")
        yield {"id": file.stem, "title": title, "text": body}
    folder = os.environ.get("DEPECHE_NEWS")
    files = [f.open(encoding="utf-8") for f in sorted(Path(folder).glob("*.jsonl"))] if folder else []
    for line in itertools.chain.from_iterable(zip(*files)):
        article = json.loads(line)
        yield {"id": article["id"], "title": article["title"], "text": article["text"], "published": article.get("date")}


def articles(count):
    """The texts again and again, each a little different, so that no cache of whole texts could help."""
    own = list(dispatches())
    for i in range(count):
        base = own[i % len(own)]
        yield {**base, "id": f"{i}", "text": f"{base['text']}\n\nStatement {i}."}


def rows_of(some):
    return [tuple(article.get(name) for name in FIELDS) for article in some]


def processor_seconds():
    """Used so far by this process and all below it: Java, the workers, programs that have ended."""
    stats = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        stats[int(entry.parent.name)] = (int(words[1]), sum(map(int, words[11:15])))
    ours, grown = {os.getpid()}, True
    while grown:
        grown = {pid for pid, (parent, _) in stats.items() if parent in ours} - ours
        ours |= grown
    return sum(stats[pid][1] for pid in ours) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def spark():
    try:
        depeche.Coder().close()
    except depeche.MissingError as missing:
        pytest.skip(str(missing))
    session = (
        SparkSession.builder.master("local[2, 4]")  # two workers, four tries a task
        .config("spark.ui.enabled", "false").config("spark.driver.memory", "2g").config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500").getOrCreate()
    )  # fmt: skip
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def corpus(spark, tmp_path_factory):
    """The articles as JSON Lines and Parquet, and the program's records of them by id, with the seconds it took."""
    folder = tmp_path_factory.mktemp("corpus")
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles(MANY)), encoding="utf-8")
    spark.createDataFrame(rows_of(articles(MANY)), SCHEMA).coalesce(2).write.parquet(str(folder / "in.parquet"))
    out = folder / "records.jsonl"
    begin, used = time.monotonic(), processor_seconds()
    # Rows are coded each for itself: whether one was there before is not asked.
    subprocess.run([PROGRAM, "code", file, "--format", "jsonl", "-o", out, "--threads", "2", "--keep-duplicates"], check=True)
    seconds = (time.monotonic() - begin, processor_seconds() - used)
    records = out.read_text(encoding="utf-8").splitlines()
    assert len(records) == MANY
    return folder, {depeche.Record(r).id: r for r in records}, seconds


def test_same_bytes_and_speed(spark, corpus):
    folder, wanted, seconds = corpus
    warm = spark.createDataFrame([("a", "Il pleut."), ("b", "Rain fell on Monday.")] * 2, "id string, text string").repartition(2)
    assert depeche.spark.code(warm, id="id").count() == 4  # Java, the workers and their engines are there now
    df = spark.read.parquet(str(folder / "in.parquet")).repartition(8)
    coded = depeche.spark.code(df, text="text", id="id", title="title", published="published")
    begin, used = time.monotonic(), processor_seconds()
    coded.write.parquet(str(folder / "out.parquet"))
    spark_seconds = (time.monotonic() - begin, processor_seconds() - used)
    rows = spark.read.parquet(str(folder / "out.parquet")).select("id", "record", "fault").collect()
    assert len(rows) == MANY
    assert all(row.fault is None for row in rows)
    assert {row.id: row.record for row in rows} == wanted
    coder = depeche.Coder()
    begin, used = time.monotonic(), time.process_time()  # of this process alone: Spark's idle workers end meanwhile
    got = sum(1 for _ in coder.code_many(depeche.read(folder / "in.jsonl"), threads=2))
    python_seconds = (time.monotonic() - begin, time.process_time() - used)
    assert got == MANY
    print(f"\n{MANY} articles, against depeche code by the clock and in processor time:")
    for name, mine in (("depeche code", seconds), ("code_many", python_seconds), ("Spark local[2]", spark_seconds)):
        print(f"{name}: {MANY / mine[0]:.0f} articles a second, {seconds[0] / mine[0]:.2f} and {seconds[1] / mine[1]:.2f}")


def test_all_fields(spark, tmp_path):
    """The first 500 articles of DEPECHE_NEWS, else our own, as they stand: fields of their own too."""
    folder = os.environ.get("DEPECHE_NEWS")
    files = sorted(Path(folder).glob("*.jsonl")) if folder else [SOURCE / "examples/dispatches.jsonl"]
    lines = [line for some in itertools.zip_longest(*(f.read_text(encoding="utf-8").splitlines() for f in files)) for line in some if line]
    some = list({article["id"]: article for article in map(json.loads, lines[:550])}.values())[:500]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in some), encoding="utf-8")
    wanted = subprocess.run([PROGRAM, "code", tmp_path / "in.jsonl", "--format", "jsonl", "--keep-duplicates"], capture_output=True, check=True)
    columns = list(dict.fromkeys(name for article in some for name in article))
    own = {ours: theirs for ours, theirs in (("title", "title"), ("published", "date"), ("url", "url"), ("publisher", "publisher"),
                                             ("language", "lang"), ("language", "language")) if theirs in columns}  # fmt: skip
    keep = [name for name in columns if name not in ("id", "text", *own.values())]
    rows = spark.createDataFrame([tuple(a.get(name) for name in columns) for a in some], ", ".join(f"{name} string" for name in columns))
    got = depeche.spark.code(rows.repartition(4), id="id", keep=keep, **own).collect()
    records = {row.id: row.record for row in got}
    assert [records[article["id"]] for article in some] == wanted.stdout.decode().splitlines()
    print(f"\n{len(got)} records, the same bytes")


def test_events(spark, corpus):
    folder, wanted, _ = corpus
    rows = depeche.spark.events(spark.read.parquet(str(folder / "out.parquet"))).collect()
    assert len(rows) == sum(len(depeche.Record(r)) for r in wanted.values())
    some = depeche.Record(wanted["0"])
    mine = sorted((r for r in rows if r.article == "0"), key=lambda r: int(r.id[1:]))
    assert [(r.event, r.date, r.trigger) for r in mine] == [(e.type, e.date, some.words(e.trigger)) for e in some.events]


def test_bad_rows(spark):
    rows = [("a", "Police arrested a minister in Paris."), ("b", None), ("c", ""), (None, "Rain fell."), ("e", "x" * 11_000_000)]
    df = spark.createDataFrame(rows, "url string, body string").coalesce(1)
    out = {r.id: r for r in depeche.spark.code(df, text="body", id="url").collect()}
    assert len(out) == 5
    assert out["a"].fault is None and out["a"].events[0].event
    assert "no 'text'" in out["b"].fault and out["b"].record is None
    assert "empty" in out["c"].fault and "10 MB" in out["e"].fault
    assert [r.fault for key, r in out.items() if key.startswith("text:")] == [None]


def test_files(spark, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "Rain fell."}\n{}\n{"id": "y", "text": "Police arrested a minister."}\n')
    (tmp_path / "b.txt").write_text("Rain fell on Monday.")
    paths = [(str(tmp_path / name),) for name in ("a.jsonl", "b.txt", "none.warc")]
    out = depeche.spark.code_files(spark.createDataFrame(paths, "path string").coalesce(1)).collect()
    assert [r.id for r in out if r.fault is None] == ["x", "y", "b"]
    assert sorted(r.id for r in out if r.fault) == [paths[0][0], paths[2][0]]


def workers():
    """Processes of PySpark that have the extension loaded, but for this one."""
    out = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            mine = int(entry.name) != os.getpid() and b"pyspark" in (entry / "cmdline").read_bytes()
            if mine and "depeche/_core" in (entry / "maps").read_text():
                out.append(int(entry.name))
        except OSError:
            continue
    return out


def test_a_killed_worker(spark, corpus, tmp_path):
    """Two workers are killed while they code; Spark does their tasks again."""
    folder, wanted, _ = corpus
    few = spark.read.parquet(str(folder / "in.parquet")).limit(600).repartition(6)
    coded = depeche.spark.code(few, id="id", title="title", published="published", min_confidence=0.4)
    thread = threading.Thread(target=lambda: coded.write.parquet(str(tmp_path / "out")))
    thread.start()
    killed, deadline = set(), time.time() + 60
    while thread.is_alive() and len(killed) < 2 and time.time() < deadline:
        time.sleep(0.7)
        for worker in workers():
            if len(killed) < 2 and worker not in killed:
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
    thread.join(300)
    assert len(killed) == 2
    rows = spark.read.parquet(str(tmp_path / "out")).collect()
    assert len(rows) == 600 == len({r.id for r in rows})
    assert all(r.record == wanted[r.id] for r in rows)


def begin_job(*options, said=subprocess.PIPE):
    """The example, in a group of its own."""
    submit = "--master local[2,4] --conf spark.ui.enabled=false --conf spark.driver.host=127.0.0.1 pyspark-shell"
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": submit}
    command = [sys.executable, JOB, *map(str, options)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True, env=environment, start_new_session=True)


def run_job(*options):
    """Its lines and exit status, and what it says besides."""
    job = begin_job(*options)
    lines, said = job.communicate()
    return lines.splitlines(), job.returncode, said[-3000:]


def test_job_from_files(spark, tmp_path):
    """WARC and other files, several at once; one that is none is told, and the same command goes on."""
    page = "<html><body><article><h1>Minister resigns</h1><p>The minister of defence of Norway resigned on Monday, the government said in Oslo.</p><p>Police had arrested two of his advisers on Sunday.</p></article></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://127.0.0.1/a\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc").write_bytes((head + answer + "\r\n\r\n").encode())
    (tmp_path / "in" / "b.jsonl").write_text('{"id": "x", "text": "Rain fell."}\n{}\n')
    (tmp_path / "in" / "c.txt").write_bytes(b"\x7fELF\0\1\2" * 100)
    options = ("--files", "--input", tmp_path / "in", "--output", tmp_path / "out")
    lines, status, said = run_job(*options)
    assert [line.rsplit(",", 1)[0] for line in lines] == [f"{name}: {good} articles, {bad} bad rows" for name, good, bad in
                                                          (("a.warc", 1, 0), ("b.jsonl", 1, 1), ("c.txt", 0, 1))], said  # fmt: skip
    assert status == 1
    wanted = subprocess.run([PROGRAM, "code", tmp_path / "in", "--format", "jsonl"], capture_output=True).stdout.decode().splitlines()
    rows = spark.read.parquet(str(tmp_path / "out" / "records")).where("fault IS NULL").orderBy("source").collect()
    assert [row.record for row in rows] == wanted and len(wanted) == 2
    (tmp_path / "in" / "d.txt").write_text("Rain fell.")
    lines, status, said = run_job(*options)
    assert lines[:3] == [f"{name}: there already" for name in ("a.warc", "b.jsonl", "c.txt")] and lines[3].startswith("d.txt: 1 articles"), said
    assert status == 0


def test_job(corpus, spark, tmp_path):
    """The example: partitioned Parquet, bad rows told; killed in the middle, it goes on."""
    _, wanted, _ = corpus
    inputs, rows = tmp_path / "in", rows_of(articles(400))
    for n in range(4):
        bad = [("bad", "", None, None)] if n == 2 else []
        spark.createDataFrame(rows[n * 100 : (n + 1) * 100] + bad, SCHEMA).coalesce(1).write.parquet(str(inputs / f"part{n}"))
    options = ("--input", inputs, "--output", tmp_path / "out", "--id", "id", "--title", "title", "--published", "published")
    first = begin_job(*options, said=subprocess.DEVNULL)
    assert first.stdout.readline().startswith("part0: 100 articles")
    time.sleep(1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    first.stdout.close()
    lines, status, said = run_job(*options)
    assert status == 1, said
    assert lines[0] == "part0: there already" and any(line.startswith("part2: 100 articles, 1 bad rows") for line in lines)
    assert run_job(*options)[0] == [f"part{n}: there already" for n in range(4)]
    records = spark.read.parquet(str(tmp_path / "out" / "records")).where("fault IS NULL").collect()
    assert {r.id: r.record for r in records} == {i: wanted[i] for i, *_ in rows} and len(records) == 400
    faults = spark.read.parquet(str(tmp_path / "out" / "faults")).collect()
    assert [(f.id, f.source) for f in faults] == [("bad", "part2")]
    events = spark.read.parquet(str(tmp_path / "out" / "events"))
    assert "year" in events.columns and events.count() == sum(len(depeche.Record(wanted[i])) for i, *_ in rows)
