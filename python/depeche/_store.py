"""Questions to a database that ``depeche ingest``, ``watch`` or ``stream`` made."""

from __future__ import annotations

import os
from typing import Any, Iterator, Union

from . import _core, _tables
from ._errors import InputError

_ONE = ("from", "to", "box", "text", "min_confidence", "once", "limit")


class Rows:
    """Rows of an answer: iterates over dicts; ``columns`` are their names."""

    def __init__(self, columns: list[str], rows: list[tuple]):
        self.columns = columns
        self._rows = rows

    def __iter__(self) -> Iterator[dict]:
        return (dict(zip(self.columns, row)) for row in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> dict:
        return dict(zip(self.columns, self._rows[index]))

    def __repr__(self) -> str:
        return f"<Rows {len(self)} of {', '.join(self.columns)}>"

    def to_arrow(self):
        """A pyarrow.Table."""
        arrow = _tables._arrow()
        columns = list(zip(*self._rows)) if self._rows else [()] * len(self.columns)
        return arrow.table({name: arrow.array(list(values)) for name, values in zip(self.columns, columns)})

    def to_pandas(self):
        """A pandas.DataFrame."""
        return self.to_arrow().to_pandas()

    def to_parquet(self, path) -> None:
        """Into a Parquet file."""
        table = self.to_arrow()
        _tables.write_parquet(table.to_batches(), table.schema, path)

    def _repr_html_(self) -> str:
        from html import escape

        def cells(tag, values):
            return "<tr>" + "".join(f"<{tag}>{escape('' if v is None else str(v))}</{tag}>" for v in values) + "</tr>"

        shown = "".join(cells("td", row) for row in self._rows[:50])
        return f"<table><thead>{cells('th', self.columns)}</thead><tbody>{shown}</tbody></table>{len(self)} rows"


class Database:
    """A database opened for reading, also while others write to it. See ``depeche.open()``."""

    def __init__(self, path: Union[str, os.PathLike]):
        self._path = os.fspath(path)
        self._core = _core.Database(self._path)

    def query(self, what: str = "events", **filters: Any) -> Rows:
        """Events, stories or disputes that meet all filters, by date; or, with ``group_by``, how many events.

        Filters are the options of ``depeche query``: type, mode, context, status, actor, recipient, country, sector, dyad,
        source, denied_by, place, publisher, language, article (one value or several, which are alternatives); since and
        until (days, months or years); box, text, min_confidence, once, limit.

        ``db.query(country="UKR", since="2022", group_by="month").to_pandas()``
        """
        if what not in ("events", "stories", "disputes"):
            raise InputError(f"'{what}': there are events, stories and disputes")
        asked = {}
        for name, value in filters.items():
            name = {"since": "from", "until": "to"}.get(name, name)
            if value is None:
                continue
            if name not in _ONE:
                value = [value] if isinstance(value, str) else list(value)
                if not all(isinstance(v, str) for v in value):
                    raise TypeError(f"'{name}': words are wanted, not {value!r}")
            elif name in ("from", "to", "box", "text") and not isinstance(value, str):
                raise TypeError(f"'{name}' is {type(value).__name__}, not str")
            asked[name] = value
        return Rows(*self._core.query(what, asked))

    def reports(self, story: int) -> Rows:
        """Who tells a story, and why the reports are joined."""
        return Rows(*self._core.look_up("story_reports", "story", story))

    def positions(self, dispute: int) -> Rows:
        """Who takes which position in a dispute, in which words."""
        return Rows(*self._core.look_up("dispute_positions", "dispute", dispute))

    def look_up(self, view: str, column: str, key: Union[int, str]) -> Rows:
        """All rows of a view of docs/store.md, one column of which is ``key``: ("quotes", "article", "a1")."""
        return Rows(*self._core.look_up(view, column, key))

    def close(self) -> None:
        """Later use raises RuntimeError."""
        self._core.close()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Database {self._path}>"


def open(path: Union[str, os.PathLike]) -> Database:  # noqa: A001
    """Opens a database for reading.

    >>> import depeche
    >>> depeche.open("/nowhere/news.db")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    depeche._errors.MissingError: /nowhere/news.db: …
    """
    return Database(path)
