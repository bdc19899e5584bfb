"""What a text says: its language, its clauses, the words that matter, what of the brand it names, and the signals in it.

One text is normalised once and tokenised once; every part of Dangol reads the same ``Reading``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dangol.kit.text import normalise

from .concepts import is_shop_word
from .lexicon import Lexicon, Mention, respell
from .phrases import WORD, english_phrases
from .signals import Signals, hear
from .tokens import Token, tokenise

Language = Literal["ko", "en", "other"]
_LONGEST = 2000  # characters that are read; a customer's question is never longer, and an attack gains nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word that carries meaning: ``form`` as compared (verbs in dictionary form, Latin in lower case), its tag and place in the text."""

    form: str
    tag: str
    start: int
    end: int


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A whole message, read. ``text`` is normalised and respelled; places count in it."""

    text: str
    language: Language
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    signals: Signals


def language_of(text: str) -> Language:
    """Korean when it holds Hangul, English when it is Latin, other when another script prevails. Digits and emoji alone count as Korean."""
    hangul = sum("가" <= c <= "힣" or "ㄱ" <= c <= "ㅣ" for c in text)
    latin = sum(c.isascii() and c.isalpha() for c in text)
    other = sum(c.isalpha() for c in text) - hangul - latin
    if other > hangul + latin:
        return "other"
    words = len(re.findall(r"[A-Za-z]{2,}", text))
    if latin and (hangul == 0 or (words >= 3 and hangul * 1.5 < latin)):
        return "en"
    return "ko"


_TAG = re.compile(r"<(script|style)\b.{0,2000}?</\1\s*>|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)


def read(text: str, lexicon: Lexicon) -> Reading:
    """Reads any text. Never raises on any ``str``; what goes beyond 2,000 characters is not read."""
    clean = respell(normalise(_TAG.sub(" ", text[: _LONGEST * 2])))[:_LONGEST]
    tokens = tokenise(clean)
    language = language_of(clean)
    return Reading(
        text=clean,
        language=language,
        tokens=tokens,
        clauses=_clauses(clean, tokens, lexicon, language),
        signals=hear(clean),
    )


# --- clauses -------------------------------------------------------------------------------------------------------------------

_BREAK = re.compile(r"[?!\n;]+|(?<!\d)\.+(?!\d)|(?<=[가-힣])\.+(?=\s|$)")
_AND = re.compile(r"(?:^|\s)(?:그리고|글고|그리구|또한|또|아그리고|및|and also|and then|also)\s")
_ASKING_END = re.compile(
    r"(나요|까요|가요|은가요|는가요|ㄴ가요|인가|은지|는지|을까|ㄹ까|니까|습니까|나여|까여|가여|죠|지요|냐|니|냐고|됨|됌|없음|있음|려나|던가|나용|까용|가용|나염|는감|남|나|돼요|되요|되여|돼여|될까|가능해요|있어요|없어요|있어여|없어여|있을까)[~ㅎㅋㅠ^.\s]*$"
)
_REQUEST = re.compile(
    r"(알려|가르쳐|말해|보여|설명해|추천해|부탁|궁금|문의|알고\s?싶|싶어요|싶은데|싶습니다|주세요|줘요|주실|줘|좀$|점$|좀[요여욤용]|점[요여욤]|요망|쭉|각각|tell me|show me|please|pls|plz|want to know|i('d| would) like)"
)
_QUESTION_WORD = re.compile(
    r"(얼마|언제|어디|어떻|어떤|무엇|무슨|뭐|뭔|몇|누구|누가|왜|어느|어때|며칠|얼만|how|what|when|where|which|who|why|can |could |do |does |is |are |will |may )",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\s*(그럼|그러면|글면|그렇다면|그리고|근데|그런데|아니|아|음|네|아하|then|and|what about|how about)?[\s,]*"
    r"[^\s]{1,14}(\s[^\s]{1,10}){0,2}?(은|는|도|면)(요|여|욤|용|용)?[~?\s]*$"
    r"|^\s*(그럼|그러면|글면|그렇다면|then|what about|how about|and the|and )"
)
_POINTS = re.compile(
    r"(?:^|[\s,])(그거|그것|그건|그게|그걸|거긴|여긴|거기는|이거|이것|이건|이게|이걸|저거|저건|요거|요건|그 ?제품|이 ?제품|그 ?상품|이 ?상품|해당|거기|여기|저기|그곳|그 ?매장|이 ?매장|그쪽|걔|얘|둘 ?중|둘 ?다|두 ?개 ?중)"
    r"|\b(it|its|that one|this one|this|that|there|they|them)\b",
    re.IGNORECASE,
)
_CARRIES = frozenset({"NNG", "NNP", "XR", "VV", "VA", "SL", "SN", "SH", "NR", "MAG", "NNB", "W_SERIAL", "UN", "IC"})
_ENDING_AND = frozenset({"고", "구", "고요", "구요", "며", "면서"})


def _clauses(text: str, tokens: Sequence[Token], lexicon: Lexicon, language: Language) -> tuple[Clause, ...]:
    joints = _joints(text, tokens) if language == "ko" else [found.start() for found in _AND.finditer(text) if found.start() > 0]
    cuts = sorted({0, len(text), *(found.end() for found in _BREAK.finditer(text)), *joints})
    clauses: list[Clause] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = text[start:end]
        inside = [token for token in tokens if start <= token.start < end]
        words = tuple(_words_of(inside, start) if language == "ko" else _english_words(piece))
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


def as_one(reading: Reading, lexicon: Lexicon) -> Clause:
    """The whole message as one clause, for a question whose words are spread over several ("잘라서도 파나요? 슬라이스 된거")."""
    words = tuple(
        Word(form=word.form, tag=word.tag, start=word.start + clause.start, end=word.end + clause.start)
        for clause in reading.clauses
        for word in clause.words
    )
    return Clause(
        text=reading.text,
        start=0,
        words=words,
        mentions=lexicon.find(reading.text),
        asks=any(clause.asks for clause in reading.clauses),
        elliptical=False,
        points=any(clause.points for clause in reading.clauses),
    )


_HALF = re.compile(r"(?<=[가-힣])(이랑|랑|하고|과|와)\s+|\s*,\s*|(?<=[가-힣])고\s+|\s(그리고|또|및|and)\s")


def halves(clause: Clause, lexicon: Lexicon) -> list[tuple[Clause, Clause]]:
    """The ways to cut a clause in two at a joint ("가격이랑 | 물 주는 주기"), for a question that asks for two things at once."""
    pairs = []
    for joint in _HALF.finditer(clause.text):
        if joint.start() >= 2 and len(clause.text) - joint.end() >= 2:
            pairs.append((_part(clause, 0, joint.start(), lexicon), _part(clause, joint.end(), len(clause.text), lexicon)))
    return pairs


def _part(clause: Clause, start: int, end: int, lexicon: Lexicon) -> Clause:
    text = clause.text[start:end]
    words = tuple(replace(word, start=word.start - start, end=word.end - start) for word in clause.words if start <= word.start < end)
    return replace(
        clause, text=text, start=clause.start + start, words=words, mentions=lexicon.find(text), asks=True, elliptical=len(text) < 12
    )


def _asks(piece: str, body: str) -> bool:
    if "?" in piece or _QUESTION_WORD.search(body) or _REQUEST.search(body):
        return True
    return bool(_ASKING_END.search(body)) and not re.search(r"(했|였|았|었|네요|군요|거든요|습니다)[가-힣]{0,2}[~ㅎㅋㅠ^.\s]*$", body)


def _joints(text: str, tokens: Sequence[Token]) -> list[int]:
    """Where one message goes on to its next question without a mark: "얼마고 재고 있어요", "되나요 그리고 …", "…하나요 주차도 …"."""
    joints = [found.start() for found in _AND.finditer(text) if found.start() > 0]
    for at, token in enumerate(tokens[:-1]):
        following = tokens[at + 1]
        ended = (
            token.tag == "EF" and token.form[-1:] in "요까다여죠용나욤" and following.tag[0] not in "SZJEX" and following.start >= token.end
        )
        linked = token.tag == "EC" and token.form in _ENDING_AND and following.tag not in {"VX", "JX", "SF", "EP", "EF", "EC"}
        if (ended or linked) and (linked is False or _holds_question(tokens, at)):
            joints.append(max(token.end, following.start))
    return joints


def _holds_question(tokens: Sequence[Token], at: int) -> bool:
    """Whether what precedes a linking ending asks for something of its own ("얼마고", "뭐고", "되고")."""
    before = {token.form for token in tokens[max(0, at - 4) : at]}
    return bool(before & {"얼마", "뭐", "몇", "언제", "어디", "무엇", "얼마나", "며칠", "어떻", "무슨", "되", "있", "가능"})


def _words_of(tokens: Sequence[Token], offset: int) -> list[Word]:
    words = []
    for token in tokens:
        if token.tag in _CARRIES:
            form = token.lemma if token.tag in {"VV", "VA"} else token.form.lower()
            words.append(Word(form=form, tag=token.tag, start=token.start - offset, end=token.end - offset))
    return words


def _english_words(piece: str) -> list[Word]:
    """The words of an English clause, plural nouns in the singular; Hangul inside it is kept whole."""
    words = []
    for found in WORD.finditer(piece):
        form = found[0].lower().partition("'")[0]
        form = _singular(form)
        words.append(Word(form=form, tag="SL", start=found.start(), end=found.end()))
    return words


def _singular(form: str) -> str:
    """A noun in the singular, a verb without -ing or -ed where the shop's words know it so."""
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2 and not is_shop_word(form):
            stem = form[: -len(ending)]
            known = next((option for option in (stem, stem + "e", stem[:-1]) if is_shop_word(option)), None)
            if known:
                return known
    if len(form) <= 3 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    options = [form[:-1], form[:-3] + "y" if form.endswith("ies") else form[:-1], form[:-2] if form.endswith("es") else form[:-1]]
    return next((option for option in options if is_shop_word(option)), options[1])


def _named_in_english(piece: str, words: Sequence[Word], lexicon: Lexicon) -> tuple[Mention, ...]:
    """What is named when the English words are put into Korean ("oxford shirt" → 옥스퍼드 셔츠); places are those of the English words."""
    spans = {(word.start, word.end): word.form for word in words}
    found = english_phrases(piece, list(spans.values()))
    korean, origin = "", []
    for (start, end), formal in found:
        best = formal[0] + " "
        korean += best
        origin += [(start, end)] * len(best)
    mentions = []
    for mention in lexicon.find(korean):
        places = sorted({origin[at] for start, end in mention.spans for at in range(start, end) if at < len(origin)})
        mentions.append(replace(mention, spans=tuple(places)))
    return tuple(mentions)
