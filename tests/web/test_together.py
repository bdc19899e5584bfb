"""Requests share a commit: none is answered before it, none spoils another's, and what waits is bounded."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.kit.errors import Busy, DangolError
from dangol.web.problems import TooMany
from dangol.web.together import Together

AT = datetime(2026, 11, 23, tzinfo=UTC)


def event(id_: str) -> Incoming:
    return Incoming(
        id=id_, type="product.viewed", identity="u", inbox="site", occurred_at=AT, received_at=AT, data={"product_id": "p"}, imported=False
    )


class Store:
    """Writes when it is let, and remembers each commit. An event called ``bad`` breaks its commit, ``full`` refuses it."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.let = threading.Event()
        self.let.set()

    def write(self, events: Sequence[Incoming]) -> Sequence[Appended]:
        assert self.let.wait(5)
        ids = [one.id for one in events]
        if "full" in ids:
            raise Busy("store.full", ko="가득", en="full")
        if "bad" in ids:
            raise ValueError("our fault")
        before = sum(len(commit) for commit in self.commits)
        self.commits.append(ids)
        return [Appended(position=before + index + 1, duplicate=False) for index in range(len(ids))]


def run(work: Any, store: Store, **limits: int) -> Any:
    async def body() -> Any:
        together = Together(store.write, **limits)
        try:
            return await asyncio.wait_for(work(together), 10)
        finally:
            store.let.set()
            await together.finish()

    return asyncio.run(body())


async def gathered(together: Together, store: Store, *requests: Sequence[str]) -> list[Any]:
    """The first request's commit is held until all the others have come."""
    store.let.clear()
    waiting = []
    for ids in requests:
        waiting.append(asyncio.create_task(together.keep([event(id_) for id_ in ids])))
        await asyncio.sleep(0.005)
    assert not any(task.done() for task in waiting)  # nobody is told before it is durable
    store.let.set()
    return await asyncio.gather(*waiting, return_exceptions=True)


def positions(outcome: Any) -> list[int]:
    return [one.position for one in outcome]


def test_what_comes_while_one_commit_is_written_shares_the_next() -> None:
    store = Store()
    told = run(lambda together: gathered(together, store, ["a"], ["b", "c"], ["d"]), store)
    assert store.commits == [["a"], ["b", "c", "d"]]
    assert [positions(one) for one in told] == [[1], [2, 3], [4]]


def test_a_commit_has_a_largest_size_but_a_larger_request_stays_whole() -> None:
    store = Store()
    run(lambda together: gathered(together, store, ["a"], ["b", "c"], ["d", "e", "f", "g"], ["h"]), store, at_once=3)
    assert store.commits == [["a"], ["b", "c"], ["d", "e", "f", "g"], ["h"]]


def test_one_that_cannot_be_written_spoils_no_other() -> None:
    store = Store()
    told = run(lambda together: gathered(together, store, ["a"], ["b"], ["x", "bad"], ["c"]), store)
    assert store.commits == [["a"], ["b"], ["c"]]
    assert isinstance(told[2], DangolError)
    assert [positions(told[index]) for index in (0, 1, 3)] == [[1], [2], [3]]


def test_a_store_that_is_full_refuses_all_that_wait_at_once() -> None:
    store = Store()
    told = run(lambda together: gathered(together, store, ["a"], ["full"], ["b"]), store)
    assert [type(one) for one in told[1:]] == [Busy, Busy]
    assert store.commits == [["a"]]


def test_what_is_too_much_is_refused_before_it_waits() -> None:
    store = Store()

    async def flood(together: Together) -> Any:
        store.let.clear()
        kept = []
        for number in range(4):
            kept.append(asyncio.create_task(together.keep([event(f"{number}")])))
            await asyncio.sleep(0.005)
        assert together.waiting == 3  # one is being written
        with pytest.raises(TooMany) as told:
            await together.keep([event("late")])
        store.let.set()
        await asyncio.gather(*kept)
        assert together.waiting == 0
        await together.keep([event("later")])
        return told.value

    error = run(flood, store, most_waiting=3)
    assert (error.status, error.wait) == (429, 1)
    assert [id_ for commit in store.commits for id_ in commit] == ["0", "1", "2", "3", "later"]


def test_a_request_larger_than_the_limit_is_taken_when_nothing_waits() -> None:
    store = Store()
    assert len(run(lambda together: together.keep([event("a"), event("b")]), store, most_waiting=1)) == 2


def test_a_client_that_goes_away_costs_nobody_anything() -> None:
    store = Store()

    async def impatient(together: Together) -> Any:
        store.let.clear()
        first = asyncio.create_task(together.keep([event("a")]))
        await asyncio.sleep(0.005)
        gone, last = (asyncio.create_task(together.keep([event(id_)])) for id_ in "bc")
        await asyncio.sleep(0.005)
        gone.cancel()
        await asyncio.sleep(0)
        store.let.set()
        await asyncio.gather(first, last)

    run(impatient, store)
    assert store.commits == [["a"], ["b", "c"]]
