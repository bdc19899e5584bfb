"""Power cuts: the real application on a disk that forgets what was not synced. What was acknowledged must be there afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import text

from crash.clients import ASKED, KEY
from crash.disk import ForgetfulDisk, forgetful
from dangol.bootstrap.house import House, open_house
from dangol.cli.doors import open_doors
from dangol.kit.clock import utc_now
from dangol.store.engine import open_store
from dangol.web.app import create_app
from dangol.web.settings import Rate, WebSettings

_MOST = 100  # images kept at once: each holds the whole database
_PLENTY = Rate(burst=10**6, per_minute=6e7)


@dataclass
class Cut:
    """One moment: what had been acknowledged (client ids of messages, ids of events), and what the disk would hold."""

    acknowledged: frozenset[str]
    image: dict[str, bytes]


@dataclass(kw_only=True)
class Outcome:
    """``wrong``: a sentence for each promise that a cut broke."""

    cuts: int = 0
    acknowledged: int = 0
    syncs: int = 0
    wrong: list[str] = field(default_factory=list)


def run_cuts(
    folder: Path, *, seed: int, every: int = 150, talks: int = 8, turns: int = 6, spoil: Callable[[House], None] | None = None
) -> Outcome:
    """Cuts the power at about every ``every``-th write or sync (at random) while ``talks`` customers write, and looks at each disk.

    Args:
        folder: an imported brand's, on SQLite. spoil: makes the house careless, to show that carelessness is seen.
    """
    random, cuts, acknowledged = Random(seed), list[Cut](), set[str]()

    def at_each() -> None:
        if len(cuts) < _MOST and random.random() < 1 / every:
            seen = frozenset(acknowledged)  # before the image: what is acknowledged later need not be in it
            cuts.append(Cut(seen, disk.image(random)))

    disk = ForgetfulDisk(folder, at_each)
    with forgetful(disk):
        house = open_house(folder)
        try:
            house.knowledge.answerer()
            if spoil:
                spoil(house)
            asyncio.run(_load(house, acknowledged, Random(seed), talks, turns))
            cuts.append(Cut(frozenset(acknowledged), disk.image(random)))
        finally:
            house.close()
    outcome = Outcome(cuts=len(cuts), acknowledged=len(acknowledged), syncs=disk.syncs)
    for number, cut in enumerate(cuts):
        outcome.wrong += [f"cut {number}: {sentence}" for sentence in _after(cut)]
    return outcome


async def _load(house: House, acknowledged: set[str], random: Random, talks: int, turns: int) -> None:
    settings = WebSettings(secret=b"x" * 32, api_keys=(KEY,), ip_rate=_PLENTY, visitor_rate=_PLENTY)
    app = create_app(open_doors(house), settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        await asyncio.gather(*(_talk(transport, acknowledged, Random(f"{random.random()}"), f"t{n}", turns) for n in range(talks)))


async def _talk(transport: httpx.ASGITransport, acknowledged: set[str], random: Random, name: str, turns: int) -> None:
    async with httpx.AsyncClient(transport=transport, base_url="http://here", timeout=60) as client:
        opened = (await client.post("/v1/chat/session", json={})).json()
        who = {"Authorization": f"Bearer {opened['token']}"}
        for number in range(turns):
            key = f"{name}-{number}"
            told = await client.post("/v1/chat/messages", json={"id": key, "text": random.choice(ASKED)}, headers=who)
            told.raise_for_status()
            acknowledged.add(key)
            event = {"type": "product.viewed", "id": f"e{key}", "identity": name, "occurred_at": utc_now().isoformat()}
            sent = {**event, "data": {"product_id": "p1"}}
            told = await client.post("/v1/events", json=sent, headers={"Authorization": f"Bearer {KEY}"})
            told.raise_for_status()
            acknowledged.add(f"e{key}/{told.json()['results'][0]['position']}")


def _after(cut: Cut) -> list[str]:
    """What is wrong with the disk when the machine comes up again."""
    with TemporaryDirectory(prefix="dangol-power-") as place:
        for name, content in cut.image.items():
            (Path(place) / name).write_bytes(content)
        store = open_store(Path(place) / "dangol.db")
        try:
            with store.write() as connection:
                sound = connection.execute(text("PRAGMA integrity_check")).scalar_one()
                keys = set(connection.execute(text("SELECT client_key FROM messages WHERE direction = 'in'")).scalars())
                positions = set(connection.execute(text("SELECT position FROM envelopes WHERE type = 'product.viewed'")).scalars())
        finally:
            store.close()
    wrong = [] if sound == "ok" else [f"the file is damaged: {sound}"]
    for one in sorted(cut.acknowledged):
        event, _, position = one.partition("/")
        if (int(position) not in positions) if position else (one not in keys):
            wrong.append(f"{event} was acknowledged and is lost")
    return wrong


def careless(house: House) -> None:
    """Commits without waiting for the disk: ``synchronous=NORMAL``, as many programs in WAL mode do."""
    line = house.store._writer.raw_connection()
    try:
        line.cursor().execute("PRAGMA synchronous=NORMAL")
    finally:
        line.close()
