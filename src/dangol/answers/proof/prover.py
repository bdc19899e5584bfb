"""Decides sentence by sentence whether an answer is supported by what it cites. Pure: no clock, no store, no model.

It is a checker of surfaces, not of meaning. What it can see: every amount in any spelling and unit, and of what it is said; times, days and
opening hours worked out for the instant; names of products and places with their siblings; words without a counterpart in the evidence;
affirming what is denied and the reverse; exceptions, floors, "only", superlatives; health; links, addresses and phone numbers.

What it cannot see, so that nobody trusts it for more than that:

- **who does what to whom**: "들마루가 배송비를 내요" and "고객님이 배송비를 내요" where both parties stand in the evidence;
- **a false join of true words**: "당일 배송" from "당일 출고" and "배송"; cause and order ("먼저", "그 뒤에"), unless amounts or days tell;
- **a synonym in the wrong place**, as far as the tables of ``language`` hold it for one (쓰다 for 사용하다); verbs more than nouns;
- **exceptions that are not marked as such** (단, 다만, 제외, 빼고, 예외) or stand further away than the next sentence of the same passage;
- **a single value out of its row**, where neither the row's nor the column's head is named in the clause;
- **English against Korean evidence** word by word: a third of an English sentence's words may have no counterpart;
- **whether it answers the question**: a true sentence about something else is proven; that is for the rung that chose the evidence;
- opinions and politeness made of neutral words ("좋은 선택이에요").
"""

import re
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dangol.answers.answer import Citation, Sentence
from dangol.answers.ground import Ground
from dangol.kit.text import normalise

from .addresses import addresses, blanked
from .affirming import denial_faults, exceptions
from .cited import Cited, cited, names_of
from .comparing import order_faults
from .counted import amount_faults, moment_faults
from .meaning import name_faults, word_faults
from .opening import opening_faults
from .opinions import opinion_faults
from .overclaims import medical, unsupported_claims
from .paying import payer_faults
from .quoting import quoted
from .statement import Statement
from .statements import statements
from .summing import sums
from .verdict import Case, Verdict

_MOST_KEPT = 2048  # citations as statements, about 10 kB each
_LONGEST = 600  # characters of a sentence: what is longer is no sentence, and is refused unread
_HOURS = ("hours", "closed")
_MENTIONS_HOURS = re.compile(r"영업|운영|휴무|쉬|열|닫|오픈|마감|open|clos|hours", re.IGNORECASE)


class Prover:
    """Proves sentences against one knowledge version. Threads may share it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._zone = ZoneInfo(ground.snapshot.brand.timezone)
        self._kept: OrderedDict[tuple[str, date], Cited | None] = OrderedDict()

    @property
    def ground(self) -> Ground:
        return self._ground

    def prove(self, sentences: Sequence[Sentence], at: datetime) -> tuple[Verdict, ...]:
        """One verdict for each sentence, in order.

        Args:
            sentences: of one answer: an exception may stand in another of them. A citation of version 0 means the current one.
            at: the aware instant at which the answer is given.
        """
        local = at.astimezone(self._zone)
        read = [self._read(sentence, local) for sentence in sentences]
        faults = [self._faults(sentence, case) for sentence, case in zip(sentences, read, strict=True)]
        said = frozenset(word for case in read if case for one in case.said for word in one.words)
        for case, found in zip(read, faults, strict=True):
            if case and not found and any(not told & said for told in exceptions(case)):
                found.append("exception")
        return tuple(
            Verdict(sentence=sentence, faults=tuple(dict.fromkeys(found))) for sentence, found in zip(sentences, faults, strict=True)
        )

    def _read(self, sentence: Sentence, local: datetime) -> Case | None:
        if len(sentence.text) > _LONGEST:
            return None
        text = normalise(sentence.text)
        evidence = tuple(one for citation in sentence.citations if (one := self._cited(citation.id, local.date())))
        text, right = sums(text, evidence)
        named = {one.about: names_of(self._ground.subjects[one.about]) for one in evidence if one.about}
        said = statements(blanked(text), local.date(), tuple(name for names in named.values() for name in names))
        return Case(
            text=text,
            said=said,
            evidence=evidence,
            ground=self._ground,
            at=local,
            about=_about(said, named),
            wrong_sum=not right,
            names=frozenset(name for names in named.values() for name in names),
        )

    def _cited(self, citation_id: str, today: date) -> Cited | None:
        key = (citation_id, today)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.popitem(last=False)
            self._kept[key] = cited(citation_id, self._ground, today)
        return self._kept.get(key)

    def _faults(self, sentence: Sentence, case: Case | None) -> list[str]:
        if any(citation.id in self._ground.opinions.reviews for citation in sentence.citations):
            return self._of_opinions(sentence)
        if case is None:
            return ["word"]
        found = [*_citation_faults(sentence.citations, case)]
        if medical(case.text):
            found.append("medical")
        if unsupported_claims(case.text, (one.body for one in case.evidence), hours=any(one.column in _HOURS for one in case.evidence)):
            found.append("absolute")
        if case.wrong_sum:
            found.append("amount")
        if addresses(case.text) - self._known_addresses(case):
            found.append("address")
        if quoted(case):
            return found
        hours = self._hours(case)
        timed = [*moment_faults(case), *denial_faults(case)] if hours is None else hours
        return [*found, *timed, *amount_faults(case), *name_faults(case), *word_faults(case), *order_faults(case), *payer_faults(case)]

    def _of_opinions(self, sentence: Sentence) -> list[str]:
        reviews = self._ground.opinions.reviews
        found = ["medical"] if medical(normalise(sentence.text)) else []
        if any(one.version and one.id in reviews and reviews[one.id].version != one.version for one in sentence.citations):
            found.append("version")
        return [*found, *opinion_faults(sentence.text, [one.id for one in sentence.citations], self._ground)]

    def _hours(self, case: Case) -> list[str] | None:
        """What opening hours contradict; None where no hours are cited or spoken of."""
        places = {one.about for one in case.evidence if one.about and one.column in _HOURS}
        if not places or not all(one.about in places or one.column for one in case.evidence) or not _tells_hours(case):
            return None
        found: list[str] = []
        for key in places:
            said = [one for one, about in zip(case.said, case.about, strict=True) if key in about or not about or len(places) == 1]
            found += opening_faults(said, self._ground.subjects[str(key)], case.at)
        return found

    def _known_addresses(self, case: Case) -> frozenset[str]:
        brand = self._ground.snapshot.brand
        own = addresses(f"{brand.phone} {brand.email}")
        return own.union(*(addresses(one.text) for one in case.evidence))


def _tells_hours(case: Case) -> bool:
    return bool(_MENTIONS_HOURS.search(case.text)) or any(one.moments.times or one.moments.days for one in case.said)


def _citation_faults(citations: Sequence[Citation], case: Case) -> list[str]:
    """``"citation"`` where one bears no evidence or where a claim has none; ``"version"`` where what was cited has changed."""
    known = {one.id: one.version for one in case.evidence}
    found = ["citation"] if any(citation.id not in known for citation in citations) else []
    if any(citation.version and known.get(citation.id, citation.version) != citation.version for citation in citations):
        found.append("version")
    return found


def _about(said: Sequence[Statement], named: dict[str, tuple[str, ...]]) -> tuple[frozenset[str], ...]:
    """For each clause the cited subjects named in it, the longest name where one holds another; else those of the clause before."""
    about: list[frozenset[str]] = []
    held = frozenset[str]()
    for one in said:
        text = one.text.lower()
        spoken = sorted(((name.lower(), key) for key, names in named.items() for name in names), key=lambda pair: -len(pair[0]))
        here = set()
        for name, key in spoken:
            if name in text:
                here.add(key)
                text = text.replace(name, " ")
        held = frozenset(here) or held
        about.append(held)
    return tuple(about)
