"""What the talk is about after a clause: answered, left to a person, asked back, or only told. Pure: a topic in, a topic out."""

from collections.abc import Iterable
from dataclasses import replace

from .answer import Topic
from .asking_back import strange
from .candidate import Candidate
from .ground import Ground
from .question import Question
from .understanding import Way, own_frame

_MOST_SUBJECTS = 4  # kept of the talk


def after(topic: Topic, way: Way, spoken: Candidate) -> Topic:
    """What the talk is about once a candidate has been spoken, as the clause was understood for it."""
    listed = spoken.kind == "list" and len(spoken.subjects) > 1
    about = () if listed else spoken.subjects or way.question.subjects
    return replace(
        topic,
        subjects=_recent(about, topic.subjects),
        about=about,
        frame=way.frame,
        said=way.said,
        aspect=None,
        passage=spoken.passage,
        asked_back=None,
        candidates=spoken.subjects if listed and not (way.question.superlative and topic.candidates) else topic.candidates,
    )


def left(topic: Topic, question: Question, ground: Ground) -> Topic:
    """What the talk is about after a clause that a person has to answer: the next one may lean on it all the same.

    One about something the brand has never spoken of leaves no subject: "그건 얼마예요?" then means that, and not what came before it.
    """
    frame = own_frame(question)
    if not (frame or question.subjects):
        return topic
    asks_for_it = question.exists or question.chooses or question.asks_for("price", "stock")
    lost = asks_for_it and strange(question, ground) and not question.subjects
    return replace(
        topic,
        subjects=tuple(key for key in topic.subjects if key.startswith("place/")) if lost else _recent(question.subjects, topic.subjects),
        about=question.subjects,
        frame=frame or topic.frame,
        said="",
        aspect=None,
        passage=None,
        asked_back=None,
        candidates=() if lost else topic.candidates,
    )


def unsettled(topic: Topic, question: Question) -> Topic:
    """What the talk is about when we ask back: where several things may be meant, none is until one is said."""
    if not question.mentions:
        return topic
    return replace(topic, subjects=(), about=(), frame=own_frame(question) or topic.frame, said="", passage=None)


def carried(topic: Topic, question: Question) -> Topic:
    """What the talk is about after a clause that only tells: what it names is what the next clause is about."""
    if not question.subjects:
        return topic
    return replace(topic, subjects=_recent(question.subjects, topic.subjects), about=question.subjects)


def _recent(new: Iterable[str], old: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *old)))[:_MOST_SUBJECTS]
