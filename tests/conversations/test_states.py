"""Who may speak in a thread, move by move."""

import itertools

import pytest

from dangol.conversations.states import MOVES, Move, after
from dangol.kit.errors import Conflict

ALLOWED = [
    ("bot", "hand_over", "waiting"),
    ("bot", "take_over", "human"),
    ("waiting", "take_over", "human"),
    ("waiting", "hand_back", "bot"),
    ("human", "hand_back", "bot"),
    ("bot", "close", "closed"),
    ("waiting", "close", "closed"),
    ("human", "close", "closed"),
]


@pytest.mark.parametrize(("state", "move", "then"), ALLOWED)
def test_allowed(state: str, move: Move, then: str) -> None:
    assert after(state, move) == then  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "move"),
    sorted(
        set(itertools.product(("bot", "waiting", "human", "closed"), ("hand_over", "take_over", "hand_back", "close")))
        - {(state, move) for state, move, _ in ALLOWED}
    ),
)
def test_all_others_conflict_and_say_so_in_both_languages(state: str, move: Move) -> None:
    with pytest.raises(Conflict) as caught:
        after(state, move)  # type: ignore[arg-type]
    assert caught.value.code == "conversation.bad_move"
    assert caught.value.ko.endswith("확인해 주세요.")
    assert caught.value.en.startswith("This conversation is ")


def test_nothing_leaves_closed() -> None:
    assert not [state for state, _ in MOVES if state == "closed"]
