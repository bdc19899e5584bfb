"""Which reviews are quoted: each side in proportion, and never praise alone where somebody was unhappy."""

from collections.abc import Sequence

from .asking import Wanted
from .quotable import Quote
from .shelf import Opinion, Side

MOST_QUOTED = 3
_OTHER_SIDE = 0.5  # beyond this score a sentence is of the other side than its writer
_BLAMES = -0.3  # a sentence's score from which it tells of something that was wanting


def chosen(opinions: Sequence[Opinion], wanted: Wanted, aspect: str) -> list[tuple[Opinion, Quote]]:
    """At most three quotes, newest first within a side; for what was wanting, only such."""
    if wanted == "bad":
        return _wanting(opinions, aspect)
    return _proportional(opinions, aspect)


def beside(alike: Sequence[Opinion], every: Sequence[Opinion]) -> list[tuple[Opinion, Quote]]:
    """What the few said who are like the asker, then others; somebody unhappy is among them where there is one."""
    first = [(one, quote) for one in alike if (quote := _best(one, ""))]
    rest = [pair for pair in _proportional(every, "") if pair[0] not in alike]
    if not any(one.side == "unhappy" for one, _ in first):
        rest.sort(key=lambda pair: pair[0].side != "unhappy")
    return [*first, *rest][:MOST_QUOTED]


def _proportional(opinions: Sequence[Opinion], aspect: str) -> list[tuple[Opinion, Quote]]:
    quotas = _quotas(opinions)
    found: list[tuple[Opinion, Quote]] = []
    said: set[str] = set()
    for side, most in quotas.items():
        taken = 0
        for opinion in opinions:
            if taken == most:
                break
            quote = _best(opinion, aspect) if opinion.side == side else None
            if quote and quote.text not in said:
                said.add(quote.text)
                found.append((opinion, quote))
                taken += 1
    return found


def _quotas(opinions: Sequence[Opinion]) -> dict[Side, int]:
    """How many of each side: in proportion, one at least of the glad and of the unhappy where there are any."""
    count = {side: sum(one.side == side for one in opinions) for side in ("glad", "unhappy", "mixed")}
    total = max(1, len(opinions))
    unhappy = min(MOST_QUOTED, max(bool(count["unhappy"]), round(MOST_QUOTED * count["unhappy"] / total)))
    glad = min(MOST_QUOTED - unhappy, max(bool(count["glad"]), round(MOST_QUOTED * count["glad"] / total)))
    return {"glad": glad, "unhappy": unhappy, "mixed": MOST_QUOTED - unhappy - glad}


def _best(opinion: Opinion, aspect: str) -> Quote | None:
    """The fullest sentence that shows its side, of those that speak of what was asked if any does."""
    about = [quote for quote in opinion.quotes if aspect and aspect in quote.text] or list(opinion.quotes)
    sided = {
        "glad": [quote for quote in about if quote.score > -_OTHER_SIDE],
        "unhappy": [quote for quote in about if quote.score < _OTHER_SIDE],
        "mixed": about,
    }
    return max(sided[opinion.side] or about, key=lambda quote: len(quote.text), default=None)


def _wanting(opinions: Sequence[Opinion], aspect: str) -> list[tuple[Opinion, Quote]]:
    """What was wanting: of the unhappy first, then of the others where a sentence says so."""
    found: list[tuple[Opinion, Quote]] = []
    for side in ("unhappy", "mixed", "glad"):
        for opinion in opinions:
            quotes = [quote for quote in opinion.quotes if quote.score <= _BLAMES]
            about = [quote for quote in quotes if aspect and aspect in quote.text] or quotes
            worst = _best(opinion, aspect) if side == "unhappy" else min(about, key=lambda quote: quote.score, default=None)
            if opinion.side == side and worst and worst.text not in {quote.text for _, quote in found}:
                found.append((opinion, worst))
    return found[:MOST_QUOTED]
