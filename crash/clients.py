"""Customers and a shop's server as real clients behave: an id of their own for each message, the same one again until it is acknowledged.

They never stop while servers die under them. What they were told is kept was kept: ``Promises``.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import httpx

from crash.parcel import OUTSIDE

KEY = "crash-key-0123456789"
ASKED = (
    "보리 소금빵 얼마예요?",
    "통밀 식빵 재고 있어요?",
    "택배 되나요?",
    "몇 시까지 해요?",
    "환불은 언제까지 되나요?",
    "How much is it?",
    "사람이랑 얘기하고 싶어요",
    "안녕하세요!",
    "화성까지 배달되나요?",
)
_AGAIN = 0.1  # seconds until a client tries again
_INBOXES = ("web", "web", "web", "careful")


@dataclass
class Promises:
    """What was acknowledged.

    Attributes:
        chats: (inbox, visitor, the client's id) of each message with a receipt, and its text.
        events: position of each event from outside that was acknowledged, by its id.
        tried: attempts, acknowledged or not; tokens: a visitor's token, for reading its thread at the end.
    """

    chats: dict[tuple[str, str, str], str] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    sent: set[tuple[str, str, str]] = field(default_factory=set)
    tried: int = 0


class Crowd:
    """``doors``: addresses of the servers; one that is down is simply tried again, or another is."""

    def __init__(self, doors: tuple[str, ...], seed: int, visitors: int) -> None:
        self.promises = Promises()
        self._doors = doors
        self._seed = seed
        self._visitors = visitors
        self._over = asyncio.Event()

    async def run(self) -> None:
        people = [self._customer(Random(f"{self._seed}/{number}")) for number in range(self._visitors)]
        await asyncio.gather(*people, self._shop(Random(f"{self._seed}/shop")))

    def stop(self) -> None:
        self._over.set()

    async def _customer(self, random: Random) -> None:
        while not self._over.is_set():
            async with httpx.AsyncClient(timeout=3) as browser:
                await self._visit(browser, random)

    async def _visit(self, client: httpx.AsyncClient, random: Random) -> None:
        opened = await self._until_told(client, random, "/v1/chat/session", {"inbox": random.choice(_INBOXES)}, {})
        if opened is not None:
            token = {"Authorization": f"Bearer {opened['token']}"}
            for number in range(random.randint(3, 9)):
                who = (opened["inbox"], opened["visitor"], f"k{number}")
                text = random.choice(ASKED)
                self.promises.sent.add(who)
                body = {"id": who[2], "text": text, "kind": "person_wanted" if text.startswith("사람") else "text"}
                if await self._until_told(client, random, "/v1/chat/messages", body, token) is None:
                    return
                self.promises.chats[who] = text
                await asyncio.sleep(random.uniform(0, 0.05))

    async def _shop(self, random: Random) -> None:
        async with httpx.AsyncClient(timeout=3) as client:
            await self._tell(client, random)

    async def _tell(self, client: httpx.AsyncClient, random: Random) -> None:
        number = 0
        while not self._over.is_set():
            batch = []
            for _ in range(random.randint(2, 8)):
                number += 1
                happened = (datetime.now(UTC) - timedelta(seconds=40)).isoformat()  # old enough that a worker takes it at once
                who = f"buyer-{random.randint(1, 12)}"
                said = {"type": "message.received", "inbox": OUTSIDE, "data": {"text": random.choice(ASKED)}}
                seen = {"type": "product.viewed", "data": {"product_id": "p1"}}
                batch.append({"id": f"e{number}", "identity": who, "occurred_at": happened, **(said if random.random() < 0.7 else seen)})
            told = await self._until_told(client, random, "/v1/events", {"events": batch}, {"Authorization": f"Bearer {KEY}"})
            if told is None:
                return
            self.promises.events.update({one["id"]: one["position"] for one in told["results"]})
            await asyncio.sleep(random.uniform(0, 0.1))

    async def _until_told(
        self, client: httpx.AsyncClient, random: Random, path: str, body: object, headers: dict[str, str]
    ) -> dict[str, object] | None:
        """The answer, however often it takes; None when the run is over before one came."""
        while not self._over.is_set():
            self.promises.tried += 1
            try:
                answer = await client.post(random.choice(self._doors) + path, json=body, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(_AGAIN)
                continue
            if answer.status_code == 200:
                return dict(answer.json())
            if answer.status_code not in {409, 429, 503}:
                raise AssertionError(f"{path} answered {answer.status_code}: {answer.text}")
            await asyncio.sleep(_AGAIN)
        return None
