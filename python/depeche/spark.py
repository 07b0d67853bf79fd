"""Coding in Spark: a function over DataFrames, one loaded engine a worker.

``depeche.spark.code(df, text="body", id="url")`` adds to each row of articles its record. Nothing is shuffled; rows come out in the
order and the partitions in which they came in. Needs pyspark and pyarrow; the package and the models must be on every worker.
"""

from __future__ import annotations

import itertools
import os
from typing import Any, Iterable, Iterator, Optional, Sequence

from . import _tables
from ._coder import Coder, read
from ._errors import Error
from ._record import Record

_ROWS_AT_ONCE = 64  # of the answer: records are large
_EVENT = {name: kind for name, kind in _tables.COLUMNS.items() if name not in ("article", "url", "publisher", "language", "published", "published_basis")}
_KINDS = {"string": "string", "int64": "long", "double": "double", "bool": "boolean"}

#: What comes out: the article's id, its record (one JSON object, the bytes of ``depeche code``; null for a bad row), its language and
#: day, its events under the names of ``depeche code --format csv``, and why a row is bad (null for a good one).
SCHEMA = (
    "id string, record string, language string, published string, "
    f"events array<struct<{', '.join(f'{name}: {_KINDS[kind]}' for name, kind in _EVENT.items())}>>, fault string"
)

_coders: dict[tuple, Coder] = {}


def _coder(options: tuple) -> Coder:
    """This worker's: loaded once, kept for all its tasks."""
    if options not in _coders:
        _coders[options] = Coder(*options[0], **dict(options[1]))
    return _coders[options]


# Columns of the events in a row of _tables.rows_of(); all but the first ones, which are of the article.
_FIRST = next(i for i, name in enumerate(_tables.COLUMNS) if name in _EVENT)


def _row(record: Record) -> tuple:
    return (record.id, record.to_json(), record.language, record.published, [row[_FIRST:] for row in _tables.rows_of(record)], None)


def _bad(id: Any, fault: Exception) -> tuple:
    return (None if id is None else str(id), None, None, None, None, str(fault))


def _batches(rows: Iterable[tuple]) -> Iterator[Any]:
    """pyarrow.RecordBatches with SCHEMA. The events of many rows are put into columns together: as dicts they would take ten times
    as long."""
    arrow = _tables._arrow()
    texts, events = arrow.schema([(name, arrow.string()) for name in ("id", "record", "language", "published", "fault")]), _tables.schema_of(_EVENT)
    names = [*texts.names[:4], "events", "fault"]
    rows = iter(rows)
    while held := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        *plain, fault = _tables.arrays_of([(*row[:4], row[5]) for row in held], texts)
        lists = [row[4] for row in held]
        ends = itertools.accumulate((len(some or ()) for some in lists), initial=0)
        offsets = [None if i < len(lists) and lists[i] is None else end for i, end in enumerate(ends)]
        fields = _tables.arrays_of([event for some in lists for event in some or ()], events)
        told = arrow.ListArray.from_arrays(arrow.array(offsets, arrow.int32()), arrow.StructArray.from_arrays(fields, fields=list(events)))
        yield arrow.RecordBatch.from_arrays([*plain, told, fault], names=names)


def _rows_in(batches: Iterable[Any]) -> Iterator[dict]:
    """Rows as dicts, few of them at a time: a batch of Spark's has 10,000."""
    for batch in batches:
        for begin in range(0, batch.num_rows, _ROWS_AT_ONCE):
            yield from batch.slice(begin, _ROWS_AT_ONCE).to_pylist()


def _options(languages: Sequence[str], options: dict) -> tuple:
    return (tuple(languages), tuple(sorted(options.items())))


def code(
    df: Any,
    text: str = "text",
    id: Optional[str] = None,  # noqa: A002
    *,
    title: Optional[str] = None,
    published: Optional[str] = None,
    url: Optional[str] = None,
    publisher: Optional[str] = None,
    language: Optional[str] = None,
    keep: Sequence[str] = (),
    languages: Sequence[str] = (),
    **options: Any,
) -> Any:
    """A DataFrame with SCHEMA from one of articles, a row each.

    ``text``, ``id``, ``title``, ``published``, ``url``, ``publisher`` and ``language`` name columns; columns of ``keep`` go into the
    record as fields of their own. ``languages`` and the other options are those of ``depeche.Coder``. A row that cannot be coded
    comes out with its ``fault``.
    """
    from pyspark.sql import functions as f

    named = {"id": id, "title": title, "text": text, "published": published, "url": url, "publisher": publisher, "language": language}
    wanted = [f.col(column).alias(name) for name, column in named.items() if column is not None] + [f.col(column) for column in keep]
    chosen = _options(languages, options)

    def work(batches):
        coder = _coder(chosen)

        def rows():
            for number, row in enumerate(_rows_in(batches), 1):
                article = {name: value for name, value in row.items() if value is not None}  # null is not given
                article.setdefault("id", f"text:{number}")
                try:
                    yield _row(coder.code(article))
                except (Error, TypeError) as fault:
                    yield _bad(row.get("id"), fault)

        yield from _batches(rows())

    return df.select(*wanted).mapInArrow(work, SCHEMA)


def code_files(df: Any, path: str = "path", *, languages: Sequence[str] = (), text_column: Optional[str] = None, **options: Any) -> Any:
    """A DataFrame with SCHEMA from one of paths that every worker can open: WARC, pages, JSON Lines, feeds … as ``depeche.read()``
    reads them. A file, or a piece of one, that cannot be read comes out with its ``fault``."""
    chosen = _options(languages, options)

    def work(batches):
        coder = _coder(chosen)

        def articles(name):
            try:
                articles = read(name, text_column=text_column)
            except (Error, OSError) as fault:
                yield _bad(name, fault)
                return
            while True:
                try:
                    yield _row(coder.code(next(articles)))
                except StopIteration:
                    return
                except (Error, TypeError) as fault:
                    yield _bad(name, fault)

        names = (name for batch in batches for name in batch.column(0).to_pylist())
        coded = (row for name in names for row in articles(os.fspath(name)))
        yield from _batches(coded)

    return df.select(path).mapInArrow(work, SCHEMA)


def events(coded: Any) -> Any:
    """A row an event, from what ``code()`` gives: columns ``article``, ``article_language``, ``published`` and those of the events."""
    from pyspark.sql import functions as f

    each = coded.select(
        f.col("id").alias("article"), f.col("language").alias("article_language"), "published", f.explode("events").alias("event")
    )
    return each.select("article", "article_language", "published", "event.*")
