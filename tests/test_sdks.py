"""Unmodified clients of others, pointed at a house of ours: Segment's and RudderStack's for Python, Segment's for the browser."""

import shutil
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dangol.bootstrap.house import House, open_house
from dangol.cli.doors import open_doors
from dangol.cli.serving import web_settings
from dangol.events.event import Event
from dangol.people.identities import find, identity_id, members
from dangol.people.traits import traits
from dangol.web.app import create_app
from small_brand import small_brand

VENDOR = Path(__file__).parent / "web" / "vendor"
INBOXES = """
[inboxes.site]
channel = "segment"
write_key = "site-key"

[inboxes.app]
channel = "rudderstack"
write_key = ["app-key", "app-key-before"]
"""

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


@dataclass(frozen=True)
class Served:
    house: House
    base: str

    def events(self) -> list[Event]:
        with self.house.store.read() as connection:
            return self.house.journal.read(connection)


@contextmanager
def serving(house: House) -> Iterator[Served]:
    app = create_app(open_doors(house), web_settings(house))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)
    try:
        yield Served(house=house, base=f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture
def served(tmp_path: Path, store_url: str) -> Iterator[Served]:
    folder = small_brand(tmp_path / "brand")
    with (folder / "brand.toml").open("a", encoding="utf-8") as file:
        file.write(INBOXES)
    house = open_house(folder, url=store_url)
    with serving(house) as there:
        yield there
    house.close()


def everything(client: Any, **who: Any) -> None:
    """One of each call."""
    client.identify("u-1", {"name": "민지", "plan": "VIP"}, **who)
    client.track("u-1", "Product Viewed", {"product_id": "p1"}, **who)
    client.track("u-1", "Order Completed", {"order_id": "o-1", "products": [{"product_id": "p1", "price": 3200, "quantity": 2}]}, **who)
    client.track("u-1", "Quiz Finished", {"score": 8}, **who)
    client.page("u-1", "빵", "소금빵", {"url": "https://borine.example/p1"}, **who)
    client.screen("u-1", "앱", "홈", {}, **who)
    client.group("u-1", "campers", {"name": "모임"}, **who)
    client.alias("b-0", "u-1")


TYPES = Counter(
    [
        "identity.described",
        "product.viewed",
        "order.completed",
        "action.tracked",
        "page.viewed",
        "screen.viewed",
        "group.joined",
        "identity.aliased",
    ]
)


@pytest.mark.parametrize("gzip", [False, True])
def test_segment_s_client_for_python(served: Served, gzip: bool) -> None:
    from segment.analytics.client import Client

    failures: list[Any] = []
    client = Client("site-key", host=served.base, gzip=gzip, on_error=lambda error, items: failures.append(error), upload_interval=0.05)
    everything(client, anonymous_id="b-1")
    client.track("u-2", "Product Added", {"product_id": "p2", "quantity": 1}, timestamp=datetime.now(UTC) - timedelta(hours=2))
    client.shutdown()
    assert failures == []
    _check(served, "site")
    late = next(event for event in served.events() if event.type == "cart.added")
    assert timedelta(hours=1, minutes=59) < late.received_at - late.occurred_at < timedelta(hours=2, minutes=1)


def test_rudderstack_s_client_for_python(served: Served) -> None:
    from rudderstack.analytics.client import Client

    failures: list[Any] = []
    client = Client("app-key", host=served.base, on_error=lambda error, items: failures.append(error), upload_interval=0.05)
    everything(client, anonymous_id="b-1")
    client.flush()
    client.join()
    assert failures == []
    _check(served, "app")


def _check(served: Served, inbox: str) -> None:
    house, events = served.house, served.events()
    assert Counter(event.type for event in events if event.type != "cart.added") == TYPES
    assert {event.inbox for event in events} == {inbox}
    login = identity_id(house.key, "login", "u-1")
    with house.store.read() as connection:
        known = members(connection, find(connection, login).person)
        assert {(one.inbox, one.external_id, one.kind) for one in known} == {
            ("login", "u-1", "login"),
            (inbox, "b-1", "anonymous"),
            (inbox, "b-0", "anonymous"),
        }
        told = traits(connection, login)
    assert {name: trait.value for name, trait in told.items()} == {"name": "민지", "plan": "VIP"}
    assert told["name"].source == inbox


def test_a_wrong_key_is_told_to_the_client(served: Served) -> None:
    from rudderstack.analytics.request import APIError as RudderError
    from rudderstack.analytics.request import post as rudder_post
    from segment.analytics.request import APIError, post

    with pytest.raises(APIError) as told:
        post("nope", host=served.base, batch=[{"type": "track", "userId": "u", "event": "X"}])
    assert (told.value.status, told.value.code) == (401, "invalid_write_key")
    with pytest.raises(RudderError) as said:
        rudder_post("app-key", host=served.base, batch=[{"type": "track", "event": "X"}])
    assert (said.value.status, said.value.message) == (400, "request neither has anonymousId nor userId")
    assert served.events() == []


CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
ARGS += ["--disable-features=LocalNetworkAccessChecks"]  # a made-up shop on the net asks a server on this machine: no dialog
PAGE = "<!doctype html><title>보리네</title><p>빵</p>"


@pytest.mark.browser
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("batched", [False, True], ids=["one by one", "batched"])
def test_segment_s_client_in_a_browser(served: Served, batched: bool) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    assert (VENDOR / "index.js").is_file(), "run: python tools/frontend.py tests"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.route("https://shop.example/**", lambda route: _shop_page(route))
        page.goto("https://shop.example/bread?utm_source=letter")
        page.add_script_tag(path=VENDOR / "index.js")
        strategy = "{strategy: 'batching', config: {size: 3, timeout: 100}}" if batched else "{strategy: 'standard'}"
        page.evaluate(
            f"""async (base) => {{
            const analytics = window.AnalyticsNext.AnalyticsBrowser.load(
                {{writeKey: 'site-key', cdnURL: base}}, {{integrations: {{'Segment.io': {{deliveryStrategy: {strategy}}}}}}});
            const said = async () => {{
                await analytics.track('Product Viewed', {{product_id: 'p1'}});
                await analytics.identify('u-1', {{name: '민지'}});
                await analytics.page();
            }};
            await Promise.race([said(), new Promise((_, fail) => setTimeout(() => fail(new Error('no answer')), 15000))]);
            }}""",
            served.base,
        )
        page.wait_for_timeout(200)
        until = datetime.now(UTC) + timedelta(seconds=10)
        while len(served.events()) < 3 and datetime.now(UTC) < until:
            page.wait_for_timeout(100)
        browser.close()
    assert complaints == []
    viewed, described, opened = sorted(served.events(), key=lambda event: event.occurred_at)
    assert [viewed.type, described.type, opened.type] == ["product.viewed", "identity.described", "page.viewed"]
    assert viewed.payload["context"]["campaign"] == {"source": "letter"}
    assert opened.payload["url"] == "https://shop.example/bread?utm_source=letter"
    with served.house.store.read() as connection:
        assert find(connection, viewed.identity).kind == "anonymous"
        assert find(connection, viewed.identity).person == find(connection, described.identity).person


def _shop_page(route: Any) -> None:
    route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
