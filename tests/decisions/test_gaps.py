"""Questions that the brand's knowledge does not answer yet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from decision_shop import ANSWER, NOON, Shop

from dangol.decisions.gaps import Gap, mark_resolved, unanswered
from dangol.decisions.log import question_key


def ask(shop: Shop, text: str, outcome: Any = "hand_over", who: str = "minji", reason: str = "no_evidence") -> None:
    shop.handle(shop.say(text, who=who), lambda thought: replace(ANSWER, outcome=outcome, reasons=(reason,)))
    shop.turn(60)


def gaps(shop: Shop, **more: Any) -> tuple[Gap, ...]:
    with shop.store.read() as connection:
        return unanswered(connection, **{"since": NOON, **more})


def test_counted_by_their_normalised_text_most_frequent_first(shop: Shop) -> None:
    ask(shop, "비건이에요?", who="a")
    ask(shop, "리필 되나요", "ask_back", who="b", reason="which_product")
    ask(shop, "비건 이에요", who="c", reason="later")
    ask(shop, "얼마예요?", "answer", who="d")
    assert [(gap.text, gap.count, gap.kind, gap.reasons) for gap in gaps(shop)] == [
        ("비건 이에요", 2, "hand_over", ("later",)),
        ("리필 되나요", 1, "ask_back", ("which_product",)),
    ]
    assert (gaps(shop)[0].first_at, gaps(shop)[0].last_at) == (NOON, NOON + timedelta(minutes=2))
    assert [gap.text for gap in gaps(shop, limit=1)] == ["비건 이에요"]
    assert [gap.text for gap in gaps(shop, since=NOON + timedelta(minutes=2))] == ["비건 이에요"]


def test_what_is_said_while_a_person_is_awaited_is_no_question(shop: Shop) -> None:
    ask(shop, "비건이에요?")
    shop.turn(3600)
    ask(shop, "여보세요?")
    assert [gap.text for gap in gaps(shop)] == ["비건이에요?"]


def test_resolved_questions_come_back_when_asked_again(shop: Shop) -> None:
    ask(shop, "비건이에요?", who="a")
    ask(shop, "비건이에요?", who="b")
    with shop.store.write() as connection:
        assert mark_resolved(connection, gaps(shop)[0].key, shop.now) == 2
    assert gaps(shop) == ()
    ask(shop, "비건이에요?", who="c")
    assert [gap.count for gap in gaps(shop)] == [1]


def test_two_askers_at_one_instant_are_one_line(shop: Shop) -> None:
    for who in ("a", "b"):
        shop.handle(shop.say("비건이에요?", who=who), lambda thought: replace(ANSWER, outcome="hand_over"))
    assert [gap.count for gap in gaps(shop)] == [2]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("비건이에요?", " 비건 이에요 ", True),
        ("Vegan?", "vegan", True),
        ("비건", "배건", False),
        ("🧴", "🎁", False),
        ("", "", True),
        ("\ud800", "?", False),
    ],
)
def test_question_keys(left: str, right: str, same: bool) -> None:
    assert (question_key(left) == question_key(right)) == same
