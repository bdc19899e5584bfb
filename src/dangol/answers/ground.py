"""The ground an answer stands on: the brand's knowledge as words, how rare each word is, and how well a piece explains a word.

The rule of this room is *explain every word*: an answer is given only when its evidence accounts for what was asked. A word of the
question is explained by a piece that holds it, a synonym of it, or the letters of it; the rarer the word, the more it counts; a word
that the brand has never used counts most. So "카페라떼 얼마예요?" is not answered with the price of another coffee.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache, partial

from dangol.kit.text import squash
from dangol.knowledge.facts import Faq, Passage, Snapshot, Subject
from dangol.knowledge.names import teach_names
from dangol.language.concepts import concept_of_header, synonyms
from dangol.language.lexicon import Lexicon, Name, respell
from dangol.language.reading import read

from .nearness import Meanings
from .opinions.shelf import Opinions
from .pieces import Text, pieces_of
from .shelf import Shelf
from .vocabulary import Vocabulary

_LATIN_ALIAS = re.compile(r"\(([A-Za-z][A-Za-z0-9 '&.-]{2,39})\)")
_LATIN_COLUMNS = ("name_en", "english_name", "영문명")
_CATCH_ALL = frozenset({"기타", "그외", "전체", "etc", "other", "others", "all"})  # no group by which things are asked for
_REMEMBERED = 256  # readings
_NOT_READ = frozenset({"url", "link", "id"})


class Ground:
    """Everything of one knowledge version that answering needs, prepared once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        teach_names(snapshot)
        self.faqs: dict[str, Faq] = {faq.citation_id: faq for faq in snapshot.faqs.values()}
        self.passages: dict[str, Passage] = {passage.citation_id: passage for passage in snapshot.passages}
        self.subjects: dict[str, Subject] = {
            **{f"product/{subject.id}": subject for subject in snapshot.products.values()},
            **{f"place/{subject.id}": subject for subject in snapshot.places.values()},
        }
        self.shelf = Shelf(tuple(_texts(snapshot)))
        self.meanings = Meanings(self.shelf.texts)
        described = [Text(key=key, head=subject.name, body=_told(subject)) for key, subject in self.subjects.items()]
        self.subject_pieces = {piece.key: piece for piece in pieces_of(described)}
        self.vocabulary = Vocabulary(self.shelf, self.subject_pieces.values())
        self.lexicon = Lexicon(self._names())
        self.categories = self._categories()
        self.opinions = Opinions(snapshot.reviews.values(), self.lexicon)

        self.read = lru_cache(_REMEMBERED)(partial(read, lexicon=self.lexicon))
        """Reads a text with this brand's names; who reads the same message again, for its sender's needs, has it at once."""

    def rarity(self, word: str) -> float:
        """0…1: the inverse document frequency of a word or its most frequent synonym, 1 for one the brand has never used."""
        return self.vocabulary.rarity(word)

    def known(self, word: str) -> bool:
        """Whether the brand's texts hold the word, a synonym of it, or its letters inside a longer word."""
        return self.vocabulary.known(word)

    def repaired(self, word: str) -> str:
        """A word the brand has never used, if it is one slip of a finger away from one that it uses: that one; else the word itself."""
        return self.vocabulary.repaired(word)

    def column(self, subject: Subject, concept: str) -> str | None:
        """The subject's column that means a concept (``"price"``), or None."""
        return next((column for column in subject.facts if (known := concept_of_header(column)) and known.name == concept), None)

    def category(self, letters: str) -> tuple[str, ...]:
        """The products of a category by its squashed name, a part of it, or a synonym; empty for anything else."""
        exact = next((keys for other in (letters, *sorted(synonyms(letters))) if (keys := self.categories.get(squash(other)))), ())
        if exact or len(letters) < 2:
            return exact
        return tuple(key for name, keys in self.categories.items() if name.endswith(letters) for key in keys)

    def headed(self, word: str) -> tuple[str, ...]:
        """The pieces whose question or headings hold the word or a synonym of it, among those read at once."""
        return tuple(key for other in sorted(synonyms(word)) for key in self._heads.get(other, ()))

    @cached_property
    def _heads(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, piece in self.shelf.opened.items():
            for word in piece.head:
                found[word].append(key)
        return {word: tuple(keys) for word, keys in found.items()}

    def _names(self) -> Iterable[Name]:
        brand = self.snapshot.brand
        for key, subject in self.subjects.items():
            names = [subject.name]
            if subject.kind == "place" and brand.name and subject.name.startswith(brand.name) and subject.name != brand.name:
                names.append(subject.name.removeprefix(brand.name).strip())
            names += [subject.facts[column].value for column in _LATIN_COLUMNS if column in subject.facts]
            names += _LATIN_ALIAS.findall(f"{subject.name} {subject.text('description') or ''}")
            yield Name(key=key, names=tuple(names))

    def _categories(self) -> Mapping[str, tuple[str, ...]]:
        """Products by category name (squashed), also by each part of it: ``"텐트/타프"`` is found by 텐트 and by 타프."""
        found: dict[str, list[str]] = defaultdict(list)
        for product in self.snapshot.products.values():
            column = self.column(product, "category")
            if column:
                whole = product.facts[column].value
                for part in dict.fromkeys(squash(respell(part)) for part in [*re.split(r"[/>·,&\s]+", whole), whole]):
                    if len(part) > 1 and part not in _CATCH_ALL:
                        found[part].append(f"product/{product.id}")
        return {part: tuple(keys) for part, keys in found.items()}


def _texts(snapshot: Snapshot) -> Iterable[Text]:
    """FAQs, policies and then articles: where there are many, the first are read at once."""
    for faq in snapshot.faqs.values():
        yield Text(key=faq.citation_id, head=faq.question, body=faq.answer)
    for passage in sorted(snapshot.passages, key=lambda passage: passage.kind == "article"):
        yield Text(key=passage.citation_id, head=" ".join((passage.title, *passage.headings)), body=passage.text)


def _told(subject: Subject) -> str:
    return " ".join(fact.value for column, fact in subject.facts.items() if column not in _NOT_READ)
