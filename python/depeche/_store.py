"""Questions to a database that ``depeche ingest``, ``watch`` or ``stream`` made."""

from __future__ import annotations

import os
from html import escape
from typing import Any, Iterator, Union

from . import _core, _tables
from ._check import number_of, path_of, share_of, words_of
from ._errors import InputError

_MOST = 2**63 - 1


def _filter(name: str, value: Any) -> Any:
    """A filter's value, as the extension takes it."""
    if name in ("since", "until", "from", "to"):
        return words_of(value.isoformat()[:10] if hasattr(value, "isoformat") else value, name)
    if name in ("box", "text"):
        return words_of(value, name)
    if name == "min_confidence":
        return share_of(value, name)
    if name == "once":
        if not isinstance(value, bool):
            raise TypeError(f"'once' is {type(value).__name__}, not bool")
        return value
    if name == "limit":
        return number_of(value, name, 0, _MOST)
    if isinstance(value, (bytes, bytearray)) or not (isinstance(value, str) or hasattr(value, "__iter__")):
        raise TypeError(f"'{name}' is {type(value).__name__}, not str or several of them")
    return [words_of(word, name) for word in ([value] if isinstance(value, str) else value)]


class Rows:
    """Rows of an answer: iterates over dicts; ``columns`` are their names."""

    def __init__(self, columns: list[str], rows: list[tuple]):
        self.columns = columns
        self._rows = rows

    def __iter__(self) -> Iterator[dict]:
        return (dict(zip(self.columns, row)) for row in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Union[int, slice]) -> Union[dict, "Rows"]:
        if isinstance(index, slice):
            return Rows(self.columns, self._rows[index])
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
        def cells(tag, values):
            return "<tr>" + "".join(f"<{tag}>{escape('' if v is None else str(v))}</{tag}>" for v in values) + "</tr>"

        shown = "".join(cells("td", row) for row in self._rows[:50])
        return f"<table><thead>{cells('th', self.columns)}</thead><tbody>{shown}</tbody></table>{len(self)} rows"


class Database:
    """A database opened for reading, also while others write to it. See ``depeche.open()``."""

    def __init__(self, path: Union[str, os.PathLike]):
        self._path = os.fsdecode(path)
        self._core = _core.Database(path_of(path))

    def query(self, what: str = "events", **filters: Any) -> Rows:
        """Events, stories or disputes that meet all filters, by date; or, with ``group_by``, how many events.

        Filters are the options of ``depeche query``: type, mode, context, status, actor, recipient, country, sector, dyad,
        source, denied_by, place, publisher, language, article (one value or several, which are alternatives); since and
        until (days, months or years, or dates); box, text, min_confidence, once, limit.

        ``db.query(country="UKR", since="2022", group_by="month").to_pandas()``
        """
        if what not in ("events", "stories", "disputes"):
            raise InputError(f"'{what}': there are events, stories and disputes")
        asked = {}
        for name, value in filters.items():
            if value is not None:
                asked[{"since": "from", "until": "to"}.get(name, name)] = _filter(name, value)
        return Rows(*self._core.query(what, asked))

    def reports(self, story: int) -> Rows:
        """Who tells a story, and why the reports are joined."""
        return self.look_up("story_reports", "story", story)

    def positions(self, dispute: int) -> Rows:
        """Who takes which position in a dispute, in which words."""
        return self.look_up("dispute_positions", "dispute", dispute)

    def look_up(self, view: str, column: str, key: Union[int, str]) -> Rows:
        """All rows of a view of docs/store.md, one column of which is ``key``: ("quotes", "article", "a1")."""
        key = words_of(key, column) if isinstance(key, str) else number_of(key, column, -_MOST, _MOST)
        return Rows(*self._core.look_up(words_of(view, "view"), words_of(column, "column"), key))

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
