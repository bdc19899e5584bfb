"""A message is traced from the door to the channel, and no trace holds what was said or who said it."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import calls
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from street import PRICE, Street

from dangol.bootstrap.settings import Settings
from dangol.bootstrap.tracing import recorded, traced
from dangol.channels.failures import Throttled
from dangol.kit.errors import BadInput
from dangol.kit.tracing import here, span


@pytest.fixture
def seen() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    with recorded(SimpleSpanProcessor(kept)):
        yield kept


def headers(shop: Street, inbox: str) -> dict[str, str]:
    connection = shop.house.connection(inbox)
    assert connection
    return {"x_telegram_bot_api_secret_token": connection.account.header_secret}


def lines(spans: tuple[ReadableSpan, ...]) -> set[tuple[str, str]]:
    """(what ran, what it ran in); all of one trace."""
    names = {one.context.span_id: one.name for one in spans if one.context}
    assert len({one.context.trace_id for one in spans if one.context}) == 1
    return {(one.name, names[one.parent.span_id] if one.parent else "") for one in spans}


@pytest.mark.parametrize(
    ("inbox", "payload", "path"),
    [
        (
            "kakao",
            calls.kakao(PRICE),
            {("door.hooks", ""), ("journal.append", "door.hooks"), ("decision", "door.hooks"), ("think", "decision")}
            | {("outbox.begin", "door.hooks"), ("channel.speak", "door.hooks"), ("outbox.succeeded", "door.hooks")}
            | {("journal.append", "outbox.succeeded")},
        ),
        (
            "telegram",
            calls.telegram(PRICE),
            {
                ("door.hooks", ""),
                ("journal.append", "door.hooks"),
                ("message", "door.hooks"),
                ("decision", "message"),
                ("think", "decision"),
            }
            | {("outbox.deliver", "message"), ("outbox.begin", "outbox.deliver"), ("channel.send", "outbox.deliver")}
            | {("outbox.succeeded", "outbox.deliver"), ("journal.append", "outbox.succeeded")},
        ),
    ],
)
def test_one_trace_from_the_door_to_the_channel(
    shop: Street, seen: InMemorySpanExporter, inbox: str, payload: object, path: set[tuple[str, str]]
) -> None:
    shop.platform.says(200, {"ok": True, "result": {"message_id": 5}})
    shop.post(inbox, payload, **headers(shop, inbox))
    assert lines(seen.get_finished_spans()) == path
    (decision,) = (one for one in seen.get_finished_spans() if one.name == "decision")
    assert decision.attributes
    assert (decision.attributes["kind"], decision.attributes["repeated"]) == ("answer", False)


def test_no_trace_holds_words_senders_secrets_or_addresses(shop: Street, seen: InMemorySpanExporter) -> None:
    shop.platform.says(200, {"ok": True, "result": {"message_id": 5}})
    for inbox, payload in (("kakao", calls.kakao(PRICE)), ("telegram", calls.telegram(PRICE))):
        shop.post(inbox, payload, **headers(shop, inbox))
    told = " ".join(one.to_json() for one in seen.get_finished_spans())
    assert "door.hooks" in told
    for secret in ("소금빵", "3,200", "u-kakao-1", "3527065", "secret-token", shop.path("kakao").rpartition("/")[2]):
        assert secret not in told


def test_a_failure_is_told_by_its_code_and_never_by_its_sentence(seen: InMemorySpanExporter) -> None:
    for error in (ValueError("민지 010-1234-5678"), Throttled(said="민지")):
        with pytest.raises(type(error)), span("channel.send"):
            raise error
    assert [(one.attributes or {})["error.type"] for one in seen.get_finished_spans()] == ["ValueError", "delivery.throttled"]
    assert all(one.status.status_code is StatusCode.ERROR and not one.events for one in seen.get_finished_spans())
    assert "민지" not in " ".join(one.to_json() for one in seen.get_finished_spans())


def test_switched_off_nothing_is_made_and_nothing_is_imported() -> None:
    with traced(Settings(traces="")):
        assert span("decision", message_id="m") is span("door.hooks")
        assert here() is None
    code = (
        "import sys; import dangol.cli.serving, dangol.worker; print([one for one in sys.modules if one.startswith('opentelemetry.sdk')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_spans_reach_a_collector_before_the_block_ends() -> None:
    came: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Collector) as collector:
        Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        with traced(Settings(traces=f"http://127.0.0.1:{collector.server_port}/")), span("decision"):
            pass
        collector.shutdown()
    assert [path for path, _ in came] == ["/v1/traces"]
    assert came[0][1]


@pytest.mark.parametrize("address", ["127.0.0.1:4318", "yes", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match=r"traces\.bad_address|DANGOL_TRACES"), traced(Settings(traces=address)):
        pass
