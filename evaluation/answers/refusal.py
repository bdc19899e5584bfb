"""Telling answerable from unanswerable: half of the texts are taken away, and every question is asked all the same.

A question is answerable when its text is still there. Each signal is a number that should be higher then; its AUROC is the chance that it
is for an answerable and an unanswerable question drawn at random. *Answered at 95 % precision* is the share of all questions that may be
answered when the limit is set so that 95 % of those are answerable.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from dangol.answers import passages
from dangol.answers.answerable import features_of
from dangol.answers.engine import Answerer
from dangol.answers.question import question_of
from dangol.answers.setting import Setting
from dangol.answers.voice import Voice
from dangol.knowledge.facts import Snapshot
from dangol.language.reading import as_one
from evaluation.answers.sets import SEED, Questions, Shop, articles
from evaluation.fit import watched

AT = datetime.fromisoformat("2026-11-24T15:00:00+09:00")
Row = tuple[bool, Mapping[str, float]]


def rows_of_paraphrases(questions: Questions) -> list[Row]:
    """Half of the texts are indexed, all questions are asked."""
    keys = sorted(questions.texts)
    kept = set(Random(SEED).sample(keys, len(keys) // 2))
    answerer = Answerer.build(articles({key: text for key, text in questions.texts.items() if key in kept}))
    return [(key in kept, signals(answerer, text)) for text, key in questions.asked]


def rows_of_shop(shop: Shop, seed: int = SEED) -> list[Row]:
    """A shop without half of its texts; what its rows say stays."""
    snapshot = shop.answerer.ground.snapshot
    documents = sorted({_document(one.citation_id) for one in (*snapshot.faqs.values(), *snapshot.passages)})
    kept = set(Random(seed).sample(documents, len(documents) // 2))
    answerer = Answerer.build(_only(snapshot, kept))
    return [(bool(gold & kept), signals(answerer, text)) for text, gold in shop.asked]


def signals(answerer: Answerer, text: str) -> dict[str, float]:
    """What says how sure the engine may be: its features, its own measure out of them, and the token coverage of the best hit alone."""
    ground = answerer.ground
    reading = ground.read(text)
    voice = Voice(brand=ground.snapshot.brand, language=reading.language)
    question = question_of(as_one(reading, ground.lexicon), reading.language, ground, AT)
    hit = next(iter(answerer.search.query(text, limit=1)), None)
    weighed: list[tuple[Any, ...]] = []
    with watched(passages, "answerable", weighed):
        found = passages.candidates(question, Setting(ground=ground, search=answerer.search, voice=voice, at=AT))
    features = features_of(*weighed[-1]) if weighed and weighed[-1][1] else {}
    confidence = found[0].sure or 0.0 if found else 0.0
    return {**features, "confidence": confidence, "token coverage": hit.coverage if hit else 0.0}


def auroc(rows: Sequence[Row], signal: Callable[[Mapping[str, float]], float]) -> float:
    """The area under the ROC curve by ranks (Mann-Whitney), ties counting half."""
    scored = sorted((signal(features), label) for label, features in rows)
    positives = sum(label for _, label in scored)
    negatives = len(scored) - positives
    total, at = 0.0, 0
    while at < len(scored):
        end = at
        while end < len(scored) and scored[end][0] == scored[at][0]:
            end += 1
        total += sum(label for _, label in scored[at:end]) * (at + end + 1) / 2
        at = end
    return (total - positives * (positives + 1) / 2) / (positives * negatives) if positives and negatives else float("nan")


def coverage_at(rows: Sequence[Row], signal: Callable[[Mapping[str, float]], float], precision: float = 0.95) -> float:
    """The largest share of questions, the surest first, of which so many are answerable."""
    best = right = 0
    for count, (_, label) in enumerate(sorted(((-signal(features), not label) for label, features in rows)), start=1):
        right += not label
        if right >= precision * count:
            best = count
    return best / len(rows)


def _only(snapshot: Snapshot, kept: set[str]) -> Snapshot:
    return replace(
        snapshot,
        faqs={id_: faq for id_, faq in snapshot.faqs.items() if faq.citation_id in kept},
        passages=tuple(one for one in snapshot.passages if _document(one.citation_id) in kept),
    )


def _document(citation: str) -> str:
    return citation.partition("#")[0]
