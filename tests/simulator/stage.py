"""A brand that is served on a real port, and the simulated platforms on another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from dangol.bootstrap.house import House
from dangol.bootstrap.rehearsal import platforms, rehearsing
from dangol.cli.doors import open_doors
from dangol.cli.serving import listen_on, web_settings
from dangol.cli.simulating import running
from dangol.simulator.app import create_simulator
from dangol.web.app import create_app


@dataclass
class Stage:
    house: House
    address: str
    client: httpx.Client
    serving: str

    def say(self, channel: str, text: str, user: str = "민지") -> None:
        assert self.client.post(f"/api/{channel}/say", json={"user": user, "text": text}, timeout=90).status_code == 200

    def weather(self, channel: str, **given: Any) -> None:
        assert self.client.post(f"/api/{channel}/conditions", json=given).status_code == 200

    def talk(self, channel: str, user: str = "민지") -> list[tuple[str, str]]:
        return [(one["who"], one["text"]) for one in self.bubbles(channel, user)]

    def bubbles(self, channel: str, user: str = "민지") -> list[dict[str, Any]]:
        return list(self.client.get(f"/api/{channel}/talk", params={"user": user}).json()["bubbles"])

    def outbox(self) -> list[str]:
        with self.house.store.read() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT status FROM outbox ORDER BY created_at, id")]


@contextmanager
def staged(house: House) -> Iterator[Stage]:
    listener, other = listen_on("127.0.0.1", 0), listen_on("127.0.0.1", 0)
    serving_at, address = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in (listener, other))
    rehearsed = rehearsing(house, address)
    outward = httpx.AsyncClient(timeout=20.0, trust_env=False)
    simulator = create_simulator(platforms(rehearsed, serving_at, address, outward), outward.aclose)
    app = create_app(open_doors(rehearsed), web_settings(rehearsed), rehearsed.clock)
    with running(app, listener), running(simulator, other), httpx.Client(base_url=address, trust_env=False) as client:
        yield Stage(rehearsed, address, client, serving_at)
