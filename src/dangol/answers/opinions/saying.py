"""Sentences about reviews, each with the reviews that it rests on: a count of the sides, too few, none, a quote.

``answers.proof.opinions`` reads these very forms back and counts again, so a change here is a change there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dangol.answers.answer import Citation, Sentence
from dangol.answers.voice import Voice

from .quotable import Quote
from .shelf import Opinion

FEW = 3  # reviews: fewer are no general opinion, and that is said


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which reviews are counted: of what, only the newest, only those that speak of a word, only those of buyers like somebody."""

    name: str
    recent: bool = False
    aspect: str = ""
    alike: str = ""

    def ko(self) -> str:
        about = f"‘{self.aspect}’ 이야기가 있는 " if self.aspect else ""
        by = f"‘{self.alike}’인 분의 " if self.alike else ""
        return f"{self.name} {'최근 ' if self.recent else ''}{about}{by}후기"

    def en(self) -> str:
        about = f" that speak of ‘{self.aspect}’" if self.aspect else ""
        by = f" by buyers with ‘{self.alike}’" if self.alike else ""
        return f"{'latest ' if self.recent else ''}reviews of {self.name}{about}{by}"


def counted(scope: Scope, opinions: Sequence[Opinion], voice: Voice) -> Sentence:
    """How many there are on each side, with the mean of their stars; or that they are too few to say so."""
    count = len(opinions)
    if count < FEW:
        text = voice.say(
            f"{scope.ko()}가 {count}건뿐이라 전체 의견으로 보기는 어려워요.",
            f"There are only {count} {scope.en()}, too few to stand for everyone.",
        )
        return Sentence(text=text, citations=cites(opinions))
    glad, mixed, unhappy = (sum(one.side == side for one in opinions) for side in ("glad", "mixed", "unhappy"))
    mean = mean_of(opinions)
    text = voice.say(
        f"{scope.ko()} {count}건{f'(평균 별점 {mean}점)' if mean else ''} 중 만족 {glad}건, 보통 {mixed}건, 아쉬움 {unhappy}건이에요.",
        f"Of {count} {scope.en()}{f' (average {mean} of 5)' if mean else ''}, {glad} are glad, {mixed} mixed and {unhappy} unhappy.",
    )
    return Sentence(text=text, citations=cites(opinions))


def without(scope: Scope, opinions: Sequence[Opinion], voice: Voice) -> Sentence:
    """That none of these reviews speaks of it, or is by somebody alike."""
    what = Scope(name="", aspect=scope.aspect, alike=scope.alike)
    text = voice.say(
        f"{Scope(name=scope.name, recent=scope.recent).ko()} {len(opinions)}건 중{what.ko()}는 0건이에요.",
        f"Of {len(opinions)} {Scope(name=scope.name, recent=scope.recent).en()}, 0 are{what.en().removeprefix('reviews of ')}.",
    )
    return Sentence(text=text, citations=cites(opinions))


def no_reviews(name: str, citation: Citation, voice: Voice) -> Sentence:
    return Sentence(text=voice.say(f"{name} 후기는 아직 없어요.", f"There are no reviews of {name} yet."), citations=(citation,))


def quoted(opinion: Opinion, quote: Quote, voice: Voice, name: str = "") -> Sentence:
    """A reviewer's own words with their stars; ``name`` of the product where several are spoken of."""
    of_ko, of_en = (f"{name} ", f" of {name}") if name else ("", "")
    rating = opinion.review.rating
    stars_ko = f"별점 {rating:g}점 후기" if rating else "별점 없는 후기"
    stars_en = f"review{of_en} with {rating:g} of 5 stars" if rating else f"review{of_en} without stars"
    text = voice.say(f"“{quote.text}” ({of_ko}{stars_ko})", f"“{quote.text}” ({stars_en})")
    return Sentence(text=text, citations=(_cite(opinion, quote.text),))


def mean_of(opinions: Sequence[Opinion]) -> str:
    """The mean of the stars to one decimal, empty where nobody gave any."""
    stars = [one.review.rating for one in opinions if one.review.rating is not None]
    return f"{sum(stars) / len(stars):.1f}" if stars else ""


def cites(opinions: Sequence[Opinion]) -> tuple[Citation, ...]:
    return tuple(_cite(one, f"★{one.review.rating:g}" if one.review.rating else "") for one in opinions)


def _cite(opinion: Opinion, quote: str) -> Citation:
    return Citation(id=opinion.review.citation_id, version=opinion.review.version, quote=quote)
