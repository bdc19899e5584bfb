"""The evidence that a model is given for a question: what the engine found or nearly found, then what the search finds nearest."""

from collections.abc import Iterable, Sequence

from dangol.answers.answer import Answer
from dangol.answers.calendar import day_of, spans_text, week_text
from dangol.answers.setting import Setting
from dangol.knowledge.evidence import resolve
from dangol.knowledge.facts import Subject
from dangol.language.lexicon import respell

from .request import Piece, speaks_to_a_machine

_HITS = 6  # of the search
_MOST = 40  # pieces
_MOST_CHARACTERS = 8000  # in all: a model on a small machine reads about 300 tokens a second
_NOT_GIVEN = frozenset({"id", "lat", "lon", "image"})


def gather(question: str, answer: Answer, setting: Setting) -> tuple[tuple[Piece, ...], int]:
    """The pieces, best first, and how many were held back because they speak to a machine."""
    pieces: dict[str, Piece] = {}
    held = room = 0
    for name in _names(question, answer, setting):
        piece = None if name in pieces else _piece(name, setting)
        if piece is None:
            continue
        if speaks_to_a_machine(f"{piece.title}\n{piece.text}"):
            held += 1
            continue
        room += len(piece.title) + len(piece.text)
        if len(pieces) >= _MOST or room > _MOST_CHARACTERS:
            break
        pieces[name] = piece
    return tuple(pieces.values()), held


def _names(question: str, answer: Answer, setting: Setting) -> Iterable[str]:
    for sentence in (*answer.sentences, *answer.draft):
        yield from (citation.id for citation in sentence.citations)
    mentioned = [mention.keys[0] for mention in setting.ground.lexicon.find(respell(question)) if len(mention.keys) == 1]
    for key in dict.fromkeys((*mentioned, *answer.topic.subjects[:1])):
        yield from _facts(key, setting)
    for hit in setting.search.query(question, limit=_HITS):
        yield from _facts(hit.key, setting) if hit.key.startswith(("product/", "place/")) else (hit.key,)


def _facts(key: str, setting: Setting) -> Sequence[str]:
    subject = setting.ground.subjects.get(key)
    return [fact.citation_id for column, fact in subject.facts.items() if column not in _NOT_GIVEN] if subject else ()


def _piece(citation_id: str, setting: Setting) -> Piece | None:
    found = resolve(setting.ground.snapshot, citation_id)
    if found is None:
        return None
    text = found.text
    if citation_id.startswith("place/") and citation_id.endswith("/hours"):
        text = _hours(setting.ground.subjects[citation_id.removesuffix("/hours")], setting)
    return Piece(id=citation_id, version=found.version, title=found.title, text=text, quote=found.text)


def _hours(place: Subject, setting: Setting) -> str:
    """The rules in words, and today's hours: a model reads OSM's notation badly, and knows no Korean holiday."""
    rules, closed = place.facts["hours"].value, place.text("closed") or ""
    today = day_of(rules, closed, setting.at.date())
    return f"{week_text(rules)}. 오늘({setting.at:%Y-%m-%d}): {spans_text(today) or '휴무'}"
