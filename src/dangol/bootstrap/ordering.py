"""The rung of somebody's own orders: what would go to a person is answered where the asker has proved to be the owner.

What they may hear of is decided from who asks, never from what they say: the identity that wrote, and those that a proof joins with it.
"""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from dangol.answers import orders as saying
from dangol.answers.answer import Answer
from dangol.answers.talk import FOR_A_PERSON, heads
from dangol.answers.voice import Voice
from dangol.decisions.handle import Think, Thought
from dangol.knowledge.facts import BrandProfile
from dangol.language.reading import language_of
from dangol.people import orders
from dangol.people.proven import proven
from dangol.store.engine import Store

OWN_RECORD = "own_record"  # the reason by which answers hand over what is somebody's own


def with_orders(store: Store, profile: Callable[[], BrandProfile], think: Think) -> Think:
    """``think``, and how the asker's orders stand."""

    def thinking(thought: Thought) -> Answer:
        answer = think(thought)
        return own_orders(store, profile(), thought, answer) or answer

    return thinking


def own_orders(store: Store, brand: BrandProfile, thought: Thought, answer: Answer) -> Answer | None:
    """The answer about the asker's orders instead of ``answer``; None when that is not asked, or nothing is known of any order here."""
    following = thought.topic.aspect == saying.ASPECT
    if OWN_RECORD not in answer.reasons and not (following and _may_follow(answer)):
        return None
    asked = saying.asked(thought.text, following=OWN_RECORD not in answer.reasons)
    if asked is None or not thought.identity:
        return None
    with store.read() as connection:
        if not orders.known(connection):
            return None
        certain = proven(connection, thought.identity)
        mine = orders.orders_of(connection, [one.id for one in certain] or [thought.identity])
    voice = Voice(brand=brand, language="en" if language_of(thought.text) == "en" else "ko")
    topic = replace(thought.topic, turns=thought.topic.turns + 1)
    if not mine and not any(one.kind in {"login", "email", "phone"} for one in certain):
        return saying.to_prove(voice, topic)
    return saying.told(mine, asked, voice, topic, thought.at.astimezone(ZoneInfo(brand.timezone)))


def _may_follow(answer: Answer) -> bool:
    """Whether the message found nothing better among the brand's own facts, and is nothing that a person has to see."""
    return answer.outcome != "hand_over" or not heads(answer.reasons) & FOR_A_PERSON
