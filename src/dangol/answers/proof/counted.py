"""Whether the amounts, times and days of a sentence stand in its evidence, said of the same thing."""

import re
from collections.abc import Iterable, Iterator

from dangol.language.concepts import synonyms

from .amounts import Amount
from .cited import Cited
from .moments import Days
from .opening import day_is_covered
from .statement import Statement
from .statements import SOME
from .verdict import Case

_COUNTERS = frozenset(
    {
        "piece",
        "봉",
        "장",
        "잔",
        "병",
        "권",
        "매",
        "벌",
        "켤레",
        "대",
        "세트",
        "박스",
        "팩",
        "곳",
        "자리",
        "가지",
        "건",
        "묶음",
        "마디",
        "쪽",
        "person",
    }
)
_UP, _DOWN = frozenset({"least", "after"}), frozenset({"most", "below", "before"})
_FLOOR_WORDS = re.compile(r"기준|최소|한도|조건|부터|넘|threshold|minimum|spend|over|from", re.IGNORECASE)
_DIFFERENCE = re.compile(r"더|차이|저렴|비싸|싸|가볍|무겁|차액|cheaper|more|less|difference|lighter|heavier|save", re.IGNORECASE)
_LEAD_ONE = re.compile(r"^(?:한|하나)(?!\s?(?:달|시간|개월|주))")
_TIMELESS = re.compile(r"오늘|지금|현재|today|now", re.IGNORECASE)


def amount_faults(case: Case) -> Iterator[str]:
    """``"amount"`` for each amount that the evidence doesn't state, or states of something else than the clause speaks of."""
    for at, one in enumerate(case.said):
        for amount in one.amounts:
            if amount.low == SOME:
                if _costs_nothing(one, case):
                    yield "amount"
                continue
            if _spared(one, amount, case):
                continue
            about = case.about[at] if at < len(case.about) else frozenset()
            holding = [(cited, made) for cited, made in case.made if _may_speak(made, about, case) and _holds(made, amount, one, cited)]
            if (not holding and not _worked_out(amount, one, case)) or (
                holding and all(_of_another(one, amount, cited, made) for cited, made in holding)
            ):
                yield "amount"


def _costs_nothing(one: Statement, case: Case) -> bool:
    """Whether money is said to be due for what the evidence gives free of charge: "위약금이 있어요" where there is none."""
    told = one.own | {word for word in one.order if word in one.text}
    same = [made for _, made in case.made if made.own & told and any(amount.kind == "won" for amount in made.amounts)]
    return bool(same) and all(amount.high == 0 for made in same for amount in made.amounts if amount.kind == "won")


def _spared(one: Statement, amount: Amount, case: Case) -> bool:
    """Whether it is part of a name, or the "one" of "한 번에" that counts nothing."""
    said = one.text[amount.start : amount.end]
    if amount.low == amount.high == 1 and _LEAD_ONE.match(said):
        return True
    if amount.kind in _COUNTERS and any(other.kind == "won" and _times(other, one, case) for other in one.amounts):
        return True
    return any(
        spot <= amount.start and amount.end <= spot + len(name)
        for name in case.names
        if said in name
        for spot in (found.start() for found in re.finditer(re.escape(name), one.text))
    )


def _may_speak(made: Statement, about: frozenset[str], case: Case) -> bool:
    """A clause about one of several cited products is proven by that product's facts, not by its neighbour's."""
    return made.about is None or not about or len(case.keys) < 2 or made.about in about


def _holds(made: Statement, amount: Amount, one: Statement, cited: Cited) -> bool:
    return any(_same(amount, other, one, cited) for other in made.amounts)


def _same(said: Amount, known: Amount, one: Statement, cited: Cited) -> bool:
    if not _same_kind(said.kind, known.kind, cited):
        return False
    if said.low != said.high or known.low == known.high:
        equal = abs(said.low - known.low) < 1e-6 and abs(said.high - known.high) < 1e-6
        return equal and _same_role(said, known, one)
    if said.role in _DOWN or re.search("최대|길어야|늦어도|at most|up to|no later", one.text):
        return abs(said.high - known.high) < 1e-6
    if said.role in _UP or re.search("최소|빠르면|적어도|at least|earliest", one.text):
        return abs(said.low - known.low) < 1e-6
    return False  # "2영업일" is not what "1~2영업일" says


def _same_kind(said: str, known: str, cited: Cited) -> bool:
    if said == known:
        return True
    if said == "" or known == "":  # a bare number, or a cell without its unit
        return said == "" or (cited.column is not None and known == "")
    return said in _COUNTERS and known in _COUNTERS and "piece" in {said, known} and "person" not in {said, known}


def _same_role(said: Amount, known: Amount, one: Statement) -> bool:
    if said.role == known.role:
        return True
    if said.role and known.role:
        return {said.role, known.role} <= _DOWN - {"before", "below"} or (
            {said.role, known.role} == {"most", "before"} and said.kind != "won"
        )
    if known.role in {"least", "below"} and said.kind in {"won", "g", "piece"}:
        return bool(_FLOOR_WORDS.search(one.text))
    return not (said.role in {"below", "least"} and said.kind == "won" and not known.role and "부터" not in one.text)


def _of_another(one: Statement, amount: Amount, cited: Cited, made: Statement) -> bool:
    """Whether the clause names what another amount of the same evidence belongs to, and not what this one belongs to."""
    for other in cited.made:
        rivals = [
            known
            for known in other.amounts
            if _same_kind(amount.kind, known.kind, cited) and (amount.kind != "won" or (known.role == "") == (amount.role == ""))
        ]
        if other is made or not rivals or _holds(other, amount, one, cited):
            continue
        if _told_apart(made.head - made.lead, other.head - other.lead, one.own, cited.title):
            return True
        same = not (made.head ^ other.head) & (one.own - cited.title)
        if same and _told_apart(_marks(made, amount), _marks(other, rivals[0]), _marks(one, amount), frozenset()):
            return True
    return False


def _told_apart(mine: frozenset[str], theirs: frozenset[str], named: frozenset[str], title: frozenset[str]) -> bool:
    """Whether what is named distinguishes the other, and nothing named distinguishes this one."""
    mine, theirs = (frozenset(word for word in words if word[0] != "@") for words in (mine, theirs))
    named = named.union(*(synonyms(word) for word in named))
    return bool((theirs - mine - title) & named) and not (mine - theirs - title) & named


def _marks(one: Statement, but: Amount) -> frozenset[str]:
    """The other amounts of a clause that say under what condition one holds, as words."""
    return frozenset(f"{other.kind}:{other.low:g}:{other.role}" for other in one.amounts if other.role and other.low != but.low)


def _worked_out(amount: Amount, one: Statement, case: Case) -> bool:
    """The difference of two cited amounts where a difference is spoken of; a cited price times a count that the clause says."""
    known = [
        (made.about, other) for _, made in case.made for other in made.amounts if other.kind == amount.kind and other.low == other.high
    ]
    if _DIFFERENCE.search(one.text):
        return any(abs(abs(a.low - b.low) - amount.low) < 1e-6 for about, a in known for of, b in known if about != of)
    return amount.kind == "won" and _times(amount, one, case)


def _times(amount: Amount, one: Statement, case: Case) -> bool:
    """Whether an amount of money is a cited price times a count in the clause ("두 개면 6,400원")."""
    counts = [other.low for other in one.amounts if other.kind in _COUNTERS and 1 < other.low <= 99]
    priced = [other.low for cited, made in case.made if cited.column == "price" for other in made.amounts]
    return any(abs(price * count - amount.low) < 1e-6 for price in priced for count in counts)


def moment_faults(case: Case) -> Iterator[str]:
    """``"time"`` and ``"day"`` for what the evidence doesn't name. Opening hours are for ``opening``."""
    times = {minute for _, made in case.made for known in made.moments.times for minute in known}
    days = [known for _, made in case.made for known in made.moments.days]
    for one in case.said:
        of_this = [known for _, made in case.made if made.topic & one.topic - case.title for known in made.moments.days]
        if any(not said & times for said in one.moments.times):
            yield "time"
        if any(named.wrong or not _known_day(named, of_this or days, case) for named in one.moments.days):
            yield "day"
        if _parted(one, case):
            yield "time"


def _known_day(named: Days, days: Iterable[Days], case: Case) -> bool:
    known = list(days)
    if named.relative and named.dates == (case.at.date(),) and (case.keys or _TIMELESS.search(case.text)):
        return not known or case.keys != frozenset() or any(day_is_covered(named.dates[0], other) for other in known)
    if named.dates:
        return all(any(day_is_covered(day, other) for other in known) for day in named.dates)
    if named.kind:
        return any(other.kind == named.kind or (named.kind != "holiday" and named.covered() <= other.covered()) for other in known)
    covered = frozenset[int]().union(*(other.covered() for other in known))
    return named.covered() <= covered


def _parted(one: Statement, case: Case) -> bool:
    """Whether weekdays and a time said in one clause, without listing, stand only in different clauses of the evidence."""
    weekdays = frozenset[int]().union(*(named.covered() for named in one.moments.days))
    if len(one.moments.days) < 2 or re.search(r"요일\s?(?:과|와|이나|또는|,|·|및|하고)|요일과|\band\b|\bor\b|~", one.text):
        return False
    return not any(weekdays <= frozenset[int]().union(*(known.covered() for known in made.moments.days)) for _, made in case.made)
