"""Which sentences of a review may be quoted. A review is a stranger's text: it is shown, and nothing that it says is done."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dangol.answers.proof.addresses import addresses
from dangol.answers.proof.overclaims import medical
from dangol.language.lexicon import Lexicon
from dangol.language.personal_data import LABELS, find
from dangol.language.reading import read_all
from dangol.language.signals import steers

_SHORTEST, _LONGEST = 4, 80  # characters of a quote; a longer sentence is cut at a word, with an ellipsis
_TAG = re.compile(r"<[^<>]{0,500}>")
_PART = re.compile(r"(?<=[.!?~…])\s+|\n+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f]")
_QUOTES = re.compile(r"[“”\"„‟«»]")
_MONEY = re.compile(r"\d\s?(?:원|만\s?원|천\s?원|만원|won|krw)|₩|\\\d|쿠폰|할인\s?코드|코드[:는]", re.IGNORECASE)
_TO_THE_MACHINE = re.compile(
    r"지시|명령|시스템\s?(?:프롬프트|메시지|설정)|프롬프트|챗봇|인공지능|관리자|답변하|대답하|말해\s?(줘|주|라)|라고\s?(답|말)해|무시(하|해)|system|prompt|ignore|instruction|assistant|\bAI\b",
    re.IGNORECASE,
)
_HEALTH = re.compile(  # what is said of an illness, or of getting well, is not repeated, whatever is said of it
    r"아토피|여드름|습진|건선|비염|천식|염증|당뇨|혈압|혈당|콜레스테롤|관절염|통증|두통|편두통|요통"
    r"|디스크|불면|우울증|탈모|(?<![가-힣])암(?=[이을에 ]|환자)|감기|독감"
    r"|변비|알레르기|기미|주근깨|무좀|위염|질염|갱년기|생리통|치매|면역|해독|디톡스|다이어트|(?:살|체중|붓기|부기)이?\s?(?:빠|줄)|완치|치료|치유|효능|임상|처방|부작용"
    r"|(?:싹|다|많이|금방)\s?(?:나았|나아|낫|가라앉|사라졌|없어졌)|acne|eczema|allerg|cured?\b|heal(?:ed|s|ing)|weight loss|immune|pain\b",
    re.IGNORECASE,
)
_LABELS = tuple(LABELS.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A sentence that may be quoted. ``score``: -1 (blames) … 1 (praises)."""

    text: str
    score: float


def plain(text: str) -> str:
    """A review as text on one line: without tags, signs that cannot be seen, and quotation marks."""
    bare = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text)))
    return " ".join(_QUOTES.sub("'", _UNSEEN.sub(" ", bare)).split())


def quotes_of(text: str, lexicon: Lexicon) -> tuple[Quote, ...]:
    """What may be quoted of a review: none of it where it speaks of illness or an effect on health.

    Nor is any sentence with an insult, personal data, an address, an amount of money (a price is a fact, and may have changed), or a word
    to the machine.
    """
    whole = plain(text)
    if _HEALTH.search(whole) or medical(whole) or any(medical(part) for part in _parts(text)):
        return ()
    fit = [part for part in _parts(text) if len(part) >= _SHORTEST and _decent(part)]
    readings = read_all(fit, lexicon, tokens=False)
    return tuple(
        Quote(text=_cut(part), score=reading.meaning.sentiment.score)
        for part, reading in zip(fit, readings, strict=True)
        if reading.meaning.toxicity.label == "none"
    )


def _parts(text: str) -> Sequence[str]:
    lines = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text))).split("\n")
    return [plain(part) for line in lines for part in _PART.split(line.strip()) if part.strip()]


def _decent(part: str) -> bool:
    if any(label in part for label in _LABELS) or find(part) or addresses(part):
        return False
    return not (_MONEY.search(part) or _TO_THE_MACHINE.search(part) or steers(part))


def _cut(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    return part[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,.") + "…"
