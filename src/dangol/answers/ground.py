"""The ground an answer stands on: every piece of the brand's knowledge as words, how rare each word is, and how well a piece explains a word.

The rule of this room is *explain every word*: an answer is given only when its evidence accounts for what was asked. A word of the
question is explained by a piece that holds it, a synonym of it, or the letters of it; the rarer the word, the more it counts; a word
that the brand has never used counts most. So "카페라떼 얼마예요?" is not answered with the price of another coffee.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from dangol.kit.text import bigrams, jamo, squash
from dangol.knowledge.facts import Faq, Passage, Snapshot, Subject
from dangol.language.concepts import concept_of_header, concepts_of_word, is_shop_word, synonyms
from dangol.language.lexicon import Lexicon, Name, respell
from dangol.language.tokens import Token, add_words, tokenise

_SUFFIXES = frozenset("산 제 용 형 식 류 비 료 권 실 장 점 법 기 성 색 맛 값 도".split())
_CONTENT = frozenset({"NNG", "NNP", "XR", "VV", "VA", "SL", "SN", "NR", "SH", "UN", "W_SERIAL"})
_LATIN_ALIAS = re.compile(r"\(([A-Za-z][A-Za-z0-9 '&.-]{2,39})\)")


def words_of(tokens: Iterable[Token]) -> set[str]:
    """The words of a text as compared: verbs in dictionary form, Latin in lower case."""
    found = set()
    for token in tokens:
        if token.tag in _CONTENT:
            found.add(token.lemma if token.tag in {"VV", "VA"} else token.form.lower())
    return found


def words_in(text: str) -> set[str]:
    spelled = respell(text)
    return words_of(tokenise(spelled)) | {word.lower() for word in re.findall(r"[A-Za-z]{2,}", spelled)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One citable piece of knowledge, as words.

    Attributes:
        key: its citation id; head: the words of its question or headings; words: all its words; letters: all its text squashed; pairs, head_pairs: the pairs of
        letters in the text and in the head.
    """

    key: str
    head: frozenset[str]
    words: frozenset[str]
    letters: str
    pairs: frozenset[str]
    head_pairs: frozenset[str]

    def explains(self, word: str) -> float:
        """0…1: how well this piece accounts for a word of a question."""
        if word in self.words:
            return 1.0
        if len(word) > 1 and (bare := squash(word)) and len(bare) > 1 and bare in self.letters:
            return 0.9
        best = 0.0
        for other in synonyms(word):
            if other in self.words:
                best = max(best, 0.85)
            elif len(other) > 1 and not other.isascii() and (bare := squash(other)) and len(bare) > 1 and bare in self.letters:
                best = max(best, 0.75)
        return best or self._explains_parts(word)

    def explains_any(self, words: Iterable[str]) -> float:
        """The best of several words that mean the same here; the first is the customer's own, the others count a little less."""
        return max((self.explains(word) * (1.0 if at == 0 else 0.95) for at, word in enumerate(words)), default=0.0)

    def _explains_parts(self, word: str) -> float:
        """A compound that stands nowhere as such ("추가금", "기본배송료") is partly explained by its parts."""
        if len(word) < 3 or word.isascii():
            return 0.0
        for cut in range(len(word) - 1, 1, -1):
            head, tail = word[:cut], word[cut:]
            if head in self.words and tail in _SUFFIXES:
                return 0.9
            if head in self.words or (len(head) > 2 and head in self.letters):
                return 0.9 if len(tail) > 1 and (tail in self.words or tail in self.letters) else 0.6
        tail = word[-2:]
        return 0.5 if tail in self.words else 0.0


class Ground:
    """Everything of one knowledge version that answering needs, prepared once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        _teach_names(snapshot)
        self.faqs: dict[str, Faq] = {faq.citation_id: faq for faq in snapshot.faqs.values()}
        self.passages: dict[str, Passage] = {passage.citation_id: passage for passage in snapshot.passages}
        self.subjects: dict[str, Subject] = {
            **{f"product/{subject.id}": subject for subject in snapshot.products.values()},
            **{f"place/{subject.id}": subject for subject in snapshot.places.values()},
        }
        self.pieces: dict[str, Piece] = {}
        for faq in self.faqs.values():
            self._add(faq.citation_id, faq.question, faq.answer)
        for passage in snapshot.passages:
            self._add(passage.citation_id, " ".join((passage.title, *passage.headings)), passage.text)
        self.subject_pieces = {key: self._piece(key, subject.name, _subject_text(subject)) for key, subject in self.subjects.items()}
        counts = Counter(word for piece in (*self.pieces.values(), *self.subject_pieces.values()) for word in piece.words)
        self._total = len(self.pieces) + len(self.subject_pieces) + 1
        self._counts = counts
        self.lexicon = Lexicon(self._names())
        self.categories = self._categories()
        self._repairs: dict[str, str] = {}

    def rarity(self, word: str) -> float:
        """0…1: the inverse document frequency of a word or its most frequent synonym, 1 for one the brand has never used."""
        seen = max((self._counts[other] for other in synonyms(word)), default=0)
        return math.log(1 + self._total / (1 + seen)) / math.log(1 + self._total)

    def known(self, word: str) -> bool:
        """Whether the brand's texts hold the word, a synonym of it, or its letters inside a longer word."""
        if any(self._counts[other] for other in synonyms(word)):
            return True
        bare = squash(word)
        return len(bare) > 1 and bare in self._all_letters

    def repaired(self, word: str) -> str:
        """A word the brand has never used, if it is one slip of a finger away from one that it uses: that one; else the word itself."""
        if self.known(word) or len(word) < 2 or word.isascii() or is_shop_word(word):
            return word
        if word not in self._repairs:
            self._repairs[word] = self._inside(word) or self._nearest(word)
            if len(self._repairs) > 5000:
                self._repairs.clear()
                return word
        return self._repairs[word]

    def _inside(self, word: str) -> str | None:
        """The shop's word inside one that ran together ("칼로리점" → 칼로리, "성수점위치점여" → 위치)."""
        if len(word) < 3:
            return None
        spots = [(start, end) for start in range(len(word) - 1) for end in range(start + 2, len(word) + 1) if end - start < len(word)]
        fitting = [word[start:end] for start, end in spots if word[start:end] in concepts_of_word() and (start == 0 or len(word) > 4)]
        return max(fitting, key=len, default=None)

    def _nearest(self, word: str) -> str:
        spelled = jamo(word)
        enough = 84.0 if len(word) <= 3 else 80.0
        best, score = word, enough
        for other, letters in self._vocabulary:
            if abs(len(other) - len(word)) <= 1 and (likeness := fuzz.ratio(spelled, letters, score_cutoff=score)) > score:
                best, score = other, likeness
        return best

    @cached_property
    def _vocabulary(self) -> list[tuple[str, str]]:
        return [(word, jamo(word)) for word in sorted(self._counts) if len(word) > 1 and not word.isascii()]

    @cached_property
    def _all_letters(self) -> str:
        return " ".join(piece.letters for piece in (*self.pieces.values(), *self.subject_pieces.values()))

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
        """The pieces whose question or headings hold the word or a synonym of it."""
        return tuple(key for other in sorted(synonyms(word)) for key in self._heads.get(other, ()))

    @cached_property
    def _heads(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, piece in self.pieces.items():
            for word in piece.head:
                found[word].append(key)
        return {word: tuple(keys) for word, keys in found.items()}

    def _add(self, key: str, head: str, body: str) -> None:
        self.pieces[key] = self._piece(key, head, body)

    @staticmethod
    def _piece(key: str, head: str, body: str) -> Piece:
        first = words_in(head)
        whole = f"{head} {body}"
        return Piece(
            key=key,
            head=frozenset(first),
            words=frozenset(first | words_in(body)),
            letters=squash(respell(whole)),
            pairs=frozenset(bigrams(whole)),
            head_pairs=frozenset(bigrams(head)),
        )

    def _names(self) -> Iterable[Name]:
        brand = self.snapshot.brand
        for key, subject in self.subjects.items():
            names = [subject.name]
            if subject.kind == "place" and brand.name and subject.name.startswith(brand.name) and subject.name != brand.name:
                names.append(subject.name.removeprefix(brand.name).strip())
            names += [subject.facts[column].value for column in ("name_en", "english_name", "영문명") if column in subject.facts]
            names += _LATIN_ALIAS.findall(f"{subject.name} {subject.text('description') or ''}")
            yield Name(key=key, names=tuple(names))

    def _categories(self) -> Mapping[str, tuple[str, ...]]:
        """Products by category name (squashed), also by each part of it: ``"텐트/타프"`` is found by 텐트 and by 타프."""
        found: dict[str, list[str]] = defaultdict(list)
        for product in self.snapshot.products.values():
            column = self.column(product, "category")
            if column:
                parts = re.split(r"[/>·,&\s]+", product.facts[column].value)
                for part in dict.fromkeys(squash(respell(part)) for part in [*parts, product.facts[column].value]):
                    if len(part) > 1:
                        found[part].append(f"product/{product.id}")
        return {part: tuple(keys) for part, keys in found.items()}


def _teach_names(snapshot: Snapshot) -> None:
    """Teaches the tokeniser the words of names that it would cut ("감나무 잉크": 감나무, not 가|ㅁ|나무)."""
    words = {
        word
        for subject in (*snapshot.products.values(), *snapshot.places.values())
        for word in re.findall(r"[가-힣]{2,12}", respell(subject.name))
    }
    add_words(word for word in sorted(words) if any(token.tag[0] not in "NX" for token in tokenise(word)))


def _subject_text(subject: Subject) -> str:
    return " ".join(fact.value for column, fact in subject.facts.items() if column not in {"url", "link", "id"})
