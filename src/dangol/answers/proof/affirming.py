"""Whether a sentence affirms what its evidence affirms: each clause beside the statements of the evidence that it shares most with."""

import re
from collections.abc import Collection, Iterator

from dangol.kit.text import squash
from dangol.language.concepts import synonyms

from .meaning import hard, neutral
from .moments import Days
from .opening import day_is_covered
from .statement import Statement
from .verdict import Case

_NEAR = 0.85  # of the best overlap: statements that may be meant as well
_ENOUGH = 0.5  # of the weight of a clause's words that the evidence holds: a statement must share it before it can contradict
_COMMON = 0.2  # the least weight of a word of the evidence
_IN_TITLE, _LAST, _FOCUS, _BY_SYNONYM = (
    0.5,
    1.5,
    3.0,
    0.7,
)  # a word of the heading tells less which statement is meant, the last noun and verb more, and most what has 도
_EXCEPTION = re.compile(r"^(?:단|다만|단지|하지만)[, ]|제외|예외|빼고|외에는|\bexcept\b|\bexclud|\bhowever\b", re.IGNORECASE)
_LIMITED = re.compile(r"단,|다만|일부|제외|예외|빼고|따라 다|달라질 수|except|exclud|some |may vary|however", re.IGNORECASE)
_STOCK = re.compile(r"재고|품절|매진|구매|주문|남아|남았|살 수|\bstock\b|sold out|available|buy", re.IGNORECASE)
_SUFFICES = re.compile(r"만 (?:말씀|알려|보여|적어|있으|가지고|챙겨)")
_SENT = re.compile(r"출고|발송|보내|\bship|\bsend", re.IGNORECASE)
_ARRIVAL = re.compile(r"받(?:아|으|을|는)|도착|걸리|걸려|\barriv|\breceiv|\bget it\b", re.IGNORECASE)
_EVEN = re.compile(r"(?:해|하셔|이어|여|셔|아|어)도 ", re.IGNORECASE)
_LISTS = frozenset({"options", "ingredients", "allergens", "color", "size", "composition", "flavor"})


def denial_faults(case: Case) -> Iterator[str]:
    """``"denial"``, ``"only"`` and ``"condition"``: each clause beside the statements of the evidence that it shares most with."""
    for at, one in enumerate(case.said):
        about = case.about[at] if at < len(case.about) else frozenset[str]()
        near = nearest(one, case, about)
        if not near:
            if _turned(one, case):
                yield "denial"
            continue
        if _turned(one, case) or (all(made.denies != one.denies for made in near) and not _absent(one, case)):
            yield "denial"
        if one.only and not _enough(one) and not any(_same_only(one, made) for made in near) and not _contrasted(one, case):
            yield "only"
        if one.focus and all(made.only not in {"", "*"} and made.only not in one.own for made in near):
            yield "only"  # "비회원도 쌓여요" where it is for 회원 only
        if _of_other_time(one, near) or _of_other_topic(one, case) or _arrives(one, case) or _even_if(one, near, case):
            yield "other"
        beside = [said for said in case.said if said.sentence == one.sentence]
        limited = any(said.conditional or _has_floor(said) for said in beside)
        if _gives(one) and not limited and all(made.conditional and _has_floor(made) for made in near if made.denies == one.denies):
            yield "condition"


def nearest(one: Statement, case: Case, about: frozenset[str]) -> list[Statement]:
    """The statements of the evidence that share most of a clause's telling words; none where they share too little to contradict it."""
    told = {word for word in one.words if word not in neutral() and word[0] != "@"}
    telling = [word for word in one.order if word in told]
    last = {next((w for w in reversed(telling) if not w.endswith("다")), ""), next((w for w in reversed(telling) if w.endswith("다")), "")}
    stock = [made for cited, made in case.made if cited.column == "stock" and (not about or len(case.keys) < 2 or made.about in about)]
    if stock and _STOCK.search(one.text):
        return stock
    weight = {word: _weight(word, last, one.focus, case) for word in told & case.words}
    near_words = {other: word for word in told - case.words for other in _same_words(word) & case.words if other not in weight}
    weight |= {other: _weight(other, last, one.focus, case) * _BY_SYNONYM for other in near_words}
    scored = []
    for _, made in case.made:
        if made.about and about and len(case.keys) > 1 and made.about not in about:
            continue
        shared = sum(weight[word] for word in weight.keys() & made.words) + _shared_days(one, made)
        shared += sum(0.5 for amount in one.amounts for other in made.amounts if amount.kind == other.kind and amount.low == other.low)
        scored.append((shared, made))
    if "당일" in one.own and any("당일" in made.own for _, made in scored):
        scored = [(score, made) for score, made in scored if "당일" in made.own]
    best = max((score for score, _ in scored), default=0.0)
    if best <= 0 or best < _ENOUGH * sum(weight.values()):
        return []
    return [made for score, made in scored if score >= best * _NEAR]


def _weight(word: str, last: Collection[str], focus: Collection[str], case: Case) -> float:
    rare = max(case.rarity.get(word, 0.0), _COMMON)
    return rare * (_IN_TITLE if word in case.title else 1.0) * (_FOCUS if word in focus else _LAST if word in last else 1.0)


def _same_words(word: str) -> frozenset[str]:
    return frozenset() if word in hard() else synonyms(word)


def _shared_days(one: Statement, made: Statement) -> float:
    """More for a statement about the days that the clause names, less for one about others."""
    if not one.moments.days or not made.moments.days:
        return 0.0
    if all(any(_same_days(said, known) for known in made.moments.days) for said in one.moments.days):
        return 1.0
    return -0.5


def _same_days(said: Days, known: Days) -> bool:
    if said.dates and known.dates:
        return bool(set(said.dates) & set(known.dates))
    if said.dates:
        return all(day_is_covered(day, known) for day in said.dates)
    return said.kind == known.kind if "holiday" in {said.kind, known.kind} else said.covered() <= known.covered()


def _same_only(one: Statement, made: Statement) -> bool:
    if not made.only:
        return False
    return "*" in {one.only, made.only} or (one.only in made.own and bool((one.own & made.own) - neutral() - {one.only}))


def _enough(one: Statement) -> bool:
    """ "이름만 말씀해 주시면 돼요": 만 of what suffices."""
    return one.conditional or bool(_SUFFICES.search(one.text))


def _contrasted(one: Statement, case: Case) -> bool:
    """Whether "only" is the evidence's own in other words: "매장에서는 쓸 수 있고 온라인에서는 쓸 수 없어요"."""
    told = one.words - neutral()
    return any(made.denies != one.denies and (made.own & one.own) - told for _, made in case.made) and not one.denies


def _turned(one: Statement, case: Case) -> bool:
    """Whether a word is denied inside the clause ("예약 없이", "뜯지 않은") that the evidence has only undenied, or the other way round."""
    for word in one.own:
        bare, other = word.lstrip("¬"), word[1:] if word[0] == "¬" else f"¬{word}"
        if other not in case.words or word in case.words or word in neutral():
            continue
        if word[0] != "¬" or not any(made.denies and bare in made.own for _, made in case.made):
            return True
    return False


def _of_other_time(one: Statement, near: list[Statement]) -> bool:
    """Whether it says of the time after something what the evidence says of the time before ("출고된 뒤에도 취소"), or the reverse."""
    for mine, other in (("@after", "@before"), ("@before", "@after")):
        if mine in one.own and other not in one.own and all(other in made.own and mine not in made.own for made in near):
            return True
    return False


def _arrives(one: Statement, case: Case) -> bool:
    """Whether it says by when something arrives where the evidence only says when it is sent."""
    dated = one.moments.days or any(amount.kind in {"day", "workday"} for amount in one.amounts) or "당일" in one.own
    sent = any(_SENT.search(cited.body) for cited in case.evidence)
    return bool(sent and dated and _ARRIVAL.search(one.text)) and not any(_ARRIVAL.search(cited.text) for cited in case.evidence)


def _even_if(one: Statement, near: list[Statement], case: Case) -> bool:
    """ "카드로 결제하셔도 …" where the rule holds for other ways of paying: what "even if" names must stand in the rule itself."""
    if not _EVEN.search(one.text) or one.denies:
        return False
    named = {word for word in one.own - neutral() - case.title if not word.endswith("다") and word[0] not in "@¬~"}
    return all(made.conditional and bool(named - made.own) for made in near) and any(word in case.words for word in named)


def _of_other_topic(one: Statement, case: Case) -> bool:
    """Whether a word is said of one topic that the evidence says of another only ("전포는 목줄을 하면", where 목줄 stands for 성수)."""
    mine = [made for _, made in case.made if made.topic & one.topic - case.title - neutral()]
    if not mine or len(mine) == len(case.made):
        return False
    for word in (word for word in one.own - one.topic - neutral() - case.title if word[0] != "@"):
        holding = [made for _, made in case.made if word in made.own]
        if any(word in made.lead for made in holding):
            continue
        if holding and not any(word in made.words for made in mine) and all(made.topic and not made.topic & one.topic for made in holding):
            return True
    return False


def _has_floor(one: Statement) -> bool:
    return any(amount.role in {"least", "below"} and amount.kind in {"won", "piece", "g"} for amount in one.amounts)


def _gives(one: Statement) -> bool:
    """Whether a clause grants something: free of charge, a discount, points."""
    return not one.denies and (
        any(a.kind == "won" and a.high == 0 for a in one.amounts) or bool({"할인", "할부", "적립", "무이자"} & one.words)
    )


def _absent(one: Statement, case: Case) -> bool:
    """ "표기된 내용에 X는 없어요" and "블랙은 없어요" where a closed list lacks it."""
    if not one.denies:
        return False
    lists = [cited for cited in case.evidence if cited.column in _LISTS]
    told = [word for word in one.words if word not in neutral() and word not in case.title]
    return bool(lists) and bool(told) and any(word not in case.words and squash(word) not in case.letters for word in told)


def exceptions(case: Case) -> Iterator[frozenset[str]]:
    """For each rule that the sentence states without limits: the words of an exception that the evidence states in the same or the next
    sentence. Some sentence of the answer has to name one of them."""
    if _LIMITED.search(case.text):
        return
    for at, one in enumerate(case.said):
        about = case.about[at] if at < len(case.about) else frozenset[str]()
        for rule in nearest(one, case, about) if not one.denies else ():
            if rule.denies or _EXCEPTION.search(rule.text):
                continue
            cited = next(cited for cited, made in case.made if made is rule)
            for other in cited.made:
                follows = other.sentence in {rule.sentence, rule.sentence + 1} and other.sentence < 1000
                if follows and other is not rule and _EXCEPTION.search(other.text.lstrip(" ,")):
                    told = other.words - rule.words - cited.title - neutral()
                    if told and not told & one.words:
                        yield frozenset(told)
