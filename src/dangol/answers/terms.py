"""The words of a clause that count as terms, each with its weight: by kind of word, by rarity at this brand, by where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dangol.language.concepts import empty_words, is_shop_word, soft_words
from dangol.language.lexicon import Mention
from dangol.language.phrases import english_phrases, phrases_in
from dangol.language.reading import Clause, Language, Word

from .ground import Ground
from .wanted import Amount, is_measure

# Weights by kind of word, chosen on the development brands' questions (evaluation/brands); a noun weighs 1.
_TAG_WEIGHT = {"VV": 0.25, "VA": 0.35, "MAG": 0.15, "NNB": 0.1, "NR": 0.3, "IC": 0.0, "SN": 0.25}
_SOFT = 0.06  # a word that is empty in most questions
_SHOP_VERB = 0.55  # a verb of the shop's talk ("교환하다")
_SAID_AGAIN = 0.2  # a Latin word beside Korean ones mostly says again what stands beside it ("글루텐프리 gluten free")
_BESIDE_NAME = 0.5  # an English word beside a name of which it may be a part, translated otherwise than we do
_LEAD_IN = 0.25  # "명함 찾으러 가려는데 | 열까요"
_IF_BOUGHT = 0.1  # "주문하면 …"
_PHRASE = 0.9  # the formal words for a phrase
_WITHIN_PHRASE = 0.25  # the words that a phrase is made of
_CALENDAR_WEIGHT = 0.3
_NOUNS = frozenset({"NNG", "NNP", "UN", "XR"})
_CLINGING = frozenset(["맛", "색", "향", "색상", "컬러", "버전", "타입", "거", "것", "반"])
_BUYING = frozenset(["주문", "구매", "구입", "결제", "선택", "신청"])
_IF = re.compile(r"\s?(하면|할\s?때|하려|했는데|할\s?건데|하고|한\s|할려)")
_ASIDE = re.compile(
    r"(는데|은데|인데|한데|려고|려는데|건데|거든요|니까|길래|라서|해서|어서|아서)(요|여)?[\s,]+|러\s+(?=[가갈간오올온와들])"
)
_CALENDAR = (
    "첫날 오늘 내일 모레 지금 현재 주말 평일 공휴일 휴일 명절 연휴 설날 설 구정 추석 크리스마스 성탄절 당일 이번 이번주 다음주 담주 "
    "저녁 아침 오전 오후 밤 점심 낮 새벽 주 날 년 월 일 절 대체 삼일절 한글날 어린이날 새해 신정 요일 이브 "
    "어린이 이브 전날 당일 삼일 현충 개천 광복 한글 제헌 성탄 부처 부처님 석가 탄신 근로자 노동 기독 "
    "today tomorrow now tonight weekend weekday holiday christma christmas day monday tuesday wednesday thursday friday saturday sunday "
    "week new year eve"
)
_CALENDAR_WORDS = frozenset(_CALENDAR.split())
_DAY = re.compile(r"[월화수목금토일]요일|[0-9./]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word of the question and how much it counts.

    Attributes:
        form: as compared; weight: about 0…1; start, end: its place in the clause, -1 where it stands nowhere.
        inherited: it comes from the turn before; also: formal words for it; phrase: it stands for a whole phrase.
        own: its weight before a phrase took most of it; literal: only the very word will do.
    """

    form: str
    weight: float
    start: int = -1
    end: int = -1
    inherited: bool = False
    also: tuple[str, ...] = ()
    phrase: bool = False
    own: float = 0.0
    literal: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and what it may be called instead."""
        return (self.form, *self.also)


def terms_of(clause: Clause, amounts: Sequence[Amount], ground: Ground, language: Language) -> list[Term]:
    """The words that count, weighted by kind and rarity; misspelt ones repaired; names and amounts left out; then the phrases they make."""
    foreign = language == "ko" and any(not word.form.isascii() for word in clause.words)
    latin = _SAID_AGAIN if foreign or (language == "en" and any(mention.exact for mention in clause.mentions)) else 1.0
    if language == "en" and clause.mentions:
        latin = min(latin, _BESIDE_NAME)
    aside = _aside(clause.text)
    terms = []
    for word in clause.words:
        if word.form in soft_words():
            terms.append(Term(form=word.form, weight=_SOFT, start=word.start, end=word.end))
            continue
        rest = _unnamed(word, clause)
        if not _says_nothing(rest, clause.mentions, amounts) and (form := _repaired(rest, ground)):
            weight = _kind(word, form, latin)
            if word.end <= aside:
                weight *= _LEAD_IN
            if form in _BUYING and _IF.match(clause.text[word.end :]):
                weight = _IF_BOUGHT
            terms.append(Term(form=form, weight=by_rarity(weight, ground, form), start=word.start, end=word.end))
    return _with_phrases(terms, clause, ground, language)


def _unnamed(word: Word, clause: Clause) -> Word:
    """What a name leaves of a word that goes beyond it: of "카페라테" beside 말차라테 the 카페, which then must be explained, too."""
    inside = [place for place in range(word.start, word.end) if any(mention.covers(place, place + 1) for mention in clause.mentions)]
    if not inside or inside[0] - word.start < 2 or word.tag not in _NOUNS:
        return word
    return replace(word, form=word.form[: inside[0] - word.start], end=inside[0])


def by_rarity(weight: float, ground: Ground, *forms: str) -> float:
    """A weight, less for a word that much of what the brand has written holds; of several the most frequent counts."""
    return weight * (0.45 + 0.55 * min((ground.rarity(form) for form in forms), default=1.0))


def names_something(word: Word, mentions: Sequence[Mention]) -> bool:
    """Whether a word is part of a name, or of a kind written onto one ("연어맛", "올리브색")."""
    return any(mention.covers(word.start, word.end) or _clings(word, mention) for mention in mentions)


def calendar_terms(terms: Sequence[Term]) -> list[Term]:
    """The terms that name days, weighing little: passages may speak of them, columns do not."""
    return [replace(term, weight=_CALENDAR_WEIGHT) for term in terms if term.form in _CALENDAR_WORDS or _DAY.fullmatch(term.form)]


def _says_nothing(word: Word, mentions: Sequence[Mention], amounts: Sequence[Amount]) -> bool:
    form = word.form
    if form in empty_words() or (len(form) == 1 and word.tag not in {"NNG", "SL", "NNP"}) or is_measure(form):
        return True
    return names_something(word, mentions) or any(amount.holds(word.start, word.end) for amount in amounts)


def _repaired(word: Word, ground: Ground) -> str:
    """The word, a misspelt noun as the brand writes it; empty where nothing is left to say."""
    if word.tag not in _NOUNS:
        return word.form
    form = ground.repaired(word.form)
    return "" if form in empty_words() or (len(form) == 1 and not ground.known(form)) else form


def _kind(word: Word, form: str, latin: float) -> float:
    if word.tag in {"VV", "VA"} and is_shop_word(form):
        return _SHOP_VERB
    return _TAG_WEIGHT.get(word.tag, 1.0) * (latin if form.isascii() else 1.0)


def _aside(text: str) -> int:
    """Where the lead-in of a question ends; what stands there counts less."""
    return max((found.end() for found in _ASIDE.finditer(text) if len(text) - found.end() >= 3), default=0)


def _clings(word: Word, mention: Mention) -> bool:
    return len(word.form) <= 2 and word.form in _CLINGING and any(word.start == end for _, end in mention.spans)


def _with_phrases(terms: list[Term], clause: Clause, ground: Ground, language: Language) -> list[Term]:
    """Colloquial phrases give the formal words they stand for ("나눠 내도" → 할부); the words they are made of then count little."""
    found = english_phrases(clause.text, [word.form for word in clause.words]) if language == "en" else phrases_in(clause.text)
    for (start, end), formal in found:
        inside = [term for term in terms if start < term.end and term.start < end and not term.phrase]
        same = next((term for term in inside if term.form in formal), None)
        if same:  # the formal word itself was said
            terms = [replace(term, also=tuple(word for word in formal if word != term.form)) if term is same else term for term in terms]
            continue
        if language == "en" and not inside:
            continue
        terms = [replace(term, weight=term.weight * _WITHIN_PHRASE, own=term.weight) if term in inside else term for term in terms]
        weight = by_rarity(_PHRASE, ground, *formal)
        terms.append(Term(form=formal[0], weight=weight, start=start, end=end, also=formal[1:], phrase=True))
    return terms
