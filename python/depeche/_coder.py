"""Articles in, records out."""

from __future__ import annotations

import json
import os
from collections import deque
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Optional, Union

from . import _core, _tables
from ._check import number_of, path_of, share_of, text_of, utf8_of, words_of
from ._errors import Error, InputError
from ._record import Record

Article = _core.Article
_ADVICE = "fetch it with `python -m depeche fetch fr en`, or name a file"
_FIELDS = ("id", "title", "text", "published", "date", "url", "publisher", "language", "lang")
_WAITING_PER_THREAD = 4  # articles that are read before those in front of them are done


def _resources(option: Optional[os.PathLike]) -> bytes:
    return _core.resources_folder(path_of(option), path_of(Path(__file__).parent / "resources"))


def _is_missing(value: Any) -> bool:
    """None, or what stands for it in a cell of pandas."""
    return value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NaTType", "NAType")


def _plain(value: Any) -> Any:
    """A value of a field of the user's own that JSON does not know: a day, or one of numpy."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a value of type {type(value).__name__} cannot be written as JSON")


def _line(article: Mapping) -> bytes:
    """An article as a line of JSON Lines."""
    if "text" not in article:
        raise InputError("no 'text'")
    text_of(article["text"], "text")
    article = {name: None if _is_missing(value) else value for name, value in article.items()}
    for name in _FIELDS:
        value = article.get(name)
        if value is not None and not isinstance(value, (str, int)):
            article[name] = value.isoformat()[:10] if hasattr(value, "isoformat") else text_of(value, name)
    try:
        line = json.dumps(article, ensure_ascii=False, allow_nan=False, default=_plain)
    except (ValueError, RecursionError) as fault:
        raise InputError(f"the article cannot be written as JSON: {fault}") from None
    return utf8_of(line, "the article")


class Coder:
    """Codes articles with the usual models of its languages; without any, with those of all.

    Loading takes some tenths of a second, so keep it. One coder serves any number of threads, and forked processes.

    model: the only model to use, a file or a name ("fr_core_news_sm").
    language: of articles that do not tell theirs; otherwise it is guessed.
    resources, gazetteer, actors: other lists and rules, as the options of ``depeche code``.
    min_confidence: events less sure are left out.

    >>> import depeche
    >>> with depeche.Coder("fr", "en") as coder:
    ...     record = coder.code("Le président a rencontré lundi l'ambassadeur d'Allemagne à Paris.", published="2022-03-09")
    >>> [(event.type, event.date) for event in record.events]
    [('CONSULT', '2022-03-07')]
    """

    def __init__(
        self,
        *languages: str,
        model: Union[str, os.PathLike, None] = None,
        language: Optional[str] = None,
        resources: Optional[os.PathLike] = None,
        gazetteer: Optional[os.PathLike] = None,
        actors: Optional[os.PathLike] = None,
        min_confidence: Optional[float] = None,
    ):
        for name in languages:
            words_of(name, "language")
        if model is not None and languages:
            raise InputError("either languages or a model")
        self._options = dict(
            model=model, language=language, resources=resources, gazetteer=gazetteer, actors=actors, min_confidence=min_confidence
        )
        self._languages = languages

        self._core = _core.Coder(
            list(languages), path_of(model), "" if language is None else words_of(language, "language"), _resources(resources),
            path_of(gazetteer), path_of(actors), share_of(min_confidence, "min_confidence"), _ADVICE,
        )  # fmt: skip

    def code(self, text: Union[str, Mapping, Article], **fields: Any) -> Record:
        """The record of a text; ``fields``: what is known of it, title, published (ISO, or a date), url, publisher, language, id.

        Also takes a dict as in JSON Lines input, or an article of ``depeche.read()``. Raises InputError (a ValueError) for
        what is no article, and TypeError for bytes and the like.
        """
        if isinstance(text, Article):
            if fields:
                raise InputError("an article that was read has its own fields")
            return Record(self._core.code_article(text))
        article = {**text, **fields} if isinstance(text, Mapping) else {**fields, "text": text_of(text, "text")}
        return Record(self._core.code_line(_line(article), 1))

    def code_many(
        self, articles: Iterable, *, threads: Optional[int] = None, progress: Optional[bool] = None, on_error: str = "raise"
    ) -> "Records":
        """The records of many articles (texts, dicts, what ``depeche.read()`` gives, a pandas.DataFrame), in their order, as they come.

        threads: how many; None: one a processor. progress: a bar, where tqdm is there; None: on a terminal or in a notebook
        on_error: "raise", or "skip": articles that cannot be read are left out, and told in ``faults`` of the answer.

        >>> import depeche
        >>> coder = depeche.Coder("en")
        >>> records = coder.code_many(["Police arrested a minister in Paris.", None, "Rain fell."], on_error="skip")
        >>> [len(record.events) for record in records]
        [1, 0]
        >>> records.faults
        [(2, "'text' is NoneType, not str")]
        """
        if on_error not in ("raise", "skip"):
            raise InputError("on_error: 'raise' or 'skip'")
        if isinstance(articles, (str, bytes, Mapping)):
            raise TypeError(f"articles: many of them, not one {type(articles).__name__}")
        if hasattr(articles, "itertuples"):  # a DataFrame, which would give the names of its columns
            articles = articles.to_dict("records")
        if threads is None:
            threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return Records(self._core, iter(articles), number_of(threads, "threads", 1, 1024), progress, on_error == "skip")

    def close(self) -> None:
        """Gives its memory back; what runs is finished. Later use raises RuntimeError."""
        self._core.close()

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._core.closed

    def __enter__(self) -> "Coder":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __reduce__(self):
        return (_reopen, (self._languages, self._options))

    def __repr__(self) -> str:
        of = self._options["model"] or ", ".join(self._languages) or "all languages"
        return f"<Coder {of}{', closed' if self.closed else ''}>"


def _reopen(languages, options):
    return Coder(*languages, **options)


def _bar(articles, wanted: Optional[bool]):
    """Counts what is taken, where tqdm is there."""
    if wanted is False:
        return None
    import sys

    if wanted is None and not ("ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())):
        return None
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tqdm, where a notebook has no widgets: it then draws with letters
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(unit=" articles", total=articles.__length_hint__() if hasattr(articles, "__length_hint__") else None)


class Records:
    """An iterator over records, which are made as they are asked for: memory stays flat however many there are.

    ``to_pandas()``, ``to_arrow()`` and ``to_parquet(path)`` use up what is left of it.
    """

    def __init__(self, core: Any, articles: Iterator, threads: int, progress: Optional[bool], skip: bool):
        self.faults: list[tuple[int, str]] = []  #: articles that were left out: their number, from 1, and why
        self._count = 0
        self._bar = _bar(articles, progress)
        self._steps = self._run(core, articles, threads, skip)

    def _put(self, run, article, number: int) -> None:
        if isinstance(article, Article):
            run.put_article(article, number)
        elif isinstance(article, Mapping):
            run.put_line(_line(article), number)
        else:
            run.put_line(_line({"text": article}), number)

    def _run(self, core, articles, threads, skip) -> Iterator[Record]:
        run = _core.Run(core, threads)
        pending: deque[tuple[int, Optional[Exception]]] = deque()  # an article's number, and what is wrong with it
        number, more = 0, True
        try:
            while more or pending:
                while more and len(pending) < threads * _WAITING_PER_THREAD:
                    try:
                        article = next(articles)
                    except StopIteration:
                        more = False
                        break
                    except Error as fault:  # of depeche.read(): the next one may be well
                        number += 1
                        pending.append((number, fault))
                        continue
                    number += 1
                    try:
                        self._put(run, article, number)
                        pending.append((number, None))
                    except (InputError, TypeError) as fault:
                        pending.append((number, fault))
                if not pending:
                    break
                at, wrong = pending.popleft()
                try:
                    if wrong is not None:
                        raise wrong
                    record = Record(run.take())
                except (Error, TypeError) as fault:
                    if not skip:
                        words = str(fault).removeprefix(f"text:{at}: ")
                        raise type(fault)(f"article {at}: {words}") from None
                    self.faults.append((at, str(fault).removeprefix(f"text:{at}: ")))
                    continue
                finally:
                    if self._bar is not None:
                        self._bar.update()
                self._count += 1
                yield record
        finally:
            run.close()
            if self._bar is not None:
                self._bar.close()

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> Record:
        return next(self._steps)

    def close(self) -> None:
        """Ends it before its end."""
        self._steps.close()

    def __repr__(self) -> str:
        return f"<Records, an iterator: {self._count} so far, {len(self.faults)} left out>"

    def to_pandas(self):
        """The events of all records as a pandas.DataFrame, a row an event."""
        return _tables.to_pandas(self)

    def to_arrow(self):
        """The same as a pyarrow.Table."""
        return _tables.to_arrow(self)

    def to_parquet(self, path) -> None:
        """The same into a Parquet file, piece by piece."""
        _tables.to_parquet(self, path)


class Reader:
    """The articles of files and folders; see ``depeche.read()``. A piece that is none raises InputError, the next call
    goes on behind it."""

    def __init__(self, paths, resources=None, text_column=None):
        names = [path_of(os.fspath(path)) for path in paths]
        for name in names:
            if name != b"-" and not os.path.exists(name):
                raise FileNotFoundError(2, "No such file or directory", os.fsdecode(name))
        self._names = names
        self._core = _core.Reader(names, _resources(resources), "" if text_column is None else words_of(text_column, "text_column"))

    def __iter__(self) -> "Reader":
        return self

    def __next__(self) -> Article:
        article = self._core.next()
        if article is None:
            raise StopIteration
        return article

    def __repr__(self) -> str:
        return f"<Reader, an iterator over articles of {', '.join(map(os.fsdecode, self._names))}>"


def read(*paths: Union[str, os.PathLike], text_column: Optional[str] = None, resources: Optional[os.PathLike] = None) -> Reader:
    """The articles of files and folders: HTML pages, text, JSON Lines, CSV, feeds, web archives, packed or not.

    >>> import depeche, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("A minister resigned.\\n\\nThe minister of Norway resigned on Monday.\\n")
    >>> [article.id for article in depeche.read(folder)]
    ['a']
    """
    if not paths:
        raise TypeError("at least one path")
    return Reader(paths, resources, text_column)


def read_records(path: Union[str, os.PathLike]) -> Iterator[Record]:
    """The records of a file that ``depeche code --format jsonl`` or ``to_json()`` wrote, one a line."""
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = Record(line.decode().rstrip("\n"))
                record.to_dict()
            except ValueError as fault:
                raise InputError(f"{os.fsdecode(path)}:{number}: {fault}") from None
            yield record
