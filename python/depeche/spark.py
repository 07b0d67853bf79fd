"""Coding in Spark: a function over DataFrames, one loaded engine a worker.

``depeche.spark.code(df, text="body", id="url")`` adds to each row of articles its record. Nothing is shuffled; rows come out in the
order and the partitions in which they came in. Needs pyspark and pyarrow; the package and the models must be on every worker.
"""

from __future__ import annotations

import os
from typing import Any, Optional, Sequence

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


def _arrow_schema():
    arrow = _tables._arrow()
    event = arrow.struct(list(_tables.schema_of(_EVENT)))
    texts = [(name, arrow.string()) for name in ("id", "record", "language", "published")]
    return arrow.schema([*texts, ("events", arrow.list_(event)), ("fault", arrow.string())])


_KEPT = [(i, name) for i, name in enumerate(_tables.COLUMNS) if name in _EVENT]


def _row(record: Record) -> tuple:
    events = [{name: row[i] for i, name in _KEPT} for row in _tables.rows_of(record)]
    return (record.id, record.to_json(), record.language, record.published, events, None)


def _bad(id: Any, fault: Exception) -> tuple:
    return (None if id is None else str(id), None, None, None, None, str(fault))


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
            number = 0
            for batch in batches:
                for row in batch.to_pylist():
                    number += 1
                    article = {name: value for name, value in row.items() if value is not None}  # null is not given
                    article.setdefault("id", f"text:{number}")
                    try:
                        yield _row(coder.code(article))
                    except (Error, TypeError) as fault:
                        yield _bad(row.get("id"), fault)

        yield from _tables.batches(rows(), _arrow_schema(), _ROWS_AT_ONCE)

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
        yield from _tables.batches(coded, _arrow_schema(), _ROWS_AT_ONCE)

    return df.select(path).mapInArrow(work, SCHEMA)


def events(coded: Any) -> Any:
    """A row an event, from what ``code()`` gives: columns ``article``, ``article_language``, ``published`` and those of the events."""
    from pyspark.sql import functions as f

    each = coded.select(
        f.col("id").alias("article"), f.col("language").alias("article_language"), "published", f.explode("events").alias("event")
    )
    return each.select("article", "article_language", "published", "event.*")
