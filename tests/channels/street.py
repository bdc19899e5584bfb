"""A brand with an inbox on every platform, its real web application, and the platforms' side of the wire."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from dangol.bootstrap import talking
from dangol.bootstrap.connecting import Outside
from dangol.bootstrap.house import House, open_house
from dangol.channels import registry
from dangol.channels.double import Double
from dangol.channels.port import Channel
from dangol.channels.wire import Wire
from dangol.cli.doors import open_doors
from dangol.cli.serving import web_settings
from dangol.knowledge.imports import import_folder
from dangol.web.app import create_app
from dangol.web.settings import Rate
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
PRICE = "보리 소금빵 얼마예요?"
INBOXES = """
[inboxes.double]
channel = "double"
mode = "automatic"

[inboxes.kakao]
channel = "kakao"
mode = "automatic"

[inboxes.strict]
channel = "kakao"
mode = "automatic"
header_secret = "in-the-header"

[inboxes.kakaopush]
channel = "kakao"
mode = "automatic"
rest_key = "rest-key"
bot_id = "bot1!"
event_name = "reply"

[inboxes.talktalk]
channel = "talktalk"
mode = "automatic"

[inboxes.talkpush]
channel = "talktalk"
mode = "automatic"
token = "ct_1"

[inboxes.telegram]
channel = "telegram"
mode = "automatic"
token = "12345:secret-token"

[inboxes.cafe24]
channel = "cafe24"
mode = "off"
api_key = "mall-key"
mall = "borine"

[inboxes.smartstore]
channel = "smartstore"
mode = "off"
client_id = "app1"
client_secret = "$2a$04$abcdefghijklmnopqrstuu"
"""


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Platform:
    """The other end of the wire: what was sent, and what is answered (the newest answer is given again and again)."""

    answers: list[Callable[[httpx.Request], httpx.Response]] = field(default_factory=list)
    sent: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request)

    def says(self, status: int, value: Any = None, headers: Mapping[str, str] | None = None) -> None:
        self.answers.append(lambda _: httpx.Response(status, json=value, headers=headers))

    def breaks(self, error: type[httpx.HTTPError]) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            raise error("broken")

        self.answers.append(answer)

    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.sent]


@dataclass
class Street:
    house: House
    clock: Clock
    platform: Platform
    double: Double

    def path(self, inbox: str) -> str:
        connection = self.house.connection(inbox)
        assert connection is not None
        return connection.path

    def post(self, inbox: str, payload: Any, **headers: str) -> httpx.Response:
        return self.post_raw(self.path(inbox), json.dumps(payload, ensure_ascii=False).encode(), **headers)

    def post_raw(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}

        async def call(client: httpx.AsyncClient) -> httpx.Response:
            return await client.post(path, content=body, headers={"Content-Type": "application/json", **named})

        return self.drive(call)

    def drive(self, work: Callable[[httpx.AsyncClient], Awaitable[Any]]) -> Any:
        """Runs ``work`` against the application, and waits until what it began is done."""
        plenty = Rate(burst=100_000, per_minute=6_000_000)
        app = create_app(open_doors(self.house), replace(web_settings(self.house), ip_rate=plenty), self.clock)

        async def body() -> Any:
            async with app.router.lifespan_context(app):
                transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 1))
                async with httpx.AsyncClient(transport=transport, base_url="http://dangol.test") as client:
                    return await work(client)

        return asyncio.run(body())

    def thread(self, inbox: str, who: str) -> list[tuple[str, str]]:
        heard = talking.listen(self.house, inbox=inbox, external_id=who, after=0, limit=200)
        return [(message.author, message.text) for _, message in heard.messages]

    def state(self, inbox: str, who: str) -> str:
        return talking.listen(self.house, inbox=inbox, external_id=who, after=0, limit=1).state

    def events(self) -> list[tuple[str, str, Mapping[str, Any]]]:
        with self.house.store.read() as connection:
            return [(event.type, event.inbox, event.payload) for event in self.house.journal.read(connection, limit=10_000)]

    def later(self, **given: float) -> None:
        self.clock.now += timedelta(**given)


@contextmanager
def street(folder: Path, url: str | None = None) -> Iterator[Street]:
    clock, platform, double = Clock(), Platform(), Double()
    brand = small_brand(folder)
    with (brand / "brand.toml").open("a", encoding="utf-8") as toml:
        toml.write(INBOXES)

    def channel(name: str) -> Channel | None:
        return double if name == "double" else registry.channel(name)

    wire = Wire(transport=httpx.MockTransport(platform), lookup=lambda host: ["203.0.114.1"], pause=lambda _: None)
    house = open_house(brand, url=url, clock=clock, outside=Outside(channel=channel, wire=wire))
    import_folder(house.store, house.folder, NOON)
    house.knowledge.answerer()
    try:
        yield Street(house, clock, platform, double)
    finally:
        house.close()
