"""The text index: what of a snapshot can be found, and by which terms. Facts are never read from here, only found.

Each row is written as terms that were cut beforehand (Korean content words, pairs of letters), so tantivy only counts and weighs them.
A row that has not changed is not read again: one changed article among 10,000 costs one article.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from threading import Lock

import kiwipiepy
import tantivy

from dangol.kit.errors import Busy
from dangol.kit.text import bigrams, jamo, normalise
from dangol.knowledge.facts import Passage, Snapshot, Subject
from dangol.language.tokens import Token, content_tokens, tokenise_all

LEADS = (10, 40)  # terms: an article says early what it is about; two lengths did better than one on both tuning sets
_ADVERBS = frozenset({"MAG", "NP", "MM"})
_LESSER = frozenset({"VV", "VA"}) | _ADVERBS
_LESSER_WEIGHT = 0.6  # best of 0.4…1.2 on help articles and on paraphrases alike
_LAYOUT = "2"  # raise it when terms or fields change: an index of another layout is built anew
_WAIT_SECONDS = 120.0
_HEAP_BYTES = 15_000_000  # the least that tantivy takes for one thread


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One thing that can be found.

    Attributes:
        key: citation id of a piece, or the document's id (``article/<id>``) for a text of several passages as a whole.
        document: what ``key`` is a piece of; equal to ``key`` where there are no pieces.
        level: ``"document"``, ``"piece"``, or both words for a document of one piece.
    """

    key: str
    document: str
    kind: str
    level: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        joined = "\0".join((self.document, self.kind, self.level, self.title, self.text))
        return blake2b(joined.encode("utf-8", "replace"), digest_size=12).hexdigest()


def rows(snapshot: Snapshot) -> Iterator[Row]:
    """All that a snapshot says, in its own order: FAQs, passages (and their documents as wholes), products, places."""
    for faq in snapshot.faqs.values():
        yield _single(faq.citation_id, "faq", faq.question, faq.answer)
    for _, group in groupby(snapshot.passages, key=lambda passage: (passage.kind, passage.document)):
        yield from _document(list(group))
    for subject in (*snapshot.products.values(), *snapshot.places.values()):
        yield _single(f"{subject.kind}/{subject.id}", subject.kind, subject.name, _description(subject))


def weighted_terms(tokens: Iterable[Token]) -> dict[str, float]:
    """A query's terms and what each counts: nouns, numbers and foreign words 1, verbs, adverbs and pronouns less; repeats count once."""
    terms: dict[str, float] = {}
    for token in tokens:
        for term in _terms((token,)):
            terms[term] = max(terms.get(term, 0.0), _LESSER_WEIGHT if token.tag in _LESSER else 1.0)
    return terms


class Index:
    """A tantivy index in memory or in a directory that several processes may share. Threads may search while one updates."""

    def __init__(self, directory: Path | None = None) -> None:
        self.schema = _schema()
        self._lock = Lock()
        self._memory: dict[str, str] = {}
        self._home = _home(directory) if directory else None
        self._index = self._open()
        self.searcher: tantivy.Searcher = self._index.searcher()

    def update(self, wanted: Iterable[Row]) -> int:
        """Makes the index hold exactly ``wanted`` (keys are unique) and returns how many rows were written or removed.

        Raises:
            Busy: another process has been writing the same directory for two minutes.
        """
        with self._lock:
            by_key = {row.key: row for row in wanted}
            digests = {key: row.digest for key, row in by_key.items()}
            changed = 0
            if self._written() != digests:
                changed = self._write(by_key, digests)
            self._index.reload()
            self.searcher = self._index.searcher()
            return changed

    def _write(self, by_key: Mapping[str, Row], digests: dict[str, str]) -> int:
        writer = self._writer()
        # Another process may have written the same change while this one waited.
        written = self._written()
        stale = [key for key in written if written[key] != digests.get(key)]
        fresh = [key for key in digests if written.get(key) != digests[key]]
        # Rows that were half written before a crash are not in the list, so fresh keys are deleted too.
        for key in {*stale, *fresh}:
            writer.delete_documents_by_term("key", key)
        for entry in _entries([by_key[key] for key in fresh]):
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()
        self._remember(digests)
        return len({*stale, *fresh})

    def _writer(self) -> tantivy.IndexWriter:
        until = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                return self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() > until:
                    raise Busy(
                        "index.locked",
                        ko="다른 프로그램이 검색 색인을 쓰고 있습니다. 잠시 뒤 다시 시도해 주세요.",
                        en="Another process is writing the search index. Please try again in a moment.",
                    ) from None
                time.sleep(0.05)

    def _open(self) -> tantivy.Index:
        if self._home is None:
            return tantivy.Index(self.schema)
        self._home.mkdir(parents=True, exist_ok=True)
        try:
            return tantivy.Index(self.schema, path=str(self._home))
        except ValueError:  # damaged or foreign files: everything here can be made again from the tables
            shutil.rmtree(self._home)
            self._home.mkdir(parents=True)
            return tantivy.Index(self.schema, path=str(self._home))

    def _written(self) -> dict[str, str]:
        if self._home is None:
            return self._memory
        try:
            held = json.loads(self._list.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def _remember(self, digests: dict[str, str]) -> None:
        if self._home is None:
            self._memory = digests
            return
        passing = self._list.with_suffix(f".{os.getpid()}")
        passing.write_text(json.dumps(digests, ensure_ascii=True), "utf-8")
        passing.replace(self._list)

    @property
    def _list(self) -> Path:
        assert self._home is not None
        return self._home / "rows.json"


def _home(directory: Path) -> Path:
    """A folder of its own for this layout and this Kiwi, since terms cut by another would not be met by ours; older ones go."""
    home = directory / f"terms-{_LAYOUT}-{kiwipiepy.__version__}"
    for other in directory.glob("terms-*"):
        if other != home:
            shutil.rmtree(other, ignore_errors=True)
    return home


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("key", "document", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("level", stored=True, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", stored=True, tokenizer_name="whitespace", index_option="freq")
    for name in ("names", "pairs", *(f"lead{length}" for length in LEADS)):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("letters", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def _entries(wanted: Sequence[Row]) -> Iterator[tantivy.Document]:
    texts = (normalise(text) for row in wanted for text in (row.title, row.text))
    read = tokenise_all(texts)
    for row in wanted:
        yield _entry(row, _terms(next(read)), _terms(next(read)))


def _entry(row: Row, names: list[str], body: list[str]) -> tantivy.Document:
    terms = names + body
    entry = tantivy.Document()
    for name in ("key", "document", "kind", "level", "title"):
        entry.add_text(name, getattr(row, name).encode("utf-8", "replace").decode())
    entry.add_text("names", " ".join(names))
    entry.add_text("terms", " ".join(terms))
    for length in LEADS:
        entry.add_text(f"lead{length}", " ".join(terms[:length]))
    entry.add_text("pairs", " ".join(bigrams(f"{row.title}\n{row.text}")))
    entry.add_text("letters", " ".join(jamo(term) for term in dict.fromkeys(terms) if len(term) > 1))
    return entry


def _terms(tokens: Iterable[Token]) -> list[str]:
    """Content words, and the adverbs and pronouns that tell questions apart (언제, 어디, 같이): +1.3 points of R@1 on paraphrases."""
    terms: list[str] = []
    for token in tokens:
        found = (token.form,) if token.tag in _ADVERBS else content_tokens((token,))
        terms.extend("".join(term.split()) for term in found)
    return terms


def _single(key: str, kind: str, title: str, text: str) -> Row:
    return Row(key=key, document=key, kind=kind, level="document piece", title=title, text=text)


def _document(passages: list[Passage]) -> Iterator[Row]:
    first = passages[0]
    document = f"{first.kind}/{first.document}"
    level = "piece" if len(passages) > 1 else "document piece"
    texts = ["\n".join((*passage.headings, passage.text)) for passage in passages]
    for passage, text in zip(passages, texts, strict=True):
        yield Row(key=passage.citation_id, document=document, kind=passage.kind, level=level, title=passage.title, text=text)
    if len(passages) > 1:
        yield Row(key=document, document=document, kind=first.kind, level="document", title=first.title, text="\n".join(texts))


def _description(subject: Subject) -> str:
    """The columns by name, so that "성분" finds what has ingredients; long free text speaks for itself."""
    lines = []
    for column, fact in subject.facts.items():
        if column not in ("id", "name", "url", "lat", "lon"):
            lines.append(fact.value if column == "description" else f"{column} {fact.value}")
    return "\n".join(lines)
