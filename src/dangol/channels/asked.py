"""What a shop answers when it is asked: a page of facts, and where the next page begins."""

from dataclasses import dataclass

from dangol.channels.port import Heard


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """``after`` is the place of the next page in the shop's own counting, empty when this was the last."""

    heard: tuple[Heard, ...]
    after: str = ""
