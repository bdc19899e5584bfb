"""The texts of a knowledge version as claims: one for each clause that counts something, tells a time, or affirms or denies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dangol.answers.ground import Ground
from dangol.answers.pieces import words_in
from dangol.answers.proof.amounts import Amount
from dangol.answers.proof.cited import cited
from dangol.answers.proof.meaning import neutral
from dangol.answers.proof.statement import Statement
from dangol.kit.text import normalise, squash
from dangol.knowledge.facts import Faq, Passage

_TABLE_ROW = 1000  # sentences from this number on are cells
_SUMS = frozenset({"금액", "합계", "소계", "총액", "total"})  # columns of what several cost together: nobody's price


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One clause of one text.

    Attributes:
        id: the text's citation id; thing: the document that it belongs to (``policy/shipping``, ``faq/f3``).
        text: the clause; sentence: all of its sentence.
        words: what the clause speaks of; lead: what the clauses before it in its sentence do; head: its question or heading;
            title: what its document and all headings do. above: all of that as written.
        names: keys of the subjects named in the clause, else above it; within: those named last before it in its text, if it names none.
        counted, times: the amounts and times of day of the whole text, so that a value said elsewhere in it is known.
        cell: it is a cell of a table.
    """

    id: str
    thing: str
    text: str
    sentence: str
    statement: Statement
    words: frozenset[str]
    lead: frozenset[str]
    head: frozenset[str]
    title: frozenset[str]
    above: str
    names: frozenset[str]
    within: frozenset[str]
    counted: tuple[Amount, ...]
    times: tuple[frozenset[int], ...]
    cell: bool


def claims(ground: Ground, today: date) -> tuple[Claim, ...]:
    """All claims of the FAQs and passages. Reading takes about a millisecond for 300 characters."""
    return tuple(claim for text in _texts(ground) for claim in _of(text, ground, today))


def telling(words: Sequence[str] | frozenset[str]) -> frozenset[str]:
    """Without words that claim nothing and marks of the reader (``@after``, ``¬``)."""
    return frozenset(word.lstrip("¬") for word in words if word.lstrip("¬") not in neutral() and word[0] not in "@~")


def _texts(ground: Ground) -> Iterator[Faq | Passage]:
    yield from ground.faqs.values()
    yield from ground.passages.values()


def _of(text: Faq | Passage, ground: Ground, today: date) -> Iterator[Claim]:
    read = cited(text.citation_id, ground, today)
    if read is None:
        return
    counted = tuple(amount for one in read.made for amount in one.amounts)
    times = tuple(time for one in read.made for time in one.moments.times)
    thing = text.citation_id.partition("#")[0]
    above = normalise(read.text[: len(read.text) - len(read.body)])
    head = telling(frozenset(words_in(_head(text))))
    lead = named = frozenset[str]()
    sentence = -1
    for at, one in enumerate(read.made):
        if one.sentence < 0:  # the question of an FAQ, affirmed: its answer says it better
            continue
        cell = one.sentence >= _TABLE_ROW
        lead = lead if one.sentence == sentence and not cell else frozenset()
        words = telling(one.words if cell else one.own | one.topic)
        if cell and not _SUMS.isdisjoint(one.text.split()):
            continue
        here = _in(squash(one.text), ground)
        named = here if here or cell else named
        if not words and not cell and at + 1 < len(read.made) and read.made[at + 1].sentence == one.sentence:
            words = telling(read.made[at + 1].own)  # "받은 날부터 7일 안에, 반품할 수 있어요"
        yield Claim(
            id=text.citation_id,
            thing=thing,
            text=one.text,
            sentence=one.text if cell else _sentence(read.made, one.sentence),
            statement=one,
            words=words,
            lead=lead - words,
            head=head,
            title=telling(read.title),
            above=above,
            names=here or _in(squash(above), ground),
            within=frozenset() if here else named,
            counted=counted,
            times=times,
            cell=cell,
        )
        lead, sentence = lead | words, one.sentence


def _sentence(made: Sequence[Statement], number: int) -> str:
    return re.sub(r"\s+,", ",", " ".join(one.text.strip() for one in made if one.sentence == number)).replace(",,", ",").strip(" ,")


def _head(text: Faq | Passage) -> str:
    if isinstance(text, Faq):
        return text.question
    return text.headings[-1] if text.headings else text.title


def _in(letters: str, ground: Ground) -> frozenset[str]:
    """The subjects whose whole name stands in the letters, a place's also without the brand's; the longest first, so that "미니 밤식빵" "
    "does not name "밤식빵"."""
    found = set()
    for name, key in names(ground):
        if name in letters:
            found.add(key)
            letters = letters.replace(name, "\n")
    return frozenset(found)


def names(ground: Ground) -> tuple[tuple[str, str], ...]:
    """``(squashed name, key)`` of every product and place, the longest first."""
    brand = squash(ground.snapshot.brand.name)
    whole = [(squash(subject.name), key) for key, subject in ground.subjects.items()]
    short = [(name.removeprefix(brand), key) for name, key in whole if key.startswith("place/") and brand and name.startswith(brand)]
    return tuple(sorted({pair for pair in (*whole, *short) if len(pair[0]) > 1}, key=lambda pair: (-len(pair[0]), pair)))
