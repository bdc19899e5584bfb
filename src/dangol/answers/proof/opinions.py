"""Sentences about reviews, counted again: an opinion is said as one, with the right numbers, of the right reviews, in its writer's words.

Only the forms of ``answers.opinions.saying`` can be proven; whatever else cites a review takes an opinion for a fact, or says more than the
reviews do. Each form names what is counted, so that the cited reviews can be held against it one by one.
"""

import re
from collections.abc import Sequence

from dangol.answers.ground import Ground
from dangol.answers.opinions.saying import FEW, mean_of
from dangol.answers.opinions.shelf import Opinion
from dangol.answers.saying import ENGLISH_NAMES
from dangol.kit.text import squash
from dangol.knowledge.facts import Subject

_KO_OF = r"(?P<name>.+?) (?:최근 )?(?:‘(?P<aspect>[^’]+)’ 이야기가 있는 )?(?:‘(?P<alike>[^’]+)’인 분의 )?후기"
_EN_OF = r"(?:latest )?reviews of (?P<name>.+?)(?: that speak of ‘(?P<aspect>[^’]+)’)?(?: by buyers with ‘(?P<alike>[^’]+)’)?"
_END = r"(?:이에요|예요|입니다)\."
_COUNTED = (
    re.compile(
        rf"{_KO_OF} (?P<n>\d+)건(?:\(평균 별점 (?P<mean>\d\.\d)점\))? 중 "
        rf"만족 (?P<glad>\d+)건, 보통 (?P<mixed>\d+)건, 아쉬움 (?P<unhappy>\d+)건{_END}"
    ),
    re.compile(
        rf"Of (?P<n>\d+) {_EN_OF}(?: \(average (?P<mean>\d\.\d) of 5\))?, "
        rf"(?P<glad>\d+) are glad, (?P<mixed>\d+) mixed and (?P<unhappy>\d+) unhappy\."
    ),
)
_TOO_FEW = (
    re.compile(rf"{_KO_OF}가 (?P<n>\d+)건뿐이라 전체 의견으로 보기는 (?:어려워요|어렵습니다)\."),
    re.compile(rf"There are only (?P<n>\d+) {_EN_OF}, too few to stand for everyone\."),
)
_WITHOUT = (
    re.compile(
        rf"(?P<name>.+?) (?:최근 )?후기 (?P<n>\d+)건 중 "
        rf"(?:‘(?P<aspect>[^’]+)’ 이야기가 있는 )?(?:‘(?P<alike>[^’]+)’인 분의 )?후기는 0건{_END}"
    ),
    re.compile(
        r"Of (?P<n>\d+) (?:latest )?reviews of (?P<name>.+?), 0 are"
        r"(?: that speak of ‘(?P<aspect>[^’]+)’)?(?: by buyers with ‘(?P<alike>[^’]+)’)?\."
    ),
)
_QUOTED = (
    re.compile(r"“(?P<quote>[^“”]+)” \((?P<name>.*?) ?별점 (?:(?P<stars>\d(?:\.\d+)?)점|없는) 후기\)"),
    re.compile(r"“(?P<quote>[^“”]+)” \(review(?: of (?P<name>.+?))? (?:with (?P<stars>\d(?:\.\d+)?) of 5 stars|without stars)\)"),
)
_LABEL = re.compile(r"(?P<kind>\S+) (?P<low>-?\d+(?:\.\d+)?)~(?P<high>\d+(?:\.\d+)?)\D*")


def opinion_faults(text: str, citations: Sequence[str], ground: Ground) -> list[str]:
    """``"opinion"`` where a sentence is not what the cited reviews say; ``"amount"`` where it counts wrongly. Empty when it is proven.

    Args:
        text: the sentence as said; citations: the ids that it cites, reviews among them.
    """
    opinions = [one for id_ in citations if (one := ground.opinions.one(id_))]
    if len(opinions) != len(citations):
        return ["opinion"]  # an opinion beside a fact, in one sentence
    for forms, check in ((_QUOTED, _quoted), (_COUNTED, _counted), (_TOO_FEW, _too_few), (_WITHOUT, _without)):
        for form in forms:
            if found := form.fullmatch(text):
                return check(found, opinions, ground)
    return ["opinion"]


def _quoted(found: re.Match[str], opinions: Sequence[Opinion], ground: Ground) -> list[str]:
    if len(opinions) != 1 or not any(found["quote"] == quote.text for quote in opinions[0].quotes):
        return ["opinion"]
    faults = [] if _named(found["name"] or "", opinions, ground, may_lack=True) else ["name"]
    rating = opinions[0].review.rating
    return faults if (found["stars"] or None) == (f"{rating:g}" if rating else None) else [*faults, "amount"]


def _counted(found: re.Match[str], opinions: Sequence[Opinion], ground: Ground) -> list[str]:
    faults = _scope(found, opinions, ground, among=True)
    sides = {side: sum(one.side == side for one in opinions) for side in ("glad", "mixed", "unhappy")}
    right = int(found["n"]) == len(opinions) >= FEW and all(int(found[side]) == count for side, count in sides.items())
    return faults if right and (found["mean"] or "") == mean_of(opinions) else [*faults, "amount"]


def _too_few(found: re.Match[str], opinions: Sequence[Opinion], ground: Ground) -> list[str]:
    faults = _scope(found, opinions, ground, among=True)
    return faults if int(found["n"]) == len(opinions) < FEW else [*faults, "amount"]


def _without(found: re.Match[str], opinions: Sequence[Opinion], ground: Ground) -> list[str]:
    faults = _scope(found, opinions, ground, among=False)
    return faults if int(found["n"]) == len(opinions) and (found["aspect"] or found["alike"]) else [*faults, "amount"]


def _scope(found: re.Match[str], opinions: Sequence[Opinion], ground: Ground, *, among: bool) -> list[str]:
    """Whether all of them (``among``), or none, speak of the word and are by such buyers; and whether the product is theirs."""
    faults = [] if _named(found["name"], opinions, ground) else ["name"]
    aspect, alike = found["aspect"], found["alike"]
    fits = [(not aspect or one.speaks_of(aspect)) and (not alike or _is_alike(one, alike, ground)) for one in opinions]
    right = all(fits) if among else not any(fits)
    return faults if right else [*faults, "opinion"]


def _named(said: str, opinions: Sequence[Opinion], ground: Ground, *, may_lack: bool = False) -> bool:
    """Whether a name is that of the reviewed product; of several, that of one of them with their number."""
    if not said and may_lack:
        return True
    products = {f"product/{one.review.product}" for one in opinions}
    names = {squash(name) for key in products for name in _names(ground.subjects[key])}
    several = re.fullmatch(r"(?P<first>.+) 등 (?P<n>\d+)개 상품|(?P<one>.+) and others \((?P<m>\d+) products\)", said)
    if several is None:
        return len(products) == 1 and squash(said) in names
    return squash(several["first"] or several["one"]) in names and int(several["n"] or several["m"]) >= len(products) > 0


def _names(subject: Subject) -> list[str]:
    english = [subject.facts[column].value for column in ENGLISH_NAMES if column in subject.facts]
    return [subject.name, *english, *(f"{name} ({subject.name})" for name in english)]


def _is_alike(opinion: Opinion, label: str, ground: Ground) -> bool:
    columns = ground.opinions.columns
    for part in label.split("·"):
        number = _LABEL.fullmatch(part)
        column = next((column for column, kind in columns.numbers.items() if number and kind == number["kind"]), None)
        if number and column:
            cell = re.match(r"\s*(\d+(?:\.\d+)?)", opinion.review.traits.get(column, ""))
            if not cell or not float(number["low"]) <= float(cell[1]) <= float(number["high"]):
                return False
        elif not any(part == f"{column} {value}" for column, value in opinion.review.traits.items()):
            return False
    return True
