"""A real house served in a thread, and a signed-in Chromium whose console must stay silent."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dangol.bootstrap.house import House, opened
from dangol.cli.doors import open_doors
from dangol.cli.serving import first_accounts, web_settings
from dangol.knowledge.imports import import_folder
from dangol.web.app import create_app

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Desk:
    house: House
    base: str
    password: str


@contextmanager
def served_house(folder: Path) -> Iterator[Desk]:
    with opened(folder) as house:
        import_folder(house.store, house.folder, house.clock())
        house.knowledge.answerer()
        password = first_accounts(house, (("owner", "사장님", "owner"),))["owner"]
        listener = socket.create_server(("127.0.0.1", 0))
        app = create_app(open_doors(house), web_settings(house), house.clock)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            threading.Event().wait(0.02)
        try:
            yield Desk(house=house, base=f"http://127.0.0.1:{listener.getsockname()[1]}", password=password)
        finally:
            server.should_exit = True
            thread.join(10)
            listener.close()


@contextmanager
def chromium_over(desk: Desk, width: int = 1280) -> Iterator[Any]:
    """A page of a browser in which the owner is signed in."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="ko-KR", timezone_id="Asia/Seoul")
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(f"{desk.base}/inbox/sign-in")
        page.fill("[name=login]", "owner")
        page.fill("[name=password]", desk.password)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/inbox")
        yield page
        browser.close()
    assert complaints == []
