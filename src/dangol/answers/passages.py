"""Answers out of FAQ entries, policies and articles: the piece that explains the most of the question, and in it the sentences that do."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.kit.text import squash
from dangol.knowledge.facts import Faq, Passage
from dangol.knowledge.search import Search

from .answer import Citation, Sentence
from .candidate import Candidate
from .ground import Ground
from .matching import gain, holds, matches, probability, said_of
from .pieces import words_in
from .question import Question
from .terms import Term
from .voice import Voice

_WHOLE = 400  # characters: a piece up to this long is said whole; its conditions are then never cut off
_BESIDE_TABLE = 200  # characters: so much prose beside a table is said with the rows chosen from it
_MOST_SENTENCES = 4
_NAMED = 0.5  # what a name weighs beside the words asked about
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")
_CONDITION = re.compile(r"^\s*(단,|단 |다만|그러나|하지만|제외|예외|※|\*)")


def candidates(question: Question, ground: Ground, search: Search, voice: Voice, *, most: int = 3) -> list[Candidate]:
    """The passages that most probably answer a question, best first; the score is that probability (see ``matching``)."""
    if not question.weight and not (question.mentions and question.contains is False):
        return []
    found = []
    for match in matches(question, ground, search):
        sentences = speak(question, ground, match.key, voice)
        said = said_of(question, [sentence.text for sentence in sentences])
        found.append(Candidate(kind="passage", detail=match.key, score=probability(match, said), sentences=sentences, passage=match.key))
    found.sort(key=lambda candidate: -candidate.score)
    return found[:most]


def speak(question: Question, ground: Ground, key: str, voice: Voice) -> tuple[Sentence, ...]:
    """What would be said of a piece in answer to a question, each sentence with its citation."""
    faq = ground.faqs.get(key)
    if faq:
        return _cite(_chosen(question, faq.answer.strip()), faq, voice, "")
    passage = ground.passages[key]
    return _cite(_chosen(question, passage.text.strip(), passage), passage, voice, _heading(passage))


def _heading(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else passage.title


def _cite(chosen: Sequence[tuple[str, str]], source: Faq | Passage, voice: Voice, heading: str) -> tuple[Sentence, ...]:
    """Sentences from (said, quoted) pairs; English askers are told that the text is quoted in Korean."""
    sentences = []
    for at, (said, quoted) in enumerate(chosen):
        lead = f"[{heading}] " if at == 0 and heading and heading not in said else ""
        if not voice.korean and at == 0 and re.search(r"[가-힣]", said):
            lead = "From our page (in Korean): " + lead
        citation = Citation(id=source.citation_id, version=source.version, quote=quoted)
        sentences.append(Sentence(text=lead + said, citations=(citation,)))
    return tuple(sentences)


def _chosen(question: Question, text: str, passage: Passage | None = None) -> list[tuple[str, str]]:
    """(said, quoted) for what to say of a piece: all of a short one; of a long one the sentences that explain most, in their order."""
    units = _units(text, passage)
    if not units:
        return []
    tables = passage.tables if passage else ()
    if len(text) <= _WHOLE and not tables:
        return units
    question = replace(question, terms=_as_said((*question.terms, *_named(question)), [said for said, _ in units]))
    weights = [_unit_weight(question, said) for said, _ in units]
    if max(weights) <= 0:
        return units[:3] if not tables else units[:8]
    rows = _rows_of(tables)
    prose = [at for at, (_, quoted) in enumerate(units) if quoted not in rows]
    chosen: set[int] = set(prose) if tables and sum(len(units[at][0]) for at in prose) <= _BESIDE_TABLE else set()
    open_terms = list(question.terms)
    already = len(chosen)
    while len(chosen) - already < _MOST_SENTENCES:
        best = max(
            (at for at in range(len(units)) if at not in chosen),
            key=lambda at: (gain(open_terms, units[at][0]), weights[at]),
            default=None,
        )
        if best is None or (gain(open_terms, units[best][0]) <= 0 and chosen):
            break
        chosen.add(best)
        open_terms = [term for term in open_terms if not holds(units[best][0], term)]
    for pattern in question.wanted:
        if not any(pattern.search(units[at][0]) for at in chosen):
            near = [at for at in range(len(units)) if pattern.search(units[at][0])]
            if near:
                chosen.add(max(near, key=lambda at: (weights[at], -min(abs(at - other) for other in chosen))))
    strongest = max(weights[at] for at in chosen)
    rivals = [at for at in range(len(units)) if weights[at] >= strongest * 0.999 and at not in chosen]
    chosen.update(rivals[: max(0, 6 - len(chosen))])
    chosen |= {at + 1 for at in chosen if at + 1 < len(units) and _CONDITION.match(units[at + 1][0])}
    return [units[at] for at in sorted(chosen)]


def _named(question: Question) -> list[Term]:
    """The names in a question as terms: "제주" in "제주도 배송비는요?" picks its row, also where a shop is called so."""
    said = {word for mention in question.mentions for start, end in mention.spans for word in words_in(question.text[start:end])}
    return [Term(form=word, weight=_NAMED) for word in sorted(said) if len(word) > 1]


def _as_said(terms: Sequence[Term], sentences: Sequence[str]) -> tuple[Term, ...]:
    """A term that stands in a sentence to the letter is looked for to the letter: 미국 is in the row of 미국, not wherever 해외 is."""
    letters = [squash(sentence) for sentence in sentences]
    return tuple(
        replace(term, literal=len(bare) > 1 and any(bare in line for line in letters)) for term in terms for bare in (squash(term.form),)
    )


def _rows_of(tables: Sequence[Sequence[Sequence[str]]]) -> set[str]:
    return {" | ".join(row) for table in tables for row in table}


def _units(text: str, passage: Passage | None) -> list[tuple[str, str]]:
    rows: dict[str, str] = {}
    for table in passage.tables if passage else ():
        header = table[0]
        for row in table[1:]:
            line = " | ".join(row)
            cells = [f"{name} {cell}" for name, cell in zip(header[1:], row[1:], strict=False) if cell.strip()]
            rows[line] = f"{row[0]}: {', '.join(cells)}" if cells else row[0]
        rows[" | ".join(header)] = ""
    units = []
    for line in text.split("\n"):
        line = line.strip()
        if line in rows:
            if rows[line]:
                units.append((rows[line], line))
            continue
        for sentence in _SENTENCE.split(line):
            said = re.sub(r"^[-*•]\s+", "", sentence.strip())
            if said:
                units.append((said, said))
    return units


def _unit_weight(question: Question, said: str) -> float:
    bonus = 0.3 * sum(bool(pattern.search(said)) for pattern in question.wanted)
    weight = gain(question.terms, said)
    return weight + bonus if weight else 0.0
