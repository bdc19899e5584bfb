"""Who speaks in a thread: the table of states and moves. Pure.

::

    bot ──hand_over──▶ waiting ──take_over──▶ human ──hand_back──▶ bot
     └────────────────take_over───────────────▲
    waiting ──hand_back──▶ bot          any of the three ──close──▶ closed
"""

from collections.abc import Mapping
from typing import Final, Literal

from dangol.conversations.conversation import State
from dangol.kit.errors import Conflict

Move = Literal["hand_over", "take_over", "hand_back", "close"]

MOVES: Final[Mapping[tuple[State, Move], State]] = {
    ("bot", "hand_over"): "waiting",
    ("bot", "take_over"): "human",
    ("waiting", "take_over"): "human",
    ("waiting", "hand_back"): "bot",
    ("human", "hand_back"): "bot",
    ("bot", "close"): "closed",
    ("waiting", "close"): "closed",
    ("human", "close"): "closed",
}

_STATE_KO: Final[Mapping[State, str]] = {
    "bot": "자동 응답 중",
    "waiting": "담당자를 기다리는 중",
    "human": "담당자가 맡은",
    "closed": "종료된",
}
_STATE_EN: Final[Mapping[State, str]] = {
    "bot": "answered by the machine",
    "waiting": "waiting for a person",
    "human": "owned by a person",
    "closed": "closed",
}
_MOVE_KO: Final[Mapping[Move, str]] = {
    "hand_over": "담당자에게 넘길",
    "take_over": "맡을",
    "hand_back": "자동 응답으로 돌릴",
    "close": "종료할",
}
_MOVE_EN: Final[Mapping[Move, str]] = {
    "hand_over": "handed over",
    "take_over": "taken over",
    "hand_back": "handed back",
    "close": "closed",
}


def after(state: State, move: Move) -> State:
    """The state that ``move`` leads to.

    Raises:
        Conflict: ``conversation.bad_move``; the thread is in no state for it.
    """
    found = MOVES.get((state, move))
    if found is None:
        raise Conflict(
            "conversation.bad_move",
            ko=f"{_STATE_KO[state]} 대화라서 {_MOVE_KO[move]} 수 없습니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.",
            en=f"This conversation is {_STATE_EN[state]}, so it cannot be {_MOVE_EN[move]}. Reload it to see where it stands.",
        )
    return found
