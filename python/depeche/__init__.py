"""Reads the news and keeps the record: who did or said what to whom, when, where, according to whom.

>>> import depeche
>>> coder = depeche.Coder("fr", "en")
>>> record = coder.code("La Russie a expulsé deux diplomates français.", published="2022-03-09")
>>> [(event.type, event.actor[0].country) for event in record.events]
[('SANCTION', 'RUS')]

Models are fetched once: ``python -m depeche fetch fr en``. docs/python.md tells more.
"""

from . import nlp
from ._coder import Article, Coder, Reader, Records, read, read_records
from ._core import version as __version__
from ._errors import Error, InputError, MissingError
from ._fetch import fetch
from ._record import Entity, Event, Link, Place, Position, Quote, Record, Span, Time
from ._store import Database, Rows, open
from ._tables import to_arrow, to_pandas, to_parquet

__all__ = [
    "Article", "Coder", "Database", "Entity", "Error", "Event", "InputError", "Link", "MissingError", "Place", "Position", "Quote",
    "Reader", "Record", "Records", "Rows", "Span", "Time", "fetch", "nlp", "open", "read", "read_records", "to_arrow", "to_pandas", "to_parquet",
]  # fmt: skip
