"""The topic of a talk as the JSON object that its conversation keeps, and back."""

from collections.abc import Mapping
from typing import Any

from dangol.answers.answer import Topic


def topic_json(topic: Topic) -> dict[str, Any]:
    return {
        "subjects": list(topic.subjects),
        "aspect": topic.aspect,
        "passage": topic.passage,
        "asked_back": topic.asked_back,
        "turns": topic.turns,
    }


def topic_from(data: Mapping[str, Any]) -> Topic:
    """The topic kept; a fresh one for a conversation that has none yet."""
    return Topic(
        subjects=tuple(data.get("subjects", ())),
        aspect=data.get("aspect"),
        passage=data.get("passage"),
        asked_back=data.get("asked_back"),
        turns=data.get("turns", 0),
    )
