"""A message cut into clauses, one question or statement each: where it ends, where it goes on, and what each asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from .lexicon import Lexicon
from .names import Mention
from .phrases import english_phrases
from .spelling import respell
from .tokens import Token
from .words import Word, english_words, korean_words

Language = Literal["ko", "en", "other"]
_BREAK = re.compile(r"[?!\n;]+|(?<!\d)\.+(?!\d)|(?<=[가-힣])\.+(?=\s|$)")
_AND = re.compile(r"(?:^|\s)(?:그리고|글고|그리구|또한|또|아그리고|및|and also|and then|also)\s")
_ASKING_ENDINGS = (
    "나요 까요 가요 은가요 는가요 ㄴ가요 인가 은지 는지 을까 ㄹ까 니까 습니까 나여 까여 가여 죠 지요 냐 니 냐고 됨 됌 없음 있음 려나 던가 "
    "나용 까용 가용 나염 는감 남 나 돼요 되요 되여 돼여 될까 가능해요 있어요 없어요 있어여 없어여 있을까 을지 할지 될지"
)
_TRAILS = r"[ㄱ-ㅎㅏ-ㅣ\W_]*$"  # tears, laughter and pictures after the ending: "있나요ㅜ", "파나용 👶"
_ASKING_END = re.compile(rf"({'|'.join(_ASKING_ENDINGS.split())}){_TRAILS}")
_TELLING_END = re.compile(rf"(했|였|았|었|네요|군요|거든요|습니다)[가-힣]{{0,2}}{_TRAILS}")
_REQUEST = re.compile(
    r"알려|가르쳐|말해|보여|설명해|추천해|부탁|궁금|문의|알고\s?싶|싶어요|싶은데|싶습니다|주세요|줘요|주실|줘|좀$|점$|좀[요여욤용]|점[요여욤]"
    r"|요망|쭉|각각|tell me|show me|please|pls|plz|want to know|i('d| would) like"
)
_QUESTION_WORD = re.compile(
    r"얼마|언제|어디|어떻|어떤|무엇|무슨|뭐|뭔|몇|누구|누가|왜|어느|어때|며칠|얼만"
    r"|how|what|when|where|which|who|why|can |could |do |does |is |are |will |may ",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\s*(그럼|그러면|글면|그렇다면|그리고|근데|그런데|아니|아|음|네|아하|then|and|what about|how about)?[\s,]*"
    r"[^\s]{1,14}(\s[^\s]{1,10}){0,2}?(은|는|도|면)(요|여|욤|용|용)?[~?\s]*$"
    r"|^\s*(그럼|그러면|글면|그렇다면|then|what about|how about|and the|and )"
)
_POINTS = re.compile(
    r"(?:^|[\s,])(그거|그것|그건|그게|그걸|거긴|여긴|거기는|이거|이것|이건|이게|이걸|저거|저건|요거|요건|그 ?제품|이 ?제품|그 ?상품"
    r"|이 ?상품|해당|거기|여기|저기|그곳|그 ?매장|이 ?매장|그쪽|걔|얘|둘 ?중|둘 ?다|두 ?개 ?중)"
    r"|\b(it|its|that one|this one|this|that|there|they|them)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?<=[가-힣])(이랑|랑|하고|과|와)\s+|\s*(?:(?<!\d),|,(?!\d))\s*|(?<=[가-힣])고\s+|\s(그리고|또|및|and)\s")
_ENDING_AND = frozenset({"고", "구", "고요", "구요", "며", "면서"})
_GOES_ON = frozenset({"VX", "JX", "SF", "EP", "EF", "EC"})
_ASKED = frozenset({"얼마", "뭐", "몇", "언제", "어디", "무엇", "얼마나", "며칠", "어떻", "무슨", "되", "있", "가능"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """One question or statement of a message.

    Attributes:
        text: its words as typed (respelled); start: its place in the reading's text.
        words: the words that carry meaning, in order; mentions: what of the brand it names. Places in both count from ``start``.
        asks: it asks or requests something (as against telling or exclaiming).
        elliptical: it leans on what was said before ("그럼 제주도는요?", "일요일은?").
        points: it points at something ("그거", "이 제품", "it").
    """

    text: str
    start: int
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    asks: bool
    elliptical: bool
    points: bool


def clauses_of(text: str, tokens: Sequence[Token], lexicon: Lexicon, language: Language) -> tuple[Clause, ...]:
    """Cuts a normalised text at its marks, and where it goes on to its next question without one; what says nothing is left out."""
    joints = _joints(text, tokens) if language == "ko" else [found.start() for found in _AND.finditer(text) if found.start() > 0]
    cuts = sorted({0, len(text), *(found.end() for found in _BREAK.finditer(text)), *joints})
    clauses: list[Clause] = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        inside = [token for token in tokens if start <= token.start < end]
        words = tuple(korean_words(inside, start) if language == "ko" else english_words(piece))
        named = lexicon.find(piece)
        if language == "en" and not any(mention.exact for mention in named):
            named = _named_in_english(piece, words, lexicon) or named
        if not words and not named and not re.search(r"[^\W_ㄱ-ㅣ]", piece):
            if clauses and "?" in piece:
                clauses[-1] = replace(clauses[-1], asks=True)
            continue
        body = piece.strip(" ?!.~\n")
        clauses.append(
            Clause(
                text=piece,
                start=start,
                words=words,
                mentions=named,
                asks=_asks(piece, body),
                elliptical=bool(_LEANS.search(body)),
                points=bool(_POINTS.search(body)),
            )
        )
    return tuple(clauses)


def halves(clause: Clause, lexicon: Lexicon) -> list[tuple[Clause, Clause]]:
    """The ways to cut a clause in two at a joint ("가격이랑 | 물 주는 주기"), for a question that asks for two things at once."""
    joints = [joint.span() for joint in _HALF.finditer(clause.text) if joint.start() >= 2 and len(clause.text) - joint.end() >= 2]
    return [(_part(clause, 0, start, lexicon), _part(clause, end, len(clause.text), lexicon)) for start, end in joints]


def _part(clause: Clause, start: int, end: int, lexicon: Lexicon) -> Clause:
    text = clause.text[start:end]
    words = tuple(replace(word, start=word.start - start, end=word.end - start) for word in clause.words if start <= word.start < end)
    return replace(
        clause, text=text, start=clause.start + start, words=words, mentions=lexicon.find(text), asks=True, elliptical=len(text) < 12
    )


def _asks(piece: str, body: str) -> bool:
    if "?" in piece or _QUESTION_WORD.search(body) or _REQUEST.search(body):
        return True
    return bool(_ASKING_END.search(body)) and not _TELLING_END.search(body)


def _joints(text: str, tokens: Sequence[Token]) -> list[int]:
    """Where one message goes on to its next question without a mark: "얼마고 재고 있어요", "되나요 그리고 …", "…하나요 주차도 …"."""
    joints = [found.start() for found in _AND.finditer(text) if found.start() > 0]
    for at, (token, following) in enumerate(pairwise(tokens)):
        ended = token.tag == "EF" and token.form[-1:] in "요까다여죠용나욤" and following.tag[0] not in "SZJEX"
        linked = token.tag == "EC" and token.form in _ENDING_AND and following.tag not in _GOES_ON
        if (ended and following.start >= token.end) or (linked and _holds_question(tokens, at)):
            joints.append(max(token.end, following.start))
    return joints


def _holds_question(tokens: Sequence[Token], at: int) -> bool:
    """Whether what precedes a linking ending asks for something of its own ("얼마고", "뭐고", "되고")."""
    return any(token.form in _ASKED for token in tokens[max(0, at - 4) : at])


def _named_in_english(piece: str, words: Sequence[Word], lexicon: Lexicon) -> tuple[Mention, ...]:
    """What is named when the English words are put into Korean ("oxford shirt" → 옥스퍼드 셔츠); places are those of the English words."""
    spans = {(word.start, word.end): word.form for word in words}
    found = english_phrases(piece, list(spans.values()))
    said = [(span, next((option for option in formal if lexicon.touching(respell(option))), formal[0])) for span, formal in found]
    said += [(span, form) for span, form in spans.items() if not any(start < span[1] and span[0] < end for (start, end), _ in found)]
    korean, origin = "", []
    for (start, end), word in sorted(said):
        korean += respell(word) + " "
        origin += [(start, end)] * (len(respell(word)) + 1)
    mentions = []
    for mention in lexicon.find(korean):
        places = sorted({origin[at] for start, end in mention.spans for at in range(start, end) if at < len(origin)})
        mentions.append(replace(mention, spans=tuple(places)))
    return tuple(mentions)
