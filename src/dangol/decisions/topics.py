"""The topic of a talk as the JSON object that its conversation keeps, and back: every field of ``Topic``, whatever it gains."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from dangol.answers.answer import Topic

_FIELDS = frozenset(field.name for field in fields(Topic))


def topic_json(topic: Topic) -> dict[str, Any]:
    """Tuples become lists; ``topic_from`` makes them tuples again."""
    return asdict(topic)


def topic_from(data: Mapping[str, Any]) -> Topic:
    """The topic kept; a fresh one for a conversation that has none yet.

    What another version of the program wrote is read as far as both know it: a field it lacks keeps its default, one that is unknown here
    is left out.
    """
    return Topic(**{name: _tupled(value) for name, value in data.items() if name in _FIELDS})


def _tupled(value: Any) -> Any:
    """JSON knows only lists, ``Topic`` only tuples."""
    return tuple(_tupled(item) for item in value) if isinstance(value, list | tuple) else value
