"""The running installation as its operator sees it: figures, readiness, logs that quote nobody."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dangol.bootstrap import talking
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.measures import Measures
from dangol.bootstrap.sending import sweep
from dangol.cli.doors import open_doors
from dangol.cli.logs import set_logs
from dangol.events.troubles import record_failure
from dangol.kit.errors import Busy
from dangol.knowledge.imports import import_folder
from dangol.web.app import create_app
from dangol.web.settings import Rate, WebSettings
from small_brand import small_brand

KEY = "operations-key-0123456789"
SENTINEL = "비밀문장칠면조"
PLENTY = Rate(burst=10**6, per_minute=6e7)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"))
    import_folder(opened.store, opened.folder, opened.clock())
    yield opened
    opened.close()


def serve(house: House, work: Any) -> Any:
    async def body() -> Any:
        settings = WebSettings(secret=b"x" * 32, api_keys=(KEY,), ip_rate=PLENTY, visitor_rate=PLENTY)
        app = create_app(open_doors(house), settings)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
                return await work(client)

    return asyncio.run(body())


async def say(client: httpx.AsyncClient, text: str) -> dict[str, Any]:
    opened = (await client.post("/v1/chat/session", json={})).json()
    who = {"Authorization": f"Bearer {opened['token']}"}
    await client.post("/v1/chat/messages", json={"id": "c-1", "text": text}, headers=who)
    return (await client.get("/v1/chat/messages?after=1&wait=20", headers=who)).json()  # type: ignore[no-any-return]


def test_ready_only_when_the_knowledge_is_loaded(house: House) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        loading = await client.get("/readyz")
        assert (loading.status_code, loading.json()["error"]["code"]) == (503, "knowledge.loading")
        assert (await client.get("/healthz")).status_code == 200
        house.knowledge.answerer()
        assert (await client.get("/readyz")).status_code == 200

    serve(house, work)


def test_another_version_of_the_store_is_not_ready(house: House) -> None:
    from sqlalchemy import text

    house.knowledge.answerer()
    with house.store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Busy, match=r"store\.other_version"):
        house.ready()


def test_figures_count_what_happened_and_name_nobody(house: House) -> None:
    house.knowledge.answerer()

    async def work(client: httpx.AsyncClient) -> str:
        assert (await say(client, f"보리 소금빵 얼마예요? {SENTINEL}"))["messages"]
        with house.store.write() as connection:
            record_failure(connection, "message.decide", "m1", reason="broken.KeyError", at=house.clock(), most=1)
        talking.accept(house, inbox="web", external_id="v-9", text="기다려요", client_key="k", at=house.clock())
        return (await client.get("/metrics")).text

    page = serve(house, work)
    figures = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in page.splitlines() if line and line[0] != "#"}
    answered = {name: value for name, value in figures.items() if name.startswith("dangol_answer_seconds_count")}
    assert sum(answered.values()) == 1
    (name,) = answered
    assert 'channel="web"' in name
    assert figures["dangol_messages_undecided"] == 1
    assert figures["dangol_set_aside"] == 1
    assert figures['dangol_outbox_rows{status="uncertain"}'] == 0
    assert figures['dangol_request_seconds_count{door="chat",status="200"}'] >= 2
    assert "process_resident_memory_bytes" in page
    assert SENTINEL not in page
    assert "v-9" not in page


def test_the_worker_counts_what_it_says(house: House) -> None:
    talking.accept(house, inbox="web", external_id="v-1", text="보리 소금빵 얼마예요?", client_key="k", at=house.clock())
    assert sweep(house, "w", after_start=True).sent == 1
    page = house.measures.page(house.store, house.clock).decode()
    assert 'dangol_deliveries_total{channel="web",outcome="sent"} 1.0' in page


def test_what_measures_nothing_imports_nothing() -> None:
    import subprocess
    import sys

    code = "import sys, dangol.bootstrap.house; print('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
    assert isinstance(Measures(), Measures)


@pytest.mark.parametrize("form", ["plain", "json"])
def test_logs_of_a_full_run_quote_nobody(
    house: House, form: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    house.knowledge.answerer()
    before = logging.getLogger().handlers[:]
    set_logs(form)

    def breaks(*_: object, **__: object) -> None:
        raise ValueError(f"{SENTINEL} 010-1234-5678")

    async def forgotten() -> None:
        raise ValueError(SENTINEL)

    async def work(client: httpx.AsyncClient) -> None:
        await say(client, f"보리 소금빵 얼마예요? {SENTINEL}")
        event = {"id": SENTINEL, "type": "message.received", "identity": f"{SENTINEL}@example.org", "occurred_at": "2026-10-01T00:00:00Z"}
        await client.post("/v1/events", json={**event, "data": {"text": SENTINEL}}, headers={"Authorization": f"Bearer {KEY}"})
        await client.post(f"/hooks/web/{SENTINEL}", json={"text": SENTINEL})
        await client.get(f"/{SENTINEL}?q={SENTINEL}")
        with monkeypatch.context() as patched:
            patched.setattr(talking, "decide", breaks)
            opened = (await client.post("/v1/chat/session", json={})).json()
            who = {"Authorization": f"Bearer {opened['token']}", "X-Request-ID": "req-0123456789"}
            await client.post("/v1/chat/messages", json={"id": "c-3", "text": SENTINEL}, headers=who)
            await client.get("/v1/chat/messages?after=99&wait=2", headers=who)
            patched.setattr(talking, "accept", breaks)
            assert (await client.post("/v1/chat/messages", json={"id": "c-2", "text": SENTINEL}, headers=who)).status_code == 500
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=ValueError(SENTINEL))
        logging.getLogger("somebody").warning("said %s", SENTINEL)
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": ValueError(SENTINEL), "task": SENTINEL}
        )

    try:
        serve(house, work)
    finally:
        logging.getLogger().handlers[:] = before
        import structlog

        structlog.reset_defaults()
    written = capsys.readouterr().err
    assert SENTINEL not in written
    assert "1234-5678" not in written
    lines = written.splitlines()
    assert len(lines) >= 6, lines
    assert sum("req-0123456789" in line for line in lines) >= 3  # behind the request, too
    assert any("ValueError" in line and "Exception in ASGI application" in line for line in lines)
    if form == "json":
        assert all(json.loads(line)["level"] for line in lines)
