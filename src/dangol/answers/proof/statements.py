"""A text as the statements it makes: one for each clause, with its words, amounts and moments, and whether it affirms or denies.

"매장에서는 쓸 수 있고 온라인에서는 쓸 수 없어요" makes two, and only the second denies. A denial inside a modifier or a condition ("뜯지
않은 커피", "뜯지 않았다면") denies nothing: it is kept as a word of its own, ``¬뜯다``.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from dangol.language.tokens import Token, tokenise

from .amounts import Amount, amounts
from .clauses import CONDITION, DENYING_VERBS, ORDER, PREDICATES, clauses_of, closed, read, says_only
from .english import english
from .moments import moments
from .statement import CONDITION_WORDS, Statement, blank

SOME = -1.0  # an amount of money that is due, but not said
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")
_HANGUL = re.compile(r"[가-힣]")
_DUE = re.compile(
    r"(?:배송비|요금|수수료|위약금|추가금|운임|비용)(?:가|이|는|은|를|을|만|도)?\s?(?:따로 |별도로 |추가로 )?(?:내|들|붙|받|부담|"
    r"추가|발생|있)"
)
_FEE = re.compile(
    r"(?:비용?|요금|수수료|위약금|값|료|추가금)(?:은|는|이|가|도|을|를)?\s?(?:따로\s?|전혀\s?)?(?:없|안 |받지|들지|붙지|내지)"
)


def statements(text: str, today: date, names: Collection[str] = ()) -> tuple[Statement, ...]:
    """The statements of a (normalised) text, in order. Words that are part of one of ``names`` are no words of theirs."""
    made: list[Statement] = []
    for number, sentence in enumerate(part for part in _SENTENCE.split(text) if part.strip()):
        parts = _korean(sentence, today, names) if korean(sentence) else english(sentence, today)
        made += (replace(part, sentence=number) for part in parts)
    return tuple(made)


def korean(text: str) -> bool:
    """Whether a text is read as Korean: a name in Hangul inside an English sentence doesn't make it so."""
    hangul, latin = len(_HANGUL.findall(text)), len(re.findall(r"[A-Za-z]", text))
    return hangul * 2 >= latin if hangul else False


def _korean(sentence: str, today: date, names: Collection[str]) -> list[Statement]:
    tokens = tokenise(sentence)
    clauses = clauses_of(tokens)
    made: list[Statement] = []
    denied_after = False
    for clause in reversed(clauses):  # a clause without a predicate of its own shares the next one's: "제주는 3,000원, 도서산간은 5,000원"
        words, denies, predicate = read(clause)
        own = (predicate and closed(clause)) or denies
        denies = denies if own else denied_after
        denied_after = denies and (not own or any(token.tag in PREDICATES and token.lemma in DENYING_VERBS for token in clause))
        start, end = clause[0].start, clause[-1].end
        text = sentence[start:end]
        spans = [(spot, spot + len(name)) for name in names for spot in _spots(name, text)]
        kept = [(word, place - start) for word, place in words if word and not any(a <= place - start < b for a, b in spans)]
        made.append(_statement(text, kept, clause, denies, today))
    return _with_topics(made[::-1], clauses)


def _with_topics(made: Sequence[Statement], clauses: Sequence[tuple[Token, ...]]) -> list[Statement]:
    """A clause without a topic of its own speaks of the topic before: "치즈케이크는 택배로 보내며, 제주에는 보내지 않습니다"."""
    held = frozenset[str]()
    told: list[Statement] = []
    for one, clause in zip(made, clauses, strict=True):
        topic, lead = _topic(clause)
        told.append(replace(one, topic=topic, lead=lead) if topic else replace(one, words=one.words | held))
        none = one.denies and any(token.form == "없" or token.tag == "VCN" for token in clause)
        held = frozenset() if none else topic or held  # "전용 주차장은 없고 공영주차장을 …": what there is not is spoken of no more
    return told


def _topic(clause: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """The nouns right before 은/는, with those that lead to them; and the words before these, which the next clauses may share."""
    for at, token in enumerate(clause):
        if token.tag == "JX" and token.form in {"은", "는"} and at and clause[at - 1].tag in {"NNG", "NNP"}:
            nouns = []
            for before in reversed(clause[:at]):
                if before.tag not in {"NNG", "NNP"} or before.form in ORDER:
                    break
                nouns.append(before.form.lower())
            return frozenset(nouns), frozenset(one.form.lower() for one in clause[: at - len(nouns)])
    return frozenset(), frozenset()


def _spots(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while name and at >= 0:
        yield at
        at = text.find(name, at + 1)


def _statement(text: str, words: Sequence[tuple[str, int]], tokens: Sequence[Token], denies: bool, today: date) -> Statement:
    when = moments(text, today)
    counted = _without_fee(text, amounts(when.rest), denies)
    places = [amount.start for amount in counted if amount.end > amount.start] + list(when.spots)
    first = min(places, default=len(text))
    conditional = any(token.tag == "EC" and token.form in CONDITION for token in tokens) or bool(CONDITION_WORDS.search(text))
    free = any(amount.kind == "won" and amount.high == 0 for amount in counted)
    kept = [(word, place) for word, place in words if not blank(when.rest, place)]
    own = frozenset(word for word, _ in kept)
    return Statement(
        text=text,
        words=own,
        own=own,
        head=frozenset(word for word, place in kept if place < first),
        order=tuple(word for word, _ in kept),
        focus=frozenset(
            before.form.lower() for before, token in pairwise(tokens) if token.form == "도" and token.tag == "JX" and before.tag[0] in "NS"
        ),
        denies=denies and not (free and _FEE.search(text)),
        conditional=conditional,
        only=says_only(tokens) or ("*" if re.search("전용|한정|오직", text) else ""),
        amounts=counted,
        moments=when,
    )


def _without_fee(text: str, counted: tuple[Amount, ...], denies: bool) -> tuple[Amount, ...]:
    """배송비가 없어요 counts as 0원, as 무료 does; "추가 배송비를 내세요" as some money, of which it isn't said how much."""
    found = _FEE.search(text)
    if not found or (not denies and "없이" not in text):
        due = None if any(amount.kind == "won" for amount in counted) else _DUE.search(text)
        return (*counted, Amount(kind="won", low=SOME, high=SOME, role="", start=due.end() - 1, end=due.end())) if due else counted
    return (*counted, Amount(kind="won", low=0.0, high=0.0, role="", start=found.end() - 1, end=found.end()))
