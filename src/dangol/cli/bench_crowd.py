"""Customers of many channels at once: at a steady pace, or as fast as they are answered. What counts as answered is decided here.

A customer whose question went to a person was answered by the sentence that says so. What they write then is the person's to answer, so
the next question is asked by a new customer.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

PATIENCE = 30.0  # seconds until an answer counts as missing


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """Milliseconds from accepted to answered (``took``) and from sent to answered (``whole``); ``with_person``: a person will look."""

    took: float
    whole: float
    with_person: bool = False


class Customer(Protocol):
    async def ask(self, text: str) -> Answered: ...

    async def leave(self) -> None: ...


Come = Callable[[], Awaitable[Customer]]
"""A new customer of one channel."""


@dataclass
class Heard:
    """What came back of one channel: milliseconds as in ``Answered``, how many went to a person, how many got no answer in time."""

    took: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    handed: int = 0
    missing: int = 0


class Crowd:
    """``channels``: how a customer of each comes. ``heard`` is what came back since ``forget``."""

    def __init__(self, channels: Mapping[str, Come]) -> None:
        self._channels = channels
        self._free: dict[str, deque[Customer]] = {name: deque() for name in channels}
        self.heard = {name: Heard() for name in channels}
        self.seconds = 0.0

    def forget(self) -> None:
        self.heard = {name: Heard() for name in self._channels}

    async def steady(self, texts: Iterator[str], *, a_second: float, seconds: float) -> None:
        """An open loop, the channels in turn: messages leave at their time whether or not earlier ones are answered."""
        tasks, began, names = [], time.perf_counter(), list(self._channels)
        for number in range(int(a_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
            tasks.append(asyncio.create_task(self._ask(names[number % len(names)], next(texts))))
        await asyncio.gather(*tasks)
        self.seconds = time.perf_counter() - began

    async def flat_out(self, texts: Iterator[str], *, customers: int, seconds: float) -> None:
        """A closed loop: so many customers, each asks again as soon as it is answered."""
        began, names = time.perf_counter(), list(self._channels)

        async def goes_on(name: str) -> None:
            while time.perf_counter() - began < seconds:
                await self._ask(name, next(texts))

        await asyncio.gather(*(goes_on(names[number % len(names)]) for number in range(customers)))
        self.seconds = time.perf_counter() - began

    async def leave(self) -> None:
        for waiting in self._free.values():
            while waiting:
                await waiting.pop().leave()

    async def _ask(self, name: str, text: str) -> None:
        free = self._free[name]
        customer = free.popleft() if free else await self._channels[name]()
        try:
            told = await asyncio.wait_for(customer.ask(text), PATIENCE)
        except (TimeoutError, RuntimeError):  # no word in time, or the platform says that something went wrong
            self.heard[name].missing += 1
            await customer.leave()
            return
        heard = self.heard[name]
        heard.took.append(told.took)
        heard.whole.append(told.whole)
        heard.handed += told.with_person
        if told.with_person:
            await customer.leave()
        else:
            free.append(customer)
