"""How likely a person wants each product now: everything that speaks for it put into one number, and the strongest of it into words. Pure.

``wanted = 1 - (1 - ranking) * (1 - need) * (1 - rhythm)``: independent causes, any of which is enough (noisy-or, Pearl 1988). *Ranking*
is the fitted conditional logit over the person's own frequency and recency, people alike, what goes together, the clock and popularity
(``offers.rank``). *Need* is what they said or did lately, *rhythm* what is due by their own cycle. The weights of needs are judgements.

Where the person said what interests them, their word stands above the past: a product of these categories has it as one cause more, and
for any other the ranking counts a quarter.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dangol.offers.rank import Ranked
from dangol.offers.shelf import Product
from dangol.people.needs import Need, NeedKind
from dangol.people.rhythm import Rhythm

_OF_NEED: Mapping[NeedKind, float] = {"buy": 1.0, "compare": 0.6, "know": 0.5, "praise": 0.2}
_GUESS = 0.5  # of a latent need
_SOON = timedelta(hours=36)  # a rhythm speaks from so long before its next time
_TOLD = 0.3  # a need or a rhythm as strong as this is said before anything of the past: it is nearer to the person now
_SAID, _NOT_SAID = 0.35, 0.25  # that they said it interests them; what is left of the ranking where they named other things
_NEW = 0.5  # a product that nobody has chosen yet counts as half of an average one, so that it is seen at all

Words = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """How much a product is wanted.

    Attributes:
        score: 0…1. source: what speaks for it most: own, alike, together, hour, popular, need, rhythm, said, new, none.
        ko, en: why, as it is said to the person, without a full stop.
    """

    score: float
    source: str
    ko: str
    en: str


def wanted(
    shelf: Mapping[str, Product],
    ranked: Iterable[Ranked],
    needs: Iterable[Need],
    rhythms: Iterable[Rhythm],
    local: datetime,
    interests: Collection[str] = (),
) -> dict[str, Wanted]:
    """For every product of the brand.

    Args:
        ranked: all that the model knows; products that are gone are passed over.
        local: now, on the brand's wall clock, as the rhythms' times are.
        interests: categories that they said interest them; none when they said nothing.
    """
    ranking = {one.id: one for one in ranked}
    by_need, unhappy = _needs(needs)
    due = _due(rhythms, local)
    return {name: _wanted(product, ranking, by_need, due, unhappy, interests) for name, product in shelf.items()}


def _wanted(
    product: Product,
    ranking: Mapping[str, Ranked],
    by_need: Mapping[str, tuple[float, Words]],
    due: Mapping[str, tuple[float, Words]],
    unhappy: frozenset[str],
    interests: Collection[str],
) -> Wanted:
    if product.id in unhappy:
        return Wanted(score=0.0, source="none", ko="", en="")
    source, chance, why = _ranked(ranking.get(product.id), len(ranking))
    causes = [(source, chance * _NOT_SAID if interests and product.category not in interests else chance, why)]
    if product.category in interests:
        causes.append(("said", _SAID, ("관심 있다고 알려 주셔서", "you told us that it interests you")))
    if product.id in by_need:
        causes.append(("need", *by_need[product.id]))
    for key, share in ((f"product/{product.id}", 1.0), (f"category/{product.category}", 0.5)):
        if key in due:
            causes.append(("rhythm", due[key][0] * share, due[key][1]))
    left = 1.0
    for _, chance, _ in causes:
        left *= 1 - chance
    said = [cause for cause in causes if cause[0] in {"need", "rhythm", "said"} and cause[1] >= _TOLD]
    source, _, (ko, en) = max(said or causes, key=lambda cause: cause[1])
    return Wanted(score=1 - left, source=source, ko=ko, en=en)


def _ranked(one: Ranked | None, known: int) -> tuple[str, float, Words]:
    if one is None and not known:
        return "none", _NEW, ("지금 고르실 수 있어", "you can have it now")
    if one is None:
        return "new", _NEW / (known + 1), ("새로 들어온 상품이라", "it is new here")
    source = {"before": "own", "due": "own", "after": "together", "crowd_hour": "hour"}.get(one.reason, one.reason)
    return source, one.score, _to_the_person(one)


def _to_the_person(one: Ranked) -> Words:
    if one.times and one.reason in {"before", "due", "hour"}:
        return f"전에 {one.times}번 고르셔서", f"you chose it {one.times} {'time' if one.times == 1 else 'times'} before"
    return {
        "after": ("최근에 고르신 것 다음에 많이 골라서", "it often follows your last choice"),
        "together": ("최근에 고르신 것과 잘 어울려서", "it goes with what you chose lately"),
        "alike": ("취향이 비슷한 분들이 골라서", "people who choose like you choose it"),
        "crowd_hour": ("이 시간에 많이 찾으셔서", "many choose it at this hour"),
    }.get(one.reason, ("요즘 많이 찾으셔서", "many choose it these days"))


def _needs(needs: Iterable[Need]) -> tuple[dict[str, tuple[float, Words]], frozenset[str]]:
    found: dict[str, tuple[float, Words]] = {}
    unhappy: set[str] = set()
    for need in needs:
        products = [one.partition("/")[2] for one in need.subjects if one.startswith("product/")]
        if need.kind == "complain":
            unhappy.update(products)
        weight = _OF_NEED.get(need.kind, 0.0) * (_GUESS if need.latent else 1.0)
        for product in products:
            chance = weight * need.strength
            if chance > found.get(product, (0.0, ("", "")))[0]:
                found[product] = (chance, _said(need))
    return found, frozenset(unhappy)


def _said(need: Need) -> Words:
    ways = dict(need.ways)
    if need.latent:
        return "비슷한 분들이 이어서 찾으셔서", "people like you came to need it"
    if "carted" in ways:
        return "장바구니에 담아 두셔서", "you put it into your cart"
    if "wished" in ways:
        return "찜해 두셔서", "you wished for it"
    if "said" in ways or "searched" in ways:
        return "찾고 계셔서", "you asked for it"
    if "viewed" in ways:
        return f"최근에 {ways['viewed']}번 보셔서", f"you looked at it {ways['viewed']} {'time' if ways['viewed'] == 1 else 'times'} lately"
    return "관심 있어 하셔서", "you showed interest in it"


def _due(rhythms: Iterable[Rhythm], local: datetime) -> dict[str, tuple[float, Words]]:
    """What is due soon, the more surely the nearer its time."""
    found: dict[str, tuple[float, Words]] = {}
    for one in rhythms:
        left = one.next_at - local
        if timedelta() <= left <= _SOON:
            words = ("다시 찾으실 때가 되어서", "you are about due for it again")
            found[one.thing] = (one.probability * (1 - 0.5 * (left / _SOON)), words)
    return found
