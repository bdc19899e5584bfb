"""A question beside the talk so far: what its mentions mean there, how else it may be understood, and what the talk is about next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dangol.kit.text import squash
from dangol.language.concepts import concepts_of_word
from dangol.language.lexicon import Mention, respell
from dangol.language.reading import Clause

from .answer import Topic
from .aspects import ASPECTS, OF_PLACES
from .candidate import Candidate
from .ground import Ground
from .question import Question, inherit

_MOST_SUBJECTS, _MOST_TERMS = 4, 6  # kept of the talk
_SHORT = 30  # characters: a clause that may name a sibling of what the talk is about by a size alone ("12구는?")
_NOT_INHERITED = ("price", "stock", "options", *OF_PLACES)  # a clause that asks for one of these asks for no more


def narrowed(question: Question, ground: Ground, topic: Topic, offered: Sequence[str]) -> Question:
    """Settles mentions that may mean several: by what we offered, by what the talk is about, by what only one of them has."""
    question = _by_category(question, ground)
    beside = tuple(mention.keys[0] for mention in question.mentions if len(mention.keys) == 1)
    series = beside or topic.subjects[:1]
    mentions = []
    for mention in question.mentions:
        preferences = (offered, topic.subjects[:1], _series(series, mention.keys, ground)) if len(mention.keys) > 1 else ()
        shared = (tuple(key for key in mention.keys if key in preferred) for preferred in preferences)
        mentions.append(replace(mention, keys=next((keys for keys in shared if len(keys) == 1), mention.keys)))
    settled = tuple(dict.fromkeys(mention.keys[0] for mention in mentions if len(mention.keys) == 1))
    sibling = _sibling(question, ground, topic) if not mentions else None
    if sibling:
        name = squash(respell(ground.subjects[sibling].name))
        rest = tuple(term for term in question.terms if squash(term.form) not in name)
        return replace(question, terms=rest, counted=(), mentions=(), subjects=(sibling,))
    return replace(question, mentions=tuple(mentions), subjects=settled)


def understood_with(question: Question, clause: Clause, ground: Ground, topic: Topic) -> Iterable[Question]:
    """The question with the talk's subject, with its aspect, or with the words of the last question."""
    if question.mentions and not question.subjects:
        return
    known = tuple(key for key in topic.subjects if key in ground.subjects)
    inherited = replace(inherit(question, topic.terms, _aspects(topic), ground), near=_document(topic))
    says_little = clause.elliptical or not (question.terms or question.concepts)
    if question.subjects:
        if (topic.terms or topic.aspect) and says_little and not question.asks_for(*_NOT_INHERITED):
            yield inherited
        return
    subject = _meant(question, known, ground)
    if subject:
        yield replace(question, subjects=(subject,), borrowed=True)
        if (topic.terms or topic.aspect) and says_little:
            yield replace(inherited, subjects=(subject,))
    if topic.terms and (clause.elliptical or clause.points or topic.passage or len(question.terms) <= 2):
        yield inherited


def after(topic: Topic, question: Question, spoken: Candidate) -> Topic:
    """What the talk is about once a candidate has been spoken."""
    own = [term.form for term in question.terms if not term.inherited and term.weight > 0.1]
    kept = [form for form in topic.terms if form not in own] if question.borrowed else []
    aspects = [name for name in question.concepts if name in ASPECTS]
    return replace(
        topic,
        subjects=_recent(spoken.subjects or question.subjects, topic.subjects),
        aspect=",".join(aspects) or (spoken.aspect if spoken.aspect in ASPECTS else None),
        passage=spoken.passage,
        terms=tuple((own + kept)[:_MOST_TERMS]),
        asked_back=None,
        candidates=spoken.subjects if spoken.kind == "list" else (),
    )


def left(topic: Topic, question: Question) -> Topic:
    """What the talk is about after a clause that a person has to answer: the next one may lean on it all the same."""
    own = tuple(term.form for term in question.terms if not term.inherited and term.weight > 0.1)
    if question.borrowed or not (own or question.subjects):
        return topic
    aspects = ",".join(name for name in question.concepts if name in ASPECTS)
    return replace(
        topic,
        subjects=_recent(question.subjects, topic.subjects),
        aspect=aspects or None,
        passage=None,
        terms=own[:_MOST_TERMS],
        asked_back=None,
        candidates=(),
    )


def carried(topic: Topic, question: Question) -> Topic:
    """What the talk is about after a clause that only tells: what it names is what the next clause is about."""
    return replace(topic, subjects=_recent(question.subjects, topic.subjects)) if question.subjects else topic


def _recent(new: Iterable[str], old: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *old)))[:_MOST_SUBJECTS]


def _by_category(question: Question, ground: Ground) -> Question:
    """A category's name ("간식", "옷") stands for its products; a product that merely carries it in its name is then one of them."""
    for mention in question.mentions:
        said = squash("".join(question.text[start:end] for start, end in mention.spans))
        keys = ground.category(said) or _of_a_kind(said, question, ground)
        if keys and not mention.exact:
            widened = replace(mention, keys=tuple(dict.fromkeys((*mention.keys, *keys))))
            return replace(question, mentions=(widened,), subjects=())
    return question if question.mentions else _category_said(question, ground)


def _of_a_kind(said: str, question: Question, ground: Ground) -> tuple[str, ...]:
    """The products whose names hold the word by which a kind is asked for ("고무나무 종류 다 보여주세요")."""
    if "종류" not in question.text or len(said) < 2:
        return ()
    return tuple(key for key, subject in ground.subjects.items() if subject.kind == "product" and said in squash(subject.name))


def _category_said(question: Question, ground: Ground) -> Question:
    """A term that is a category's name becomes a mention, unless another term is what some heading is about."""
    table = concepts_of_word()
    plain = question.plain
    for term in plain.terms:
        keys = ground.category(squash(term.form)) if term.start >= 0 and term.weight > 0.1 else ()
        # Beside a phrase the category's own word still counts: a heading about it is then meant rather than its products.
        rest = plain.terms if plain is not question else tuple(other for other in plain.terms if other is not term)
        if keys and not any(other.weight >= 0.3 and other.form not in table and ground.headed(other.form) for other in rest):
            mention = Mention(keys=keys, spans=((term.start, term.end),), coverage=0.0, exact=False)
            return replace(question, mentions=(mention,), subjects=keys if len(keys) == 1 else (), terms=rest)
    return question


def _series(recent: Sequence[str], keys: Sequence[str], ground: Ground) -> tuple[str, ...]:
    """Those of ``keys`` that share a part of their name with what the talk is about ("소금빵" … "초코는요?" → 초코 소금빵)."""
    if not recent or recent[0] not in ground.subjects:
        return ()
    name = ground.subjects[recent[0]].name
    parts = {part for part in name.split() if len(part) > 1} | {name.replace(" ", "")}
    return tuple(key for key in keys if any(part in ground.subjects[key].name.replace(" ", "") for part in parts))


def _sibling(question: Question, ground: Ground, topic: Topic) -> str | None:
    """The one product of the same series that a clause without a name means ("12구는?" after the box of six)."""
    if not topic.subjects or not topic.subjects[0].startswith("product/") or len(question.text) >= _SHORT:
        return None
    kin = _series(topic.subjects[:1], sorted(ground.lexicon.touching(question.text)), ground)
    return kin[0] if len(kin) == 1 and kin[0] != topic.subjects[0] else None


def _meant(question: Question, known: Sequence[str], ground: Ground) -> str | None:
    """Which of the subjects talked about a clause without one is about: the latest that has what is asked for."""
    if question.asks_for("hours") or (question.day.named and not question.concepts):
        having = [key for key in known if key.startswith("place/")]
    else:
        having = [key for key in known if any(ground.column(ground.subjects[key], name) for name in question.concepts)]
    return next(iter(having or ([] if question.asks_for("hours") else known)), None)


def _document(topic: Topic) -> str | None:
    return topic.passage.partition("#")[0] if topic.passage else None


def _aspects(topic: Topic) -> tuple[str, ...]:
    return tuple(topic.aspect.split(",")) if topic.aspect else ()
