"""What stands in the chats of a simulated platform, and how badly its network behaves."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from starlette.routing import Route

from dangol.kit.clock import Clock, utc_now
from dangol.kit.errors import BadInput

Who = Literal["customer", "brand", "platform"]
Trouble = Literal["", "busy", "broken", "silent", "blocked"]
_TROUBLES = ("", "busy", "broken", "silent", "blocked")
_MOST_BUBBLES = 500
REORDER_SECONDS = 2.0  # how long a message is held for the next to overtake it


@dataclass(frozen=True, kw_only=True, slots=True)
class Bubble:
    """One thing in a chat: ``number`` counts from 1. ``buttons`` are (label, value). ``platform`` bubbles say what went wrong."""

    number: int
    who: Who
    text: str
    at: datetime
    buttons: tuple[tuple[str, str], ...] = ()
    id: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """The weather.

    Attributes:
        delay: seconds that each call to us is late. duplicates: how often each call is made again.
        reorder: each message waits for the next, which goes first.
        trouble: what our calls to the platform meet: busy (429), broken (500), silent (no answer), blocked (the customer left).
        callback: Kakao only, whether calls carry a callback address.
    """

    delay: float = 0.0
    duplicates: int = 0
    reorder: bool = False
    trouble: Trouble = ""
    callback: bool = True

    def changed(self, given: object) -> "Conditions":
        """With the fields of a JSON object.

        Raises:
            BadInput: ``simulator.bad_condition``.
        """
        try:
            made = replace(self, **given)  # type: ignore[arg-type]
        except TypeError:
            raise _bad_condition() from None
        sound = (
            isinstance(made.delay, int | float) and 0 <= made.delay <= 60 and isinstance(made.duplicates, int) and 0 <= made.duplicates <= 5
        )
        if not sound or made.trouble not in _TROUBLES or not isinstance(made.reorder, bool) or not isinstance(made.callback, bool):
            raise _bad_condition()
        return made


@dataclass
class Scene:
    """The chats of one platform. Ids of messages count through all of them, as Telegram's do."""

    clock: Clock = utc_now
    conditions: Conditions = field(default_factory=Conditions)
    talks: defaultdict[str, list[Bubble]] = field(default_factory=lambda: defaultdict(list))
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _held: "asyncio.Event | None" = None

    def add(self, user: str, who: Who, text: str, buttons: tuple[tuple[str, str], ...] = ()) -> Bubble:
        talk = self.talks[user]
        bubble = Bubble(number=len(talk) + 1, who=who, text=text, at=self.clock(), buttons=buttons, id=next(self.ids))
        if len(talk) < _MOST_BUBBLES:
            talk.append(bubble)
        return bubble

    def after(self, user: str, number: int) -> list[Bubble]:
        return self.talks[user][number:] if user in self.talks else []

    async def in_this_weather(self, call: Callable[[], Awaitable[None]]) -> None:
        """Makes a call to us as the conditions want it: late, after the one that follows it, and again."""
        now = self.conditions
        if now.reorder:
            await self._overtaken()
        await asyncio.sleep(now.delay)
        await asyncio.gather(*(call() for _ in range(1 + now.duplicates)))

    async def _overtaken(self) -> None:
        """Waits until the next message has gone, or two seconds; the next one does not wait."""
        if self._held is not None:
            held, self._held = self._held, None
            asyncio.get_running_loop().call_later(0.3, held.set)
            return
        mine = self._held = asyncio.Event()
        try:
            await asyncio.wait_for(mine.wait(), REORDER_SECONDS)
        except TimeoutError:
            self._held = None


class Platform(Protocol):
    """A simulated platform: ``say`` is a customer who writes; ``routes`` are its API, below ``/<name>``."""

    name: str
    title: str
    scene: Scene

    async def say(self, user: str, text: str) -> None: ...

    def routes(self) -> list[Route]: ...


def value_of(body: Any, *path: str) -> Any:
    for key in path:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def _bad_condition() -> BadInput:
    return BadInput(
        "simulator.bad_condition",
        ko="모르는 조건이거나 값이 범위를 벗어났습니다: delay(0~60), duplicates(0~5), reorder, trouble, callback.",
        en="An unknown condition, or a value out of range: delay (0–60), duplicates (0–5), reorder, trouble, callback.",
    )
