"""What a talk is about survives the database, whole."""

from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from decision_shop import ANSWER, Shop

from dangol.answers.answer import Topic
from dangol.decisions.topics import topic_from

FILLED: dict[Any, Any] = {
    tuple[str, ...]: ("product/가", "b"),
    tuple[tuple[str, str], ...]: (("피부", "건성"),),
    str | None: "price",
    str: "말",
    int: 7,
    float: 0.5,
    bool: True,
}
"""A value for each type that a field has; a field of a new type needs a line here."""


def full_topic() -> Topic:
    hints = get_type_hints(Topic)
    topic = Topic(**{field.name: FILLED[hints[field.name]] for field in fields(Topic)})
    assert all(getattr(topic, field.name) != getattr(Topic(), field.name) for field in fields(Topic)), "a default would prove nothing"
    return topic


def test_every_field_is_kept_with_the_conversation(shop: Shop) -> None:
    got = shop.say()
    shop.handle(got, think=lambda thought: replace(ANSWER, topic=full_topic()))
    assert topic_from(shop.conversation(got).topic) == full_topic()
    seen: list[Topic] = []

    def think(thought: Any) -> Any:
        seen.append(thought.topic)
        return ANSWER

    shop.handle(shop.say("그건요?"), think=think)
    assert seen == [full_topic()]


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({}, Topic()),
        ({"subjects": ["product/a"], "frame": "얼마예요", "turns": 2}, Topic(subjects=("product/a",), frame="얼마예요", turns=2)),
        ({"turns": 1, "of_a_later_version": [1]}, Topic(turns=1)),
    ],
)
def test_what_another_version_wrote_is_read(kept: dict[str, Any], read: Topic) -> None:
    assert topic_from(kept) == read
