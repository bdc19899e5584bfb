"""Answers out of FAQ entries, policies and articles: the piece that explains the most of the question, and in it the sentences that do."""

import re
from collections.abc import Sequence

from dangol.kit.text import squash
from dangol.knowledge.facts import Faq, Passage
from dangol.knowledge.search import Search
from dangol.language.concepts import synonyms

from .answer import Citation, Sentence
from .candidate import Candidate
from .ground import Ground, Piece, words_in
from .question import Question, Term
from .voice import Voice

_LOOK_AT = 24  # pieces scored a question; the search ranks the right one within ten for nearly nine of ten titles
_WHOLE = 260  # characters: a piece up to this long is said whole
_DOUBT = 0.1  # weight that is never explained: a passage that explains one light verb has explained little
_MOST_SENTENCES = 4
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")
_CONDITION = re.compile(r"^\s*(단,|단 |다만|그러나|하지만|제외|예외|※|\*)")
_GENERIC_HEAD = frozenset({"안내", "정책", "규정", "방법", "이용", "관련", "faq", "어떻게", "하다", "되다", "있다", "얼마", "수", "나요"})


def candidates(question: Question, ground: Ground, search: Search, voice: Voice, *, most: int = 3) -> list[Candidate]:
    """The best passages for a question, best first."""
    if not question.weight and not (question.mentions and question.contains is False):
        return []
    product_asked = bool(question.mentions) and question.asks_for("price", "stock", "options")
    scored: list[tuple[float, float, int, str]] = []
    for key in _nearby(question, ground, search):
        piece = ground.pieces[key]
        score, rank, named = _score(question, piece, ground)
        if question.mentions and named < 0.85:
            score *= 0.5 if product_asked else 0.9
            rank *= 0.85
        if score > 0.3:
            scored.append((rank, score, -len(scored), key))
    scored.sort(reverse=True)
    found = []
    for rank, score, _, key in scored[: most * 3]:
        sentences = _speak(question, ground, key, voice)
        text = " ".join(sentence.text for sentence in sentences)
        missing = sum(not pattern.search(text) for pattern in question.wanted)
        factor = 0.5 if missing or not _same_year(question.text, text) else 1.0
        together = 0.1 * max((_together(question, sentence.text) for sentence in sentences), default=0.0)
        found.append(
            ((rank + together) * factor, Candidate(kind="passage", detail=key, score=score * factor, sentences=sentences, passage=key))
        )
    found.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in found[:most]]


def _same_year(asked: str, text: str) -> bool:
    """A year that is asked about must be spoken of: what is said of 2027 is no answer about 2028."""
    return all(year in text for year in re.findall(r"20[2-9]\d(?=\s?년|\s|$)", asked)) or not re.search(r"20[2-9]\d", text)


def _together(question: Question, said: str) -> float:
    """Whether one sentence alone explains the question and holds the kind of value wanted: 0…1."""
    weight = sum(term.weight for term in question.terms) or 1.0
    return _gain(question.terms, said) / weight if all(pattern.search(said) for pattern in question.wanted) else 0.0


def _nearby(question: Question, ground: Ground, search: Search) -> list[str]:
    wanted = " ".join(dict.fromkeys([*(form for term in question.terms for form in term.forms[:3]), question.text]))
    hits = search.query(wanted, limit=_LOOK_AT, kinds=("faq", "policy", "article"), collapse=False)
    keys = [hit.key for hit in hits if hit.key in ground.pieces]
    keys += [key for term in question.terms for form in term.forms for key in ground.headed(form)]
    return list(dict.fromkeys(keys))[: _LOOK_AT * 3]


def _spoken(question: Question) -> tuple[Term, ...]:
    """What a passage has to explain: the terms, the days, and for a subject alone ("소금빵 언제 나와요") its name."""
    if question.weight > 0.1:
        return (*question.terms, *question.calendar)
    said = [word for mention in question.mentions for start, end in mention.spans for word in sorted(words_in(question.text[start:end]))]
    return (*question.terms, *question.calendar, *(Term(form=word, weight=0.5) for word in said))


def _score(question: Question, piece: Piece, ground: Ground) -> tuple[float, float, float]:
    """(coverage 0…1, rank, named): how much of the question the piece explains; and that with how much of the piece's head was asked about."""
    total = explained = 0.0
    asked: set[str] = set()
    spoken = _spoken(question)
    for term in spoken:
        part = piece.explains_any(term.forms)
        total += term.weight
        explained += term.weight * part
        if part and term.weight > 0.1:
            asked.update(term.forms)
    coverage = explained / (total + _DOUBT) if total else 0.0
    head = piece.head - _GENERIC_HEAD
    matched = sum(any(_alike(term, word) for term in asked) for word in head)
    named = 0.0
    for mention in question.mentions:
        said = question.text[mention.spans[0][0] : mention.spans[-1][1]]
        named = max(named, max((piece.explains(word) for word in words_in(said)), default=0.0))
    if not question.mentions:
        for key in question.subjects:
            words = words_in(ground.subjects[key].name)
            named = max(named, sum(piece.explains(word) for word in words) / max(len(words), 1))
    in_head = (
        sum(term.weight for term in spoken if any(_alike(form, word) for form in term.forms for word in head)) / total if total else 0.0
    )
    if question.near and piece.key.partition("#")[0] == question.near:
        named = max(named, 0.8)
    closeness = matched / len(head) if head else 0.0
    return coverage, coverage + 0.18 * in_head + 0.15 * closeness + 0.2 * named, named


def _alike(term: str, word: str) -> bool:
    return any(other == word or (len(other) > 1 and other in word) or (len(word) > 1 and word in other) for other in synonyms(term))


def _speak(question: Question, ground: Ground, key: str, voice: Voice) -> tuple[Sentence, ...]:
    faq = ground.faqs.get(key)
    if faq:
        return _cite(_chosen(question, faq.answer.strip(), ground), faq, voice, "")
    passage = ground.passages[key]
    return _cite(_chosen(question, passage.text.strip(), ground, passage), passage, voice, _heading(passage))


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


def _chosen(question: Question, text: str, ground: Ground, passage: Passage | None = None) -> list[tuple[str, str]]:
    """(said, quoted) for what to say of a piece: all of a short one; of a long one the sentences that explain most, in their order."""
    units = _units(text, passage)
    if not units:
        return []
    tables = passage.tables if passage else ()
    if len(text) <= _WHOLE and not tables:
        return units
    weights = [_unit_weight(question, said) for said, _ in units]
    if max(weights) <= 0:
        return units[:3] if not tables else units[:8]
    chosen: set[int] = set()
    open_terms = list(question.terms)
    while len(chosen) < _MOST_SENTENCES:
        best = max(
            (at for at in range(len(units)) if at not in chosen),
            key=lambda at: (_gain(open_terms, units[at][0]), weights[at]),
            default=None,
        )
        if best is None or (_gain(open_terms, units[best][0]) <= 0 and chosen):
            break
        chosen.add(best)
        open_terms = [term for term in open_terms if not _holds(units[best][0], term)]
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


def _holds(said: str, term: Term) -> bool:
    letters = squash(said)
    return any(bare in letters for form in term.forms for other in synonyms(form) if len(bare := squash(other)) > 1) or term.form in said


def _gain(terms: Sequence[Term], said: str) -> float:
    return sum(term.weight for term in terms if _holds(said, term))


def _unit_weight(question: Question, said: str) -> float:
    bonus = 0.3 * sum(bool(pattern.search(said)) for pattern in question.wanted)
    weight = _gain(question.terms, said)
    return weight + bonus if weight else 0.0
