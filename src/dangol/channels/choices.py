"""Choices where a platform's buttons are short, or where it has none: numbered lines in the text, so that none is cut out of sight."""

from collections.abc import Sequence

from dangol.channels.port import Choice


def clipped(label: str, most: int) -> str:
    """A label of at most ``most`` characters; what was cut shows as an ellipsis.

    >>> clipped("제주도 배송비는 얼마인가요", 8), clipped("배송비", 8)
    ('제주도 배송비…', '배송비')
    """
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def listed(choices: Sequence[Choice]) -> str:
    """The choices as lines that follow a text: numbered where they have a number, else what to write back."""
    return "".join(f"\n{_line(choice)}" for choice in choices)


def numbered(text: str, choices: Sequence[Choice], most: int) -> tuple[str, list[str]]:
    """A text and the labels of the buttons under it, each at most ``most`` characters.

    Where a label with a number does not fit, all of them stand in the text as well, and their buttons begin with their numbers.
    """
    if not any(choice.short and len(choice.label) > most for choice in choices):
        return text, [clipped(choice.label, most) for choice in choices]
    return f"{text}\n{listed(choices)}", [clipped(f"{choice.short} {choice.label}".strip(), most) for choice in choices]


def _line(choice: Choice) -> str:
    if choice.short:
        return f"{choice.short}  {choice.label}"
    return f"· {choice.label}" if choice.label == choice.value else f"[{choice.label}] {choice.value}"
