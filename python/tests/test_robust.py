"""What is no article, or comes at the wrong time, raises an exception that says so; nothing crashes, hangs or grows."""

import datetime
import gc
import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import types

import pytest

import depeche

TEXT = "Russian troops shelled Kharkiv on Tuesday, police said."


@pytest.fixture(scope="module")
def expected(coder):
    return coder.code(TEXT, published="2022-03-09").to_json()


@pytest.mark.parametrize("wrong", [None, b"bytes", bytearray(b"x"), memoryview(b"x"), 7, 1.5, [TEXT], object()])
def test_wrong_types(coder, wrong):
    with pytest.raises(TypeError, match=type(wrong).__name__):
        coder.code(wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        coder.code({"text": wrong})
    with pytest.raises(TypeError, match="article 1"):
        list(coder.code_many([wrong]))
    with pytest.raises(TypeError):
        coder.code(TEXT, published=wrong) if wrong not in (None, 7) else coder.code(wrong)


@pytest.mark.parametrize(
    "wrong",
    ["", " \n\t", {}, {"id": "a"}, {"text": ""}, "\ud800", "a\udfff", {"text": TEXT, "title": "\udc00"}, {"text": TEXT, "x": [float("nan")]},
     {"text": TEXT, "x": object()}, {"text": TEXT, 7: {1, 2}}],
)  # fmt: skip
def test_what_is_no_article(coder, wrong):
    with pytest.raises((depeche.InputError, TypeError)) as fault:
        coder.code(wrong)
    assert str(fault.value)
    with pytest.raises((depeche.InputError, TypeError)):
        list(coder.code_many([wrong]))


def test_a_circular_dict(coder):
    loop = {"text": TEXT}
    loop["self"] = loop
    with pytest.raises(depeche.InputError):
        coder.code(loop)


def test_too_long(coder):
    for text in ("a" * 100_000_000, "Il pleut. " * 10_000_000):
        with pytest.raises(depeche.InputError, match="10 MB"):
            coder.code(text)
    with pytest.raises(depeche.InputError, match="article 2"):
        list(coder.code_many(["Rain.", "é" * 50_000_000]))


def test_strange_texts_have_records(coder):
    for text in ("\0", "a\0b", "\u202e" * 100, "😀" * 10_000, "(" * 50_000, "«" * 2_000, "a" * 1_000_000, "\n" * 1000 + "x", "\ufeff" + TEXT):
        record = coder.code(text)
        assert record.text == text or text[0] == "\ufeff"
        record._repr_html_()


def test_fields(coder):
    assert coder.code(TEXT, published=datetime.date(2022, 3, 9)).published == "2022-03-09"
    assert coder.code(TEXT, published=datetime.datetime(2022, 3, 9, 23, 59)).published == "2022-03-09"
    assert coder.code({"text": TEXT, "source": ["x"]}).to_dict()["source"] == ["x"]
    assert coder.code(TEXT, title=None).text == TEXT
    assert "text:2" in [r.id for r in coder.code_many([TEXT, TEXT])]


def test_cells_of_pandas(coder):
    """What a cell has that is empty is not given; a whole DataFrame is its rows."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {"text": [TEXT, None, TEXT], "title": ["Kharkiv", "x", None], "published": pandas.to_datetime(["2022-03-09", None, None]), "n": [1, 2, None]}
    )
    records = coder.code_many(frame, on_error="skip")
    assert [(r.text, r.published, r.to_dict()["n"]) for r in records] == [(f"Kharkiv\n\n{TEXT}", "2022-03-09", 1), (TEXT, None, None)]
    assert [number for number, _ in records.faults] == [2]
    assert [r.id for r in coder.code_many(frame.text.dropna())] == ["text:1", "text:2"]
    own = coder.code(TEXT, score=frame.n.to_numpy()[:2], day=datetime.date(2022, 3, 9), none=pandas.NA).to_dict()
    assert (own["score"], own["day"], own["none"]) == ([1.0, 2.0], "2022-03-09", None)
    assert coder.code(types.MappingProxyType({"text": TEXT})).text == TEXT
    with pytest.raises(TypeError):
        list(coder.code_many([{"text": TEXT, "title": 1.5}]))


def test_paths_of_other_bytes(coder, tmp_path):
    """Names of files need not be UTF-8: they are read, and errors name them."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "w") as file:
        file.write(TEXT)
    for path in (name, os.fsdecode(name), tmp_path):
        assert [a.text for a in depeche.read(path)] == [TEXT]
    assert [r.id for r in coder.code_many(depeche.read(tmp_path))] == ["caf\ufffd"]
    for missing in (lambda path: depeche.open(path), lambda path: depeche.nlp.load(path), lambda path: depeche.Coder(gazetteer=path)):
        with pytest.raises(depeche.MissingError, match="caf\ufffd.none: no such"):
            missing(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.none"))
        with pytest.raises(depeche.InputError, match="null"):
            missing("a\0b")


def test_pieces_that_cannot_be_read(coder, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Rain fell."}\n{}\n{"id": "b", "text": "Rain fell."}\n')
    (tmp_path / "b.txt").write_text("Rain fell.")
    (tmp_path / "c.txt").write_text("Rain fell.")
    articles = depeche.read(tmp_path / "a.jsonl", tmp_path / "b.txt", tmp_path / "c.txt")
    (tmp_path / "b.txt").unlink()
    records = coder.code_many(articles, on_error="skip")
    assert [r.id for r in records] == ["a", "b", "c"] and "2 left out" in repr(records)
    assert [number for number, _ in records.faults] == [2, 4] and "b.txt" in records.faults[1][1]
    with pytest.raises(depeche.InputError, match="a.jsonl:2"):
        list(coder.code_many(depeche.read(tmp_path)))


@pytest.mark.parametrize("wrong", ["", "x", "[]", "null", "{}", '{"events": [], "entities": []}', '{"a":' * 5000])
def test_what_is_no_record(wrong):
    with pytest.raises(depeche.InputError, match="not a record"):
        repr(depeche.Record(wrong))


def test_parts_that_are_not_there(coder):
    record = coder.code(TEXT)
    for wrong in ("e99", "e0", "e", "x", ""):
        with pytest.raises(KeyError):
            record.entity(wrong)
        with pytest.raises(KeyError):
            record.event(wrong)
    for wrong in (None, "x", [None], record.events):
        with pytest.raises(TypeError):
            depeche.to_arrow(wrong)
    assert depeche.to_arrow(record).num_rows == len(record)


def test_options():
    for wrong in ({"min_confidence": "high"}, {"language": 7}, {"language": b"fr"}, {"model": 7}):
        with pytest.raises(TypeError):
            depeche.Coder(**wrong)
    for wrong in ({"min_confidence": 2}, {"min_confidence": -1}, {"model": "no_such_model"}, {"resources": "/nonexistent"}, {"actors": "/nonexistent"}):
        with pytest.raises(depeche.Error):
            depeche.Coder(**wrong)
    with pytest.raises(depeche.InputError, match="'xx'"):
        depeche.Coder("xx")
    for wrong in (None, b"fr", 7):
        with pytest.raises(TypeError):
            depeche.Coder(wrong)
    with pytest.raises(FileNotFoundError):
        depeche.read("/nonexistent/file")
    with pytest.raises(TypeError):
        depeche.read()
    with pytest.raises(TypeError):
        depeche.read(None)


def test_code_many_misused(coder):
    for wrong in (TEXT, b"x", {"text": TEXT}):
        with pytest.raises(TypeError, match="many"):
            coder.code_many(wrong)
    with pytest.raises(TypeError):
        coder.code_many(7)
    for threads in (0, -1, 10_000):
        with pytest.raises(depeche.InputError):
            coder.code_many([TEXT], threads=threads)
    for threads in ("2", 1.5):
        with pytest.raises(TypeError, match="threads"):
            coder.code_many([TEXT], threads=threads)
    with pytest.raises(depeche.InputError):
        coder.code_many([TEXT], on_error="pass")


def test_skipping(coder):
    records = coder.code_many([TEXT, None, {"text": ""}, TEXT, "\ud800"], on_error="skip", threads=2)
    assert [r.id for r in records] == ["text:1", "text:4"]
    assert [number for number, _ in records.faults] == [2, 3, 5]


def test_an_iterable_that_raises(coder):
    def articles():
        yield TEXT
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        list(coder.code_many(articles()))


def test_left_in_the_middle(coder, expected):
    for _ in range(20):
        records = coder.code_many([TEXT] * 100, threads=2)
        next(records)
        records.close()
        assert list(records) == []
    del records
    gc.collect()


def test_articles_that_take_long(coder):
    """Longer than the time after which a waiting run looks for Ctrl-C; each record comes once."""
    texts = [f"{TEXT} Statement {i}. " * (300 if i % 3 else 1) for i in range(12)]
    assert [r.text for r in coder.code_many(texts, threads=3)] == texts


def test_closed(expected):
    own = depeche.Coder("en")
    records = own.code_many([{"text": TEXT, "published": "2022-03-09"}] * 50)
    first = next(records)
    own.close()
    own.close()
    assert own.closed and "closed" in repr(own)
    # What had begun is finished.
    assert sum(1 for _ in records) == 49 and first.events
    for late in (lambda: own.code(TEXT), lambda: list(own.code_many([TEXT])), lambda: own.code({"text": TEXT})):
        with pytest.raises(RuntimeError, match="closed"):
            late()


def test_closed_while_others_work():
    own, faults = depeche.Coder("en"), []

    def work():
        try:
            for _ in range(1000):
                own.code(TEXT)
        except RuntimeError as fault:
            faults.append(str(fault))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    own.close()
    for thread in threads:
        thread.join(60)
    assert len(faults) == 4 and all("closed" in fault for fault in faults)


def test_fifty_threads(coder, expected):
    got, gate = [], threading.Barrier(50)

    def work():
        gate.wait()
        for _ in range(10):
            got.append(coder.code(TEXT, published="2022-03-09").to_json())

    threads = [threading.Thread(target=work) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(got) == 500 and set(got) == {expected}


def child_is_well(work):
    """Runs it in a forked process, which may take a minute."""
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            os._exit(0 if work() else 1)
        except BaseException as fault:
            os.write(2, f"{type(fault).__name__}: {fault}\n".encode())
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_fork(coder, expected):
    assert child_is_well(lambda: coder.code(TEXT, published="2022-03-09").to_json() == expected)
    assert child_is_well(lambda: len(list(coder.code_many([TEXT] * 20, threads=2))) == 20)


def test_fork_while_threads_code(coder, expected):
    stop = threading.Event()

    def work():
        while not stop.is_set():
            coder.code(TEXT)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            assert child_is_well(lambda: coder.code(TEXT, published="2022-03-09").to_json() == expected)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_fork_with_a_run(coder):
    records = coder.code_many([TEXT] * 50, threads=2)
    next(records)

    def in_child():
        try:
            list(records)
        except RuntimeError as fault:
            return "process" in str(fault)
        return False

    assert child_is_well(in_child)
    assert child_is_well(lambda: records.close() is None)
    assert len(list(records)) == 49


def test_multiprocessing(coder, expected):
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            got = pool.map(pickle.loads(pickle.dumps(coder)).code, [{"text": TEXT, "published": "2022-03-09"}] * 4)
        assert [r.to_json() for r in got] == [expected] * 4


def test_interrupt(coder):
    """Ctrl-C ends a run at once."""
    program = textwrap.dedent("""
        import depeche, itertools, sys
        coder = depeche.Coder("en")
        records = coder.code_many(itertools.repeat("Police arrested a minister in Paris. " * 50), threads=2)
        next(records)
        print("ready", flush=True)
        for record in records: pass
    """)
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in said and child.returncode != -signal.SIGSEGV


def test_memory_stays_flat(coder):
    """DEPECHE_MANY articles (2,000 here; 100,000 were run once, see docs/performance.md)."""
    many = int(os.environ.get("DEPECHE_MANY", "2000"))

    def megabytes():
        gc.collect()
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6

    def articles(count):
        for i in range(count):
            yield {"id": str(i), "text": f"{TEXT} Statement {i} was read in Paris on Monday.", "published": "2022-03-09"}

    def run(count):
        assert sum(len(record.events) > 0 for record in coder.code_many(articles(count), threads=2)) == count

    run(max(500, many // 10))
    before = megabytes()
    run(many)
    grown = megabytes() - before
    print(f"{many} articles: {before:.0f} MB, then {grown:+.1f} MB")
    assert grown < 25
