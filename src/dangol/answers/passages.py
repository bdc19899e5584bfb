"""Answers out of FAQ entries, policies and articles: the piece that explains the most of the question, and in it the sentences that do."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.knowledge.facts import Faq, Passage

from .answer import Citation, Sentence
from .answerable import answerable
from .candidate import Candidate
from .extracts import Unit, extract
from .ground import Ground
from .matching import probability, said_of
from .question import Question
from .setting import Setting
from .voice import Voice

# A noun asked about that the brand has never used (its weight by two) and that the passage does not explain: "일본 배송비" where no
# country is written of.
_STRANGE, _OF_SOMETHING_ELSE = 0.37, 0.7


def candidates(question: Question, setting: Setting, *, most: int = 3) -> list[Candidate]:
    """The passages that most probably answer a question, best first; the score is that probability (see ``matching``)."""
    if not question.weight and not (question.mentions and question.contains is False):
        return []
    found, weighed = [], []
    for match in setting.matches(question):
        sentences = speak(question, setting.ground, match.key, setting.voice)
        said = said_of(question, [sentence.text for sentence in sentences])
        likely = probability(match, said)
        score = likely * (_OF_SOMETHING_ELSE if match.features["strange"] >= _STRANGE else 1.0)
        weighed.append((likely, match.key, {**match.features, **said}))
        found.append(Candidate(kind="passage", detail=match.key, score=score, sentences=sentences, passage=match.key))
    weighed.sort(key=lambda one: (-one[0], one[1]))
    sure = answerable(question, weighed, setting.ground, setting.search)
    found = [replace(candidate, sure=sure) for candidate in found]
    found.sort(key=lambda candidate: -candidate.score)
    return found[:most]


def speak(question: Question, ground: Ground, key: str, voice: Voice) -> tuple[Sentence, ...]:
    """What would be said of a piece in answer to a question, each sentence with its citation."""
    faq = ground.faqs.get(key)
    if faq:
        return _cite(extract(question, faq.answer.strip()), faq, voice, "")
    passage = ground.passages[key]
    return _cite(extract(question, passage.text.strip(), passage.tables), passage, voice, _heading(passage))


def _heading(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else passage.title


def _cite(units: Sequence[Unit], source: Faq | Passage, voice: Voice, heading: str) -> tuple[Sentence, ...]:
    """Units as sentences; English askers are told that the text is quoted in Korean."""
    sentences = []
    for at, unit in enumerate(units):
        lead = f"[{heading}] " if at == 0 and heading and heading not in unit.said else ""
        if not voice.korean and at == 0 and re.search(r"[가-힣]", unit.said):
            lead = "From our page (in Korean): " + lead
        citation = Citation(id=source.citation_id, version=source.version, quote=unit.quoted)
        sentences.append(Sentence(text=lead + unit.said, citations=(citation,)))
    return tuple(sentences)
