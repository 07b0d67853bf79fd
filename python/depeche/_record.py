"""The record of one article, as objects."""

from __future__ import annotations

import json
from typing import Any, Iterator, NamedTuple, Optional

from . import _tables
from ._errors import InputError
from ._html import html_of

_MEMBERS = (
    "id", "url", "publisher", "language", "text", "diagnostics", "coder", "published", "events", "entities", "places", "times", "quotes",
    "sentences", "residue",
)  # fmt: skip


class Span(NamedTuple):
    """Code points of the record's text, ``text[begin:end]``."""

    begin: int
    end: int


class _Part:
    """A member of a record: its JSON object, and the record it stands in."""

    __slots__ = ("_record", "_data")

    def __init__(self, record: "Record", data: dict):
        self._record = record
        self._data = data

    def to_dict(self) -> dict:
        """The JSON object as it stands in the record."""
        return self._data

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._data == other._data and self._record == other._record  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((type(self), self._record, self._data.get("id"), str(self._data.get("span"))))

    def __getstate__(self):
        return (self._record, self._data)

    def __setstate__(self, state):
        self._record, self._data = state


def _plain(name: str, doc: str, key: Optional[str] = None):
    return property(lambda self: self._data.get(key or name), doc=doc)


def _span(name: str, doc: str):
    def get(self):
        span = self._data.get(name)
        return None if span is None else Span(*span)

    return property(get, doc=doc)


def _entities(name: str, doc: str):
    return property(lambda self: tuple(map(self._record.entity, self._data.get(name, ()))), doc=doc)


class Entity(_Part):
    """A person, state, group …, with all its mentions."""

    __slots__ = ()
    id = _plain("id", "``e1`` …")
    name = _plain("name", "How it is called")
    kind = _plain("kind", "person, state, government, organisation, armed_group, party, medium, people")
    country = _plain("country", "ISO 3166-1 alpha-3, or PLOVER's UNO, EUR, IGO …; None where not known")
    sector = _plain("sector", "PLOVER's sector: GOV, MIL …")
    wikidata = _plain("wikidata", "``Q…`` or None")
    title = _plain("title", "The office it is named by, or None")
    confidence = _plain("confidence", "Probability that country and sector are right")
    members = _entities("members", "Whom it stands for, where it is several that are named apart")

    @property
    def mentions(self) -> list[Span]:
        """Where it is named."""
        return [Span(*m["span"]) for m in self._data["mentions"]]

    def __repr__(self) -> str:
        return f"<Entity {self.id} {self.name!r}>"


class Place(_Part):
    """A place that the article names."""

    __slots__ = ()
    id = _plain("id", "``p1`` …")
    name = _plain("name", "Its name")
    country = _plain("country", "ISO 3166-1 alpha-3 or None")
    admin1 = _plain("admin1", "The region or None")
    lat = _plain("lat", "Degrees north or None")
    lon = _plain("lon", "Degrees east or None")
    geonames = _plain("geonames", "GeoNames' number or None")
    precision = _plain("precision", "How near its coordinates are: point, town, region, country, wide")

    @property
    def mentions(self) -> list[Span]:
        """Where it is named."""
        return [Span(*span) for span in self._data["mentions"]]

    def __repr__(self) -> str:
        return f"<Place {self.id} {self.name!r}>"


class Time(_Part):
    """An expression of time."""

    __slots__ = ()
    span = _span("span", "Where it stands")
    type = _plain("type", "DATE, TIME, DURATION, SET")
    value = _plain("value", "As TIMEX3 has it: 2023-08-18, P2D")
    mod = _plain("mod", "TIMEX3's modifier: START, APPROX …; None for none")
    begin = _plain("begin", "The first day of a span of time whose ends are known, or None")
    end = _plain("end", "Its last day, or None")

    def __repr__(self) -> str:
        return f"<Time {self._record.words(self.span)!r} = {self.value}>"


class Quote(_Part):
    """What someone says."""

    __slots__ = ()
    span = _span("span", "Where it stands")
    form = _plain("form", "direct, mixed, indirect")
    cue = _span("cue", "The words that bring it in, or None")
    via = _entities("via", "Through whom, from the outermost source inward")
    closed = _plain("closed", "Whether the quotation is closed")

    @property
    def speaker(self) -> Optional[Entity]:
        """Who says it, or None."""
        return self._record.entity(self._data["speaker"])

    @property
    def words(self) -> str:
        """What is said."""
        return self._record.words(self.span)

    def __repr__(self) -> str:
        return f"<Quote {self.speaker.name if self.speaker else None!r}: {self.words!r}>"


class Position(_Part):
    """Who takes which stance on an event."""

    __slots__ = ()
    stance = _plain("stance", "asserts, accuses, denies, confirms, doubts, demands, promises")
    span = _span("span", "The words that tell it, or None")

    @property
    def by(self) -> Optional[Entity]:
        """Who takes it."""
        return self._record.entity(self._data["by"])

    def __repr__(self) -> str:
        return f"<Position {self.by.name if self.by else None!r} {self.stance}>"


class Link(NamedTuple):
    """How an event hangs together with another one of its record: ``denied_in``, ``same_as``."""

    kind: str
    event: "Event"


class Event(_Part):
    """Who did or said what to whom, when, where, according to whom."""

    __slots__ = ()
    id = _plain("id", "``v1`` …")
    type = _plain("event", "One of PLOVER's 16 types", "event")
    mode = _plain("mode", "PLOVER's mode, '' for none")
    context = _plain("context", "PLOVER's contexts")
    quad = _plain("quad", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict")
    score = _plain("score", "PLOVER's score")
    cameo = _plain("cameo", "CAMEO's code or None")
    goldstein = _plain("goldstein", "Goldstein's value")
    actor = _entities("actor", "Who did it")
    recipient = _entities("recipient", "To whom")
    date = _plain("date", "As precise as the text: 2023-08-15, 2023-08, 1910/1945, None")
    time_basis = _plain("time_basis", "text, document or none")
    status = _plain("status", "occurred, planned, claimed, alleged, hypothetical, negated")
    hedged = _plain("hedged", "Whether the wording withholds certainty")
    historical = _plain("historical", "Whether it is told as something long past")
    confidence = _plain("confidence", "Probability that type and trigger are right")
    according_to = _entities("according_to", "The chain of sources, outermost first")
    denied_by = _entities("denied_by", "Who denies it")
    confirmed_by = _entities("confirmed_by", "Who confirms it")
    trigger = _span("trigger", "The word that tells the event")
    sentence = _span("sentence", "The sentence it stands in")
    rule = _plain("rule", "The rule that fired")

    @property
    def evidence(self) -> list[Span]:
        """All that tells of it."""
        return [Span(*span) for span in self._data["evidence"]]

    @property
    def place(self) -> Optional[Place]:
        """Where, or None."""
        place = self._data.get("place")
        return None if place is None else self._record.place(place["id"])

    @property
    def positions(self) -> tuple[Position, ...]:
        """Who takes which stance on it."""
        return tuple(Position(self._record, p) for p in self._data["positions"])

    @property
    def links(self) -> tuple[Link, ...]:
        """The events it hangs together with."""
        return tuple(Link(link["kind"], self._record.event(link["event"])) for link in self._data["links"])

    def __repr__(self) -> str:
        def names(entities):
            return ", ".join(e.name for e in entities) or "…"

        return f"<Event {self.id} {names(self.actor)} → {names(self.recipient)}: {self.type} {self.date or ''} ({self.status})>"


class Record:
    """What coding one article yields. ``to_json()`` gives the bytes of ``depeche code --format jsonl``.

    >>> import depeche
    >>> coder = depeche.Coder("en")
    >>> record = coder.code("Russian troops shelled Kharkiv on Tuesday, police said.", published="2022-03-09")
    >>> record
    <Record 'text:1' en 2022-03-09, 1 event>
    >>> event = record.events[0]
    >>> event.type, event.date, event.place.name, [e.name for e in event.according_to]
    ('ASSAULT', '2022-03-08', 'Kharkiv', ['police'])
    >>> record.words(event.trigger)
    'shelled'
    """

    __slots__ = ("_json", "_data")

    def __init__(self, json_line: str):
        if not isinstance(json_line, str):
            raise TypeError(f"a record is made of a line of JSON, not of {type(json_line).__name__}")
        self._json = json_line
        self._data: Optional[dict] = None

    def _get(self) -> dict:
        if self._data is None:
            try:
                data = json.loads(self._json)
            except (ValueError, RecursionError) as fault:
                raise InputError(f"not a record: {fault}") from None
            if not isinstance(data, dict):
                raise InputError("not a record, but another piece of JSON")
            if lacking := [name for name in _MEMBERS if name not in data]:
                raise InputError(f"not a record: it has no '{lacking[0]}'")
            self._data = data
        return self._data

    def to_json(self) -> str:
        """One JSON object without a line end."""
        return self._json

    def to_dict(self) -> dict:
        """The same as Python's dicts and lists."""
        return self._get()

    id = property(lambda self: self._get()["id"], doc="The article's id")
    url = property(lambda self: self._get()["url"], doc="Its address or None")
    publisher = property(lambda self: self._get()["publisher"], doc="Its publisher or None")
    language = property(lambda self: self._get()["language"], doc="ISO 639-1")
    text = property(lambda self: self._get()["text"], doc="What all spans index: title, empty line, body")
    diagnostics = property(lambda self: self._get()["diagnostics"], doc="What was odd about the article")
    coder = property(lambda self: self._get()["coder"], doc="With what the record was made")

    @property
    def published(self) -> Optional[str]:
        """The article's day, as ISO date, or None."""
        return self._get()["published"]["date"]

    @property
    def published_basis(self) -> str:
        """given, inferred or unknown"""
        return self._get()["published"]["basis"]

    @property
    def published_evidence(self) -> list[Span]:
        """The words that the day was inferred from."""
        return [Span(*span) for span in self._get()["published"]["evidence"]]

    @property
    def published_candidates(self) -> list[dict]:
        """The days that the text itself tells of, the surest first: ``date``, ``confidence``, ``from``, ``evidence``."""
        return self._get()["published"].get("candidates", [])

    def _parts(self, kind, name) -> tuple:
        return tuple(kind(self, data) for data in self._get()[name])

    @property
    def events(self) -> tuple[Event, ...]:
        """Its events, in the order of the text."""
        return self._parts(Event, "events")

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who and what it names."""
        return self._parts(Entity, "entities")

    @property
    def places(self) -> tuple[Place, ...]:
        """The places it names."""
        return self._parts(Place, "places")

    @property
    def times(self) -> tuple[Time, ...]:
        """Its expressions of time."""
        return self._parts(Time, "times")

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What someone says in it."""
        return self._parts(Quote, "quotes")

    @property
    def sentences(self) -> list[Span]:
        """Its sentences."""
        return [Span(*span) for span in self._get()["sentences"]]

    @property
    def residue(self) -> list[Span]:
        """What of the text is not the report."""
        return [Span(*span) for span in self._get()["residue"]]

    def _numbered(self, name: str, id: str) -> dict:
        """What has that id, whose number counts from 1."""
        parts, number = self._get()[name], id[1:]
        at = int(number) - 1 if number.isdecimal() else -1
        if not 0 <= at < len(parts) or parts[at]["id"] != id:
            raise KeyError(f"the record has no '{id}'")
        return parts[at]

    def entity(self, id: Optional[str]) -> Optional[Entity]:
        """The entity of that id, None for None; KeyError where there is none."""
        return None if id is None else Entity(self, self._numbered("entities", id))

    def event(self, id: str) -> Event:
        """The event of that id; KeyError where there is none."""
        return Event(self, self._numbered("events", id))

    def place(self, id: str) -> Optional[Place]:
        """The place of that id, None where the record does not list it."""
        return next((Place(self, data) for data in self._get()["places"] if data["id"] == id), None)

    def words(self, span: Optional[tuple[int, int]]) -> str:
        """The text of a span, '' for None."""
        return "" if span is None else self.text[span[0] : span[1]]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self._get()["events"])

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self):
        return (Record, (self._json,))

    def __repr__(self) -> str:
        count = len(self)
        return f"<Record {self.id!r} {self.language} {self.published or 'no date'}, {count} event{'' if count == 1 else 's'}>"

    def _repr_html_(self) -> str:
        return html_of(self)

    def to_pandas(self):
        """Its events as a pandas.DataFrame, a row an event."""
        return _tables.to_pandas(self)

    def to_arrow(self):
        """Its events as a pyarrow.Table."""
        return _tables.to_arrow(self)

    def to_parquet(self, path: Any) -> None:
        """Its events into a Parquet file."""
        _tables.to_parquet(self, path)
