"""What the columns of the brand's products and places say to a question: of those it names, of several, or of all that fit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dangol.language.concepts import concepts_of_word

from . import attributes, hours
from .aspects import OF_PLACES
from .candidate import ENOUGH, Candidate
from .comparing import compare
from .counting import total
from .ground import Ground
from .listing import asks_for_list, by_attributes, listing, none_within, within_budget
from .nearest import nearest
from .promise import promised
from .question import Question
from .saying import sentence
from .setting import Setting
from .telling import tell

_EVERYWHERE = 0.85
_MOST_PLACES = 6  # all said at once
_CLEARLY_BETTER = 0.2  # by so much one of several alternatives explains more than the next; chosen on the development brands
_ASKED = 0.5  # the weight of a word that a list of names and prices would leave open
_HEAVY, _HOLDS = 0.3, 0.75  # the weight from which a word must be said of what is listed, and how well
_WITHOUT = re.compile(r"없는|없이|안\s?들어|안\s?든|않는|않은|아닌|빼고|제외|without|free of|\w-?free\b|non-")
_CHOICES = frozenset({"options", "color", "flavor", "size", "category", "description"})
_SHOP_TAIL = re.compile(r"(매장|가게|지점|점|동|역|쪽|시|구|리)$")


def candidates(question: Question, setting: Setting) -> list[Candidate]:
    """The candidates out of columns, best first."""
    settled = total(question, setting.ground, setting.voice) or nearest(question, setting) or promised(question, setting)
    if settled:
        return [settled]
    if len(question.subjects) > 1:
        return _of_several(question, setting)
    ground, voice = setting.ground, setting.voice
    if _WITHOUT.search(question.text) and asks_for_list(question):
        return []  # "카페인 없는 차 있나요": a row that names caffeine is no answer, nor is one that says nothing of it
    priced = _of_price(question, question.subjects, setting)
    if priced:
        return [priced]
    found: list[Candidate] = []
    for key in question.subjects or _unnamed_places(question, ground):
        found += _some(
            _of_place(question, key, setting) if key.startswith("place/") else attributes.candidate(question, key, ground, voice)
        )
    if question.subjects and not any(candidate.score >= ENOUGH for candidate in found):
        found += _some(tell(question, question.subjects[0], ground, voice))
    unnamed = not question.mentions and not question.subjects
    if not found and unnamed and question.asks_for("address"):
        found += _some(_everywhere(question, setting))
    found += _some(_of_alternatives(question, setting))
    if not found and unnamed:
        found += _some(within_budget(question, ground, voice) or by_attributes(question, ground, voice))
    return sorted(found, key=lambda candidate: -candidate.score)


def _of_several(question: Question, setting: Setting) -> list[Candidate]:
    """Products compared; otherwise what each subject's best candidate says, one after the other."""
    if all(key.startswith("product/") for key in question.subjects):
        together = compare(question, question.subjects, setting.ground, setting.voice)
        if together:
            return [together]
    parts = [found for key in question.subjects for found in candidates(replace(question, subjects=(key,)), setting)[:1]]
    return [_merged(parts)] if parts else []


def _of_place(question: Question, key: str, setting: Setting) -> Candidate | None:
    """A place's hours, its other columns, or both; a place named and nothing asked is asked for its hours."""
    ground, voice = setting.ground, setting.voice
    others = tuple(name for name in question.concepts if name != "hours")
    rest = tuple(term for term in question.terms if not hours.of_hours(term.form))
    times = hours.candidate(question, key, ground, voice, setting.at) if _asks_hours(question) else None
    if times is None or not (rest or others):
        return times or attributes.candidate(question, key, ground, voice)
    extra = attributes.candidate(replace(question, concepts=others, terms=rest, wanted=()), key, ground, voice)
    if extra is None or extra.score < ENOUGH:
        return times
    return replace(_merged([times, extra]), score=extra.score)


def _asks_hours(question: Question) -> bool:
    if question.asks_for("parking") and not question.day.named:
        return False  # "주차 몇 시간까지 무료예요"
    if question.asks_for("hours"):
        return True
    if question.asks_for(*OF_PLACES):
        return False  # "일요일에 주차 되나요" asks about parking, not about Sunday
    if question.day.named or question.day.now:
        return True
    return len(question.mentions) < 2 and not (question.terms or question.concepts or question.units)


def _everywhere(question: Question, setting: Setting) -> Candidate | None:
    """Where all the shops are, when no one shop is meant ("매장 어디에 있어요?")."""
    subjects = setting.ground.subjects
    keys = [key for key in subjects if key.startswith("place/") and "address" in subjects[key].facts]
    if not 1 <= len(keys) <= _MOST_PLACES or any(term.weight > 0.1 and not _asks_where(term.form) for term in question.terms):
        return None
    lines = tuple(sentence(subjects[key], "address", setting.voice) for key in keys)
    return Candidate(kind="fact", detail="address", score=_EVERYWHERE, sentences=lines, aspect="address")


def _asks_where(form: str) -> bool:
    return hours.of_hours(form) or "address" in concepts_of_word().get(form, ())


def _unnamed_places(question: Question, ground: Ground) -> list[str]:
    """The places to look at when none is named: the only one; or those whose address or other words the question names ("부산에도 …")."""
    places = [key for key in ground.subjects if key.startswith("place/")]
    if question.mentions or not question.asks_for(*OF_PLACES):
        return []
    if len(places) == 1:
        return places
    return [key for key in places if any(_says(ground, key, term.form) for term in question.terms if not hours.of_hours(term.form))]


def _says(ground: Ground, key: str, form: str) -> bool:
    address = ground.subjects[key].text("address") or ""
    bare = _SHOP_TAIL.sub("", form)
    return len(bare) > 1 and bare in f"{ground.subjects[key].name} {address}"


def _of_alternatives(question: Question, setting: Setting) -> Candidate | None:
    """A mention that may mean several: the only one that explains the question; or, when a choice is asked for, all of them."""
    ground, voice = setting.ground, setting.voice
    several = next((mention for mention in question.mentions if len(mention.keys) > 1), None)
    if several is None or question.subjects:
        return None
    keys = _with_amounts(several.keys, question, ground)
    priced = _of_price(question, keys, setting)
    if priced:
        return priced
    scored = [(found.score, key, found) for key in keys for found in _some(attributes.candidate(question, key, ground, voice))]
    scored.sort(key=lambda row: row[:2], reverse=True)
    if scored and scored[0][0] >= ENOUGH and (len(scored) == 1 or scored[0][0] > scored[1][0] + _CLEARLY_BETTER):
        return scored[0][2]
    alike = _all_alike(scored, keys, ground)
    if alike:
        return alike
    fitting = _having(keys, question, ground)
    if fitting:
        return listing(question, fitting, ground, voice)
    if (
        _asks_choices(question)
        or (question.superlative and not question.units and not _more_asked(question))
        or question.limits != (None, None)
    ):
        return listing(question, keys, ground, voice)
    return None


def _of_price(question: Question, keys: Sequence[str], setting: Setting) -> Candidate | None:
    """Which of what was named is within the price that was said, or that none is ("10만원대 4인용 텐트 있어요?")."""
    if question.limits == (None, None) or not asks_for_list(question) or _more_asked(question):
        return None
    return listing(question, keys, setting.ground, setting.voice) or none_within(question, keys, setting.ground, setting.voice)


def _all_alike(scored: Sequence[tuple[float, str, Candidate]], keys: Sequence[str], ground: Ground) -> Candidate | None:
    """What is asked where it is the same of all that may be meant ("온돌 소파 색 뭐 있어요"), said of the first."""
    if len(scored) < len(keys) or not scored or scored[0][0] < ENOUGH:
        return None
    columns = scored[0][2].detail.split(",")
    told = {tuple(ground.subjects[key].text(column) for column in columns) for key in keys}
    return replace(scored[0][2], subjects=tuple(keys)) if len(told) == 1 and not {"price", "stock"} & set(columns) else None


def _having(keys: Sequence[str], question: Question, ground: Ground) -> list[str]:
    """Those of a group of which everything asked for is said ("한국에서 만든 블렌더 있나요"), where something is."""
    heavy = [term for term in question.terms if term.weight >= _HEAVY and term.form not in concepts_of_word()]
    if not heavy or not asks_for_list(question):
        return []
    return [key for key in keys if all(ground.subject_pieces[key].explains_any(term.forms) >= _HOLDS for term in heavy)]


def _more_asked(question: Question) -> bool:
    """Whether something is asked of the group that no column means ("리포머 스프링 무슨 색이 제일 세요")."""
    named = (term for term in question.plain.terms if not any(mention.covers(term.start, term.end) for mention in question.mentions))
    return any(term.weight >= _ASKED and not term.form.endswith("다") and term.form not in concepts_of_word() for term in named)


def _asks_choices(question: Question) -> bool:
    if not asks_for_list(question) or question.asks_for("stock", "hours", "price") or not question.bare:
        return False
    return set(question.concepts) <= _CHOICES or "뭐뭐" in question.text


def _with_amounts(keys: Sequence[str], question: Question, ground: Ground) -> tuple[str, ...]:
    """Those that have the size or number said ("4인용 텐트"), if any has."""
    bare = [counted.removesuffix("용") for counted in question.counted]
    having = tuple(key for key in keys if bare and all(number in ground.subject_pieces[key].letters for number in bare))
    return having or tuple(keys)


def _some(candidate: Candidate | None) -> Iterable[Candidate]:
    return (candidate,) if candidate else ()


def _merged(parts: Sequence[Candidate]) -> Candidate:
    return replace(
        parts[0],
        score=min(1.0, max(part.score for part in parts)),
        sentences=tuple(sentence for part in parts for sentence in part.sentences),
        subjects=tuple(dict.fromkeys(key for part in parts for key in part.subjects)),
    )
