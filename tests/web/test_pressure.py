"""A flood is told to come back, before anything is kept; what was accepted is answered, and what comes back is taken once."""

import asyncio
from typing import Any

import pytest
from web_double import Shop
from web_server import KEY, drive

from dangol.kit.errors import Busy
from dangol.web.pressure import Pressure

EVENT = {"type": "product.viewed", "identity": "m1", "occurred_at": "2026-10-05T12:00:00+09:00", "data": {"product_id": "p01"}}


def test_places_are_given_back_and_refusals_counted() -> None:
    pressure = Pressure(most_writes=1, most_waiting=2)
    with pressure.taken(0), pytest.raises(Busy, match=r"server\.busy"), pressure.taken():
        pass
    with pytest.raises(Busy), pressure.taken(2):
        pass
    with pytest.raises(KeyError), pressure.taken():
        raise KeyError
    assert (pressure.writes, pressure.refused) == (0, 2)


def test_a_flood_of_messages_is_refused_honestly_and_taken_once_when_it_comes_back() -> None:
    async def work(client: Any, shop: Shop) -> None:
        shop.pause = 0.05
        visitors = []
        for _ in range(40):
            opened = (await client.post("/v1/chat/session", json={})).json()
            client.cookies.clear()
            visitors.append({"Authorization": f"Bearer {opened['token']}"})
        refused = 0

        async def say(who: dict[str, str]) -> None:
            nonlocal refused
            while True:
                answer = await client.post("/v1/chat/messages", json={"id": "c-1", "text": "밤식빵 얼마예요?"}, headers=who)
                if answer.status_code == 200:
                    assert answer.json()["duplicate"] is False
                    return
                assert (answer.status_code, answer.json()["error"]["code"]) == (503, "server.busy")
                assert int(answer.headers["retry-after"]) >= 1
                refused += 1
                await asyncio.sleep(0.02)

        await asyncio.gather(*map(say, visitors))
        assert refused
        for _ in range(200):
            if all(len(talk.turns) == 2 for talk in shop.talks.values()):
                break
            await asyncio.sleep(0.02)
        assert [len(talk.turns) for talk in shop.talks.values()] == [2] * 40

    drive(work, most_waiting=3)


def test_a_flood_of_events_is_refused_before_anything_is_kept() -> None:
    async def work(client: Any, shop: Shop) -> None:
        async def send(number: int) -> int:
            headers = {"Authorization": f"Bearer {KEY}"}
            answer = await client.post("/v1/events", json={**EVENT, "id": f"e-{number}"}, headers=headers)
            return int(answer.status_code)

        statuses = await asyncio.gather(*(send(number) for number in range(20)))
        assert set(statuses) == {200, 503}
        assert len(shop.events_seen) == statuses.count(200)

    drive(work, most_writes=2)
