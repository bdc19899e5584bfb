"""The chat over a WebSocket: nothing is lost and nothing doubled when the line breaks."""

import json
from typing import Any

import httpx
import pytest
from web_double import Shop
from web_server import Served, serving
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dangol.web.settings import Rate


def token(served: Served) -> str:
    return httpx.post(f"{served.base}/v1/chat/session", json={}).json()["token"]


def line(served: Served, **more: Any) -> ClientConnection:
    return connect(served.base.replace("http", "ws") + "/v1/chat/ws", proxy=None, **more)


def hello(ws: ClientConnection, who: str, after: int = 0) -> dict[str, Any]:
    ws.send(json.dumps({"type": "hello", "token": who, "after": after}))
    return frame(ws, "ready")


def frame(ws: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        received = json.loads(ws.recv(timeout=10))
        if received["type"] == kind:
            return received


def messages(ws: ClientConnection, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        found += frame(ws, "messages")["messages"]
    return found


def say(ws: ClientConnection, client_id: str, text: str, **more: Any) -> None:
    ws.send(json.dumps({"type": "message", "id": client_id, "text": text, **more}))


def test_a_question_is_receipted_then_answered_live(served: Served) -> None:
    with line(served) as ws:
        assert hello(ws, token(served))["last"] == 0
        say(ws, "c-1", "밤식빵 얼마예요?")
        found = messages(ws, 2)
    assert [(one["number"], one["sender"]) for one in found] == [(1, "customer"), (2, "bot")]
    assert found[0]["client_id"] == "c-1"
    assert found[1]["sources"][0]["id"] == "product/p01/price"


def test_a_broken_line_loses_and_doubles_nothing(served: Served) -> None:
    who = token(served)
    with line(served) as ws:
        hello(ws, who)
        say(ws, "c-1", "밤식빵 얼마예요?")
        frame(ws, "receipt")
    with line(served) as ws:  # gone before the answer; asks again with the same id, and says what it has seen
        hello(ws, who, after=1)
        say(ws, "c-1", "밤식빵 얼마예요?")
        assert frame(ws, "receipt")["duplicate"] is True
        say(ws, "c-2", "배송비 얼마예요?")
        frame(ws, "receipt")
    with line(served) as ws:
        hello(ws, who)
        found = messages(ws, 4)
    assert [one["number"] for one in found] == [1, 2, 3, 4]
    assert sorted(one["sender"] for one in found) == ["bot", "bot", "customer", "customer"]


def test_an_agents_words_arrive_live_and_the_state_with_them(served: Served) -> None:
    with line(served) as ws:
        hello(ws, token(served))
        say(ws, "c-1", "안녕하세요", kind="person_wanted")
        assert messages(ws, 1)
        talk = next(iter(served.shop.talks.values()))
        served.shop.reply(talk.id, agent="mina", text="네, 고객님", client_key="r-1", at=talk.turns[0].at)
        while True:  # the double rings no bell: the line finds it by looking
            page = frame(ws, "messages")
            if page["state"] == "human":
                break
    assert page["messages"][-1]["text"] == "네, 고객님"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("not json", 4400),
        ("[]", 4400),
        ('{"type":"message","id":"c","text":"x"}', 4400),
        ('{"type":"hello"}', 4400),
        ('{"type":"hello","token":"forged"}', 4401),
        ('{"type":"hello","token":"forged","after":-1}', 4400),
        ("x" * 70_000, 1009),
        (b"\x00\xff", 4400),
    ],
)
def test_a_bad_hello_is_shown_the_door(served: Served, first: str | bytes, code: int) -> None:
    with line(served) as ws:
        ws.send(first)
        with pytest.raises(ConnectionClosed) as closed:
            ws.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_a_foreign_site_is_refused(served: Served) -> None:
    with line(served, origin="https://evil.example") as ws, pytest.raises(ConnectionClosed) as closed:
        ws.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


def test_a_bad_frame_gets_an_error_and_the_line_stays(served: Served) -> None:
    with line(served) as ws:
        hello(ws, token(served))
        for bad, code in [
            ("{", "body.not_json"),
            ("5", "frame.not_object"),
            ("[" * 50 + "]" * 50, "body.too_deep"),
            ('{"type":"dance"}', "frame.unknown"),
            ('{"type":["x"]}', "frame.unknown"),
            ('{"type":"message","id":"c-9","text":""}', "text.empty"),
            ('{"type":"message","id":"c-9","text":"a\\u0000"}', "text.unstorable"),
            ('{"type":"message","id":{},"text":1,"x":2}', "fields.invalid"),
            (json.dumps({"type": "message", "id": "c-9", "text": "가" * 4001}), "text.too_long"),
        ]:
            ws.send(bad)
            assert frame(ws, "error")["error"]["code"] == code
        ws.send('{"type":"ping"}')
        frame(ws, "pong")
        say(ws, "c-1", "밤식빵 얼마예요?")
        assert len(messages(ws, 2)) == 2


def test_messages_survive_a_restart_of_the_server() -> None:
    shop = Shop()
    with serving(shop) as first:
        who = token(first)
        with line(first) as ws:
            hello(ws, who)
            say(ws, "c-1", "배송비 얼마예요?")
            frame(ws, "receipt")
    with serving(shop) as second, line(second) as ws:
        hello(ws, who)
        assert [one["sender"] for one in messages(ws, 2)] == ["customer", "bot"]


def test_one_address_cannot_open_lines_without_end() -> None:
    with serving(Shop(), ip_rate=Rate(burst=2, per_minute=1)) as served:
        for _ in range(2):
            with line(served):
                pass
        with pytest.raises(InvalidStatus) as refused, line(served):
            pass
        assert refused.value.response.status_code == 403
