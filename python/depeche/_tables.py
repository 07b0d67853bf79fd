"""Events of many records as one table, under the names of ``depeche code --format csv``. Several values of a cell stand with
``; `` between, what is not known is null."""

from __future__ import annotations

import itertools
import os
from typing import Any, Iterable, Iterator, Sequence

COLUMNS: dict[str, str] = {
    "article": "string", "url": "string", "publisher": "string", "language": "string", "published": "string",
    "published_basis": "string", "id": "string", "event": "string", "mode": "string", "context": "string", "quad": "int64",
    "score": "double", "cameo": "string", "goldstein": "double", "actor": "string", "actor_country": "string",
    "actor_sector": "string", "recipient": "string", "recipient_country": "string", "recipient_sector": "string",
    "date": "string", "time_basis": "string", "place": "string", "place_country": "string", "lat": "double", "lon": "double",
    "status": "string", "according_to": "string", "denied_by": "string", "confirmed_by": "string", "historical": "bool",
    "hedged": "bool", "confidence": "double", "trigger": "string", "trigger_begin": "int64", "trigger_end": "int64",
    "sentence": "string", "sentence_begin": "int64", "sentence_end": "int64", "rule": "string",
}  # fmt: skip
_ROWS_AT_ONCE = 10_000


def rows_of(record) -> Iterator[tuple]:
    """The rows of one record, in the order of COLUMNS."""
    data = record.to_dict()
    text, entities = data["text"], data["entities"]
    places = {place["id"]: place for place in data["places"]}
    published = data["published"]

    def joined(ids, key):
        return "; ".join(entities[int(id[1:]) - 1][key] or "" for id in ids) or None

    for e in data["events"]:
        place = e["place"] or {}
        told = places.get(place.get("id"), {})
        (trigger, trigger_end), (sentence, sentence_end) = e["trigger"], e["sentence"]
        yield (
            data["id"], data["url"], data["publisher"], data["language"], published["date"], published["basis"],
            e["id"], e["event"], e["mode"] or None, "; ".join(e["context"]) or None, e["quad"], e["score"], e["cameo"], e["goldstein"],
            joined(e["actor"], "name"), joined(e["actor"], "country"), joined(e["actor"], "sector"),
            joined(e["recipient"], "name"), joined(e["recipient"], "country"), joined(e["recipient"], "sector"),
            e["date"], e["time_basis"], place.get("name"), place.get("country"), told.get("lat"), told.get("lon"),
            e["status"], joined(e["according_to"], "name"), joined(e["denied_by"], "name"), joined(e["confirmed_by"], "name"),
            e["historical"], e["hedged"], e["confidence"], text[trigger:trigger_end], trigger, trigger_end,
            text[sentence:sentence_end], sentence, sentence_end, e["rule"],
        )  # fmt: skip


def _arrow():
    try:
        import pyarrow
    except ImportError as missing:
        raise ImportError("tables are made by pyarrow: pip install pyarrow") from missing
    return pyarrow


def schema_of(columns: dict[str, str]):
    """COLUMNS as a pyarrow.Schema."""
    arrow = _arrow()
    kinds = {"string": arrow.string(), "int64": arrow.int64(), "double": arrow.float64(), "bool": arrow.bool_()}
    return arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])


def arrays_of(rows: Sequence[tuple], schema: Any) -> list:
    """A pyarrow.Array a column of the schema."""
    arrow = _arrow()
    by_column = zip(*rows) if rows else [()] * len(schema)
    return [arrow.array(values, field.type) for values, field in zip(by_column, schema)]


def batches(rows: Iterable[tuple], schema: Any, at_once: int = _ROWS_AT_ONCE) -> Iterator[Any]:
    """pyarrow.RecordBatches of rows, some at a time."""
    arrow, rows = _arrow(), iter(rows)
    while held := list(itertools.islice(rows, at_once)):
        yield arrow.RecordBatch.from_arrays(arrays_of(held, schema), schema=schema)


def _event_batches(records):
    def rows():
        for record in [records] if hasattr(records, "to_json") else records:
            if not hasattr(record, "to_json"):
                raise TypeError(f"a record is wanted, not {type(record).__name__}")
            yield from rows_of(record)

    return batches(rows(), schema_of(COLUMNS))


def to_arrow(records):
    """A pyarrow.Table of the events of all records."""
    return _arrow().Table.from_batches(_event_batches(records), schema=schema_of(COLUMNS))


def to_pandas(records):
    """A pandas.DataFrame of the events of all records."""
    return to_arrow(records).to_pandas()


def to_parquet(records, path) -> None:
    """Writes piece by piece; the file gets its name once it is whole."""
    write_parquet(_event_batches(records), schema_of(COLUMNS), path)


def write_parquet(all_batches, schema, path) -> None:
    _arrow()
    from pyarrow import parquet

    path = os.fspath(path)
    part = f"{path}.part"
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in all_batches:
                writer.write_batch(batch)
        os.replace(part, path)
    except BaseException:
        if os.path.exists(part):
            os.remove(part)
        raise
