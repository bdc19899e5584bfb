"""Which of the brand's places is nearest: to a position that was shared for this message, or to a region that the words name.

A distance is said only where it is known from two points, and as what it is: a straight line. A region without its own middle is only
compared by the regions that it lies in.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dangol.kit.korean import particle
from dangol.kit.sphere import Point, kilometres, point
from dangol.knowledge.facts import Subject
from dangol.language.concepts import concept_of_header, concepts_of_word
from dangol.language.korea import Region, depth, regions_named

from . import hours
from .answer import Citation, Sentence
from .candidate import Candidate
from .dates import When
from .directions import directions
from .question import Question
from .saying import called, cite, sentence
from .setting import Setting
from .voice import Voice

KIND = "near"
_NEAR = r"가까운|가까이|가깝|가장\s?가|근처|근방|부근|주변|인근|nearest|closest|near|nearby|close to"
_SHOP = r"매장|지점|가게|점포|쇼룸|스토어|대리점|shop|store|branch|location|showroom"
_ASKS = re.compile(
    rf"(?:{_NEAR}).{{0,14}}?(?:{_SHOP})|(?:{_SHOP}).{{0,12}}?(?:가까운|가까이|가깝|근처에\s?(?:있|없)|nearest|closest|near me|nearby)"
)
_WORDS = re.compile(
    rf"^(?:{_NEAR}|{_SHOP}|가깝다|어디|있다|없다|알리다|찾다|살다|사는|오프라인|어느|제일|가장|위치|곳|가다|계시다|여기|저희|지금|열다"
    r"|영업|영업하다|문|where|is|what|me|live|find|go|your|open|now)$"
)
_PLACES = ("parking", "phone", "services")  # said of the nearest where they are asked for
_MOST = 3  # places told of one region
_ALL = 6  # places listed where nobody said where they are
_NO_WORDS = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class _Near:
    """A place and what makes it near: how deep it lies in the region asked about, and how far it is, where that is known."""

    key: str
    place: Subject
    level: int = 0
    away: float | None = None


def asks_nearest(question: Question) -> bool:
    """Whether a question asks for the nearest place: what is near is a shop, and nothing of the brand is named but by a region ("부산")."""
    if _ASKS.search(question.text.lower()) is None:
        return False
    regions = regions_named(question.text)
    spans = [span for mention in question.mentions for span in mention.spans]
    return all(any(region.start <= start and end <= region.end for region in regions) for start, end in spans)


def nearest(question: Question, setting: Setting) -> Candidate | None:
    """The nearest place: its address, whether it is open, how to get there; None where that is not asked, or cannot be known."""
    if not asks_nearest(question):
        return None
    places = [(key, subject) for key, subject in setting.ground.subjects.items() if subject.kind == "place"]
    if not places:
        return None
    if setting.here is not None:
        return _from_point(question, setting, setting.here, places)
    region = _meant(regions_named(question.text))
    return _from_region(question, setting, region, places) if region else _from_nowhere(question, setting, places)


def _from_point(question: Question, setting: Setting, here: Point, places: Sequence[tuple[str, Subject]]) -> Candidate | None:
    known = [_Near(key=key, place=place, away=kilometres(here, at)) for key, place in places if (at := where(place))]
    if not known:
        return _from_nowhere(question, setting, places)
    best = min(known, key=lambda one: one.away or 0.0)
    name, far = called(best.place, setting.voice), how_far(best.away or 0.0, setting.voice)
    text = setting.voice.say(
        f"보내 주신 위치에서 가장 가까운 매장은 {particle(name, '이에요')}. 직선거리로 {far}이고, 실제로 가는 길은 더 길어요.",
        f"From the position you shared, {name} is the nearest: {far} in a straight line; the way there is longer.",
    )
    first = Sentence(text=text, citations=_point_cited(best.place))
    return _candidate(question, [best], (first, *_told(best, question, setting)), score=1.0)


def _from_region(question: Question, setting: Setting, region: Region, places: Sequence[tuple[str, Subject]]) -> Candidate | None:
    near = [_measured(key, place, region) for key, place in places]
    level = max(one.level for one in near)
    if level == 0:
        return _outside(question, setting, region, near)
    best = sorted((one for one in near if one.level == level), key=lambda one: one.away if one.away is not None else 0.0)
    shared = region.chain[len(region.chain) - level]
    names = ", ".join(called(one.place, setting.voice) for one in best[:_MOST])
    text = _stands_in(region, shared, names, setting.voice)
    cited = tuple(cite(fact) for one in best[:_MOST] if (fact := one.place.facts.get("address")))
    lines = [Sentence(text=text, citations=cited)]
    for one in best[:_MOST]:
        lines += _told(one, question, setting)
    return _candidate(question, best[:_MOST], lines)


def _stands_in(region: Region, shared: str, names: str, voice: Voice) -> str:
    """Places of the region itself, or of the one around it that they share with it."""
    if shared == region.name:
        return voice.say(f"{region.name}에는 {particle(names, '이')} 있어요.", f"In {region.name}: {names}.")
    return voice.say(f"{particle(region.name, '과')} 같은 {shared}에 {particle(names, '이')} 있어요.", f"In {shared}, too: {names}.")


def _outside(question: Question, setting: Setting, region: Region, near: Sequence[_Near]) -> Candidate | None:
    """No place lies in the region's province: the nearest to its middle, where that is known."""
    known = [one for one in near if one.away is not None]
    if not known or len(known) < len(near):
        return None
    best = min(known, key=lambda one: one.away or 0.0)
    name, far, from_ = called(best.place, setting.voice), how_far(best.away or 0.0, setting.voice), _middle_of(region)
    text = setting.voice.say(
        f"{region.province}에는 매장이 없어요. {from_} 한가운데에서 직선거리로 가장 가까운 매장은 {particle(name, '이에요')} ({far}).",
        f"We have no shop in {region.province}. Nearest to the middle of {from_} in a straight line is {name} ({far}).",
    )
    cited = (*_point_cited(best.place), *(cite(one.place.facts["address"]) for one in near if "address" in one.place.facts))
    first = Sentence(text=text, citations=tuple(dict.fromkeys(cited)))
    return _candidate(question, [best], (first, *_told(best, question, setting)))


def _from_nowhere(question: Question, setting: Setting, places: Sequence[tuple[str, Subject]]) -> Candidate | None:
    """Nobody said where they are: the only place, or all of a few, and what would tell which is the nearest."""
    listed = [_Near(key=key, place=place) for key, place in places if "address" in place.facts]
    if not 1 <= len(listed) <= _ALL:
        return None
    if len(listed) == 1:
        return _candidate(question, listed, _told(listed[0], question, setting))
    lines = [sentence(one.place, "address", setting.voice) for one in listed]
    say_where = setting.voice.say(
        "계신 동네를 말씀해 주시거나 위치를 보내 주시면 가장 가까운 곳을 알려 드릴게요.",
        "Tell me your area, or share your position, and I will tell you the nearest.",
    )
    cited = tuple(citation for line in lines for citation in line.citations)
    return _candidate(question, (), (*lines, Sentence(text=say_where, citations=cited)))


def _told(one: _Near, question: Question, setting: Setting) -> list[Sentence]:
    """Where a place is, whether it is open on the day asked about or now, what else was asked of it, and how to get there."""
    place, voice = one.place, setting.voice
    said = [sentence(place, "address", voice)] if "address" in place.facts else []
    if "hours" in place.facts:
        day = question.day if question.day.named else When(days=(setting.at.date(),), now=True)
        said += hours.sentences(place, day, voice, setting.at)
    asked = (setting.ground.column(place, name) for name in _PLACES if question.asks_for(name))
    said += [sentence(place, column, voice) for column in asked if column]
    return [_ended(line) for line in (*said, *directions(place, setting.ground, voice))]


def _ended(line: Sentence) -> Sentence:
    """A sentence with its full stop: several stand one after the other."""
    return line if line.text.endswith((".", "!", "?")) else replace(line, text=f"{line.text}.")


def where(place: Subject) -> Point | None:
    """Where a place is by its ``lat`` and ``lon``."""
    return point(place.text("lat"), place.text("lon"))


def how_far(km: float, voice: Voice) -> str:
    """A distance as one says it: to 100 m below one kilometre, to 0.1 km below ten, else to one kilometre."""
    said = f"{max(100, round(km * 10) * 100)}m" if km < 0.95 else f"{km:.1f}km" if km < 10 else f"{km:.0f}km"
    return voice.say(f"약 {said}", f"about {said}")


def _measured(key: str, place: Subject, region: Region) -> _Near:
    said = " ".join(fact.value for column, fact in place.facts.items() if column not in {"lat", "lon"})
    at = where(place)
    away = kilometres(region.middle, at) if region.middle and at else None
    return _Near(key=key, place=place, level=depth(region, place.text("address") or "", said), away=away)


def _meant(regions: Sequence[Region]) -> Region | None:
    """The narrowest: the last one, unless a province before it says that another of that name is meant (경기도 광주)."""
    if not regions:
        return None
    last = regions[-1]
    first = regions[0]
    return last if first.name in last.chain or first.province != first.name else first


def _middle_of(region: Region) -> str:
    """The region whose middle is known."""
    return region.name if region.of_its_own else region.province


def _point_cited(place: Subject) -> tuple[Citation, ...]:
    return tuple(cite(place.facts[column]) for column in ("lat", "lon") if column in place.facts)


def _candidate(question: Question, told: Sequence[_Near], lines: Iterable[Sentence], score: float | None = None) -> Candidate | None:
    spoken = tuple(lines)
    if not spoken:
        return None
    return Candidate(
        kind=KIND,
        detail=told[0].place.id if told else "all",
        score=_score(question, told) if score is None else score,
        sentences=spoken,
        subjects=tuple(one.key for one in told),
        aspect="address",
    )


def _score(question: Question, told: Sequence[_Near]) -> float:
    """The part of the question's weight that asks for the nearest place, says where from, or asks what is told of it."""
    spans = [(region.start, region.end) for region in regions_named(question.text)]
    columns = {known.name for one in told for column in one.place.facts if (known := concept_of_header(column))} & set(_PLACES)
    total = question.weight
    got = sum(
        term.weight
        for term in question.terms
        if _WORDS.match(term.form)
        or hours.of_hours(term.form)
        or columns & set(concepts_of_word().get(term.form, ()))
        or any(start <= term.start < end for start, end in spans)
    )
    return got / total if total else _NO_WORDS
