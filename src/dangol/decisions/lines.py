"""What the policy itself says around answers. A brand's voice may bring its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dangol.answers.hints import ASK_PERSON, ENOUGH


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """One language's lines.

    Attributes:
        notice: said once, before the first turn: a machine answers (ARCHITECTURE §7.4). Empty = never.
        hand_over: a person will look. waiting: a person is looking already; the short one.
        hints: leads to the titles that may have been meant. picked: asks whether the one that was tapped was enough, with two buttons:
        enough and ask_person. more: said instead where the customer has asked something else meanwhile.
    """

    notice: str
    hand_over: str
    waiting: str
    hints: str = "혹시 이런 게 궁금하세요?"
    picked: str = "이걸로 됐는지 알려 주세요. 아니면 담당자가 이어서 답해 드려요."
    more: str = "나머지는 담당자가 이어서 답해 드려요."
    enough: str = ENOUGH["ko"]
    ask_person: str = ASK_PERSON["ko"]


LinesOf = Callable[[str], Lines]
"""Lines by the conversation's language."""

_LINES: Final[Mapping[str, Lines]] = {
    "ko": Lines(
        notice="자동 응답이 먼저 답해 드려요.",
        hand_over="정확한 답을 위해 담당자가 확인하고 알려 드릴게요.",
        waiting="담당자가 확인 중이에요. 조금만 기다려 주세요.",
    ),
    "en": Lines(
        notice="This is an automatic reply.",
        hand_over="To answer this correctly, a person will look into it and get back to you.",
        waiting="A person is looking into it. Thank you for waiting.",
        hints="Did you mean one of these?",
        picked="Was that what you needed? If not, a person will still answer you.",
        more="A person will answer the rest.",
        enough=ENOUGH["en"],
        ask_person=ASK_PERSON["en"],
    ),
}


def default_lines(language: str) -> Lines:
    """The built-in lines; Korean where the language is unknown."""
    return _LINES.get(language, _LINES["ko"])
