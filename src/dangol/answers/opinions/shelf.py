"""The reviews of each product as opinions: on which side its writer is, what they speak of, and what of it may be quoted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from dangol.answers.pieces import words_in
from dangol.kit.text import squash
from dangol.knowledge.facts import Review
from dangol.language.concepts import synonyms
from dangol.language.lexicon import Lexicon, respell
from dangol.language.reading import read_all

from .alike import Columns
from .quotable import Quote, plain, quotes_of

Side = Literal["glad", "mixed", "unhappy"]

MOST = 100  # reviews of one product that are counted, the newest
_GLAD, _UNHAPPY = 4.0, 2.0  # stars
_SIDE_OF: Mapping[str, Side] = {"positive": "glad", "neutral": "mixed", "negative": "unhappy"}


@dataclass(frozen=True)
class Opinion:
    """One review as an opinion. ``side`` is by its stars (4 and more, 2 and less); without stars, by what its words say."""

    review: Review
    side: Side
    lexicon: Lexicon

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        return quotes_of(self.review.text, self.lexicon)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words_in(plain(self.review.text)))

    @cached_property
    def letters(self) -> str:
        return squash(respell(plain(self.review.text)))

    def speaks_of(self, word: str) -> bool:
        """Whether it holds the word, a synonym of it, or its letters."""
        return any(other in self.words or (len(other) > 1 and squash(other) in self.letters) for other in synonyms(word))


class Opinions:
    """All reviews of one knowledge version. Threads may share it; a product's are read when first asked for."""

    def __init__(self, reviews: Iterable[Review], lexicon: Lexicon) -> None:
        self.reviews: dict[str, Review] = {review.citation_id: review for review in reviews}
        self._lexicon = lexicon
        self._by_product: dict[str, list[Review]] = {}
        for review in sorted(self.reviews.values(), key=lambda review: (review.written_on, review.id), reverse=True):
            self._by_product.setdefault(f"product/{review.product}", []).append(review)
        self.columns = Columns.of(self.reviews.values())
        self.of = lru_cache(512)(self._of)
        """The newest ``MOST`` opinions on a product by its key, newest first."""

    def __len__(self) -> int:
        return len(self.reviews)

    def count(self, key: str) -> int:
        """How many reviews there are of a product."""
        return len(self._by_product.get(key, ()))

    def one(self, citation_id: str) -> Opinion | None:
        review = self.reviews.get(citation_id)
        return next(iter(self._read([review])), None) if review else None

    def _of(self, key: str) -> tuple[Opinion, ...]:
        return tuple(self._read(self._by_product.get(key, [])[:MOST]))

    def _read(self, reviews: list[Review]) -> list[Opinion]:
        unrated = [review for review in reviews if review.rating is None]
        read = read_all([plain(review.text) for review in unrated], self._lexicon, tokens=False)
        said = {review.id: _SIDE_OF[reading.meaning.sentiment.label] for review, reading in zip(unrated, read, strict=True)}
        return [Opinion(review=one, side=_by_stars(one.rating) or said[one.id], lexicon=self._lexicon) for one in reviews]


def _by_stars(rating: float | None) -> Side | None:
    if rating is None:
        return None
    return "glad" if rating >= _GLAD else "unhappy" if rating <= _UNHAPPY else "mixed"
