"""``dangol read``: what a text says, in the shape of ARCHITECTURE §6."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dangol.cli.json_lines import instant_field, known_fields, text_field
from dangol.kit.clock import Clock, utc_now
from dangol.language.entity import Entity
from dangol.language.lexicon import Lexicon
from dangol.language.reading import Clause, Reading, read
from dangol.language.when import When

_MOST = 200_000  # characters of a text that are taken; the first 2,000 are read


@dataclass(frozen=True, slots=True)
class Hearing:
    """Answers lines ``{"text","at"?}``; ``at`` is when it was written, now where it is not said."""

    lexicon: Lexicon
    clock: Clock = field(default=utc_now)

    def __call__(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        known_fields(line, "text", "at")
        at = instant_field(line, "at") or self.clock()
        text = text_field(line, "text", required=True, most=_MOST, empty=True) or ""
        return heard(read(text, self.lexicon, now=at), text)


def heard(reading: Reading, given: str) -> dict[str, Any]:
    """A reading as JSON. Places of entities and tokens count in its ``text``, those of personal data in the text as given."""
    meaning = reading.meaning
    sentiment, toxicity = meaning.sentiment, meaning.toxicity
    return {
        "text": reading.text,
        "language": reading.language,
        "act": meaning.act,
        "certainty": meaning.certainty,
        "function": meaning.function,
        "sentiment": {"label": sentiment.label, "score": sentiment.score, "neutral": sentiment.neutral},
        "toxicity": {"label": toxicity.label, "score": toxicity.score},
        "hard_sell": meaning.hard_sell,
        "tired_of_ads": meaning.tired_of_ads,
        "urgency": meaning.urgency,
        "upset": meaning.upset,
        "asks_person": meaning.asks_person,
        "need": _need(reading),
        "entities": [*_named(reading), *map(_entity, meaning.entities)],
        "times": [*map(_time, reading.times)],
        "personal_data": [
            {"kind": one.kind, "start": one.start, "end": one.end, "text": _writable(given[one.start : one.end])}
            for one in meaning.personal_data
        ],
        "tokens": [{"form": token.form, "tag": token.tag, "start": token.start, "end": token.end} for token in reading.tokens],
    }


def _writable(text: str) -> str:
    """Without halves of surrogate pairs, which cannot be written as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _need(reading: Reading) -> dict[str, Any]:
    subject = next((mention.keys[0] for clause in reading.clauses for mention in clause.mentions if len(mention.keys) == 1), None)
    need: dict[str, Any] = {"kind": reading.meaning.need}
    return {**need, "subject": subject} if subject else need


def _named(reading: Reading) -> list[dict[str, Any]]:
    return [_mention(clause, mention.keys, mention.spans, reading.text) for clause in reading.clauses for mention in clause.mentions]


def _mention(clause: Clause, keys: tuple[str, ...], spans: tuple[tuple[int, int], ...], text: str) -> dict[str, Any]:
    start, end = clause.start + spans[0][0], clause.start + spans[-1][1]
    return {"kind": keys[0].partition("/")[0], "ids": list(keys), "text": text[start:end], "start": start, "end": end}


def _time(when: When) -> dict[str, Any]:
    begins, ends = (at.isoformat(timespec="minutes") if at else None for at in (when.begins, when.ends))
    return {"text": when.text, "start": when.start, "end": when.end, "begins": begins, "ends": ends, "sure": when.sure}


def _entity(entity: Entity) -> dict[str, Any]:
    bound = {"bound": entity.bound} if entity.bound else {}
    return {"kind": entity.kind, "value": entity.value, **bound, "text": entity.text, "start": entity.start, "end": entity.end}
