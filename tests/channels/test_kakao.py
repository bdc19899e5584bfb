"""The Kakao skill server through its real address: payload in, exact response, journal and outbox out."""

import asyncio
import json
import threading
import time
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import pytest
from calls import kakao, talktalk
from street import PRICE, Street

from dangol.bootstrap.sending import sweep
from dangol.channels.failures import Rejected
from dangol.channels.kakao import callback, replies
from dangol.channels.kakao.rules import problems
from dangol.decisions import agent as acts
from dangol.decisions.handle import Thought
from dangol.kit.clock import fixed
from dangol.web.pressure import Pressure

CALLBACK = "https://bot-api.kakao.com/v1/bots/5ae9b76d7409b11ec845b746!/callback/tok-1"

TAKEN_ON = {"taskId": "t-9", "status": "SUCCESS", "message": "OK"}
ARRIVED = {"taskId": "t-9", "status": "ALL SUCCESS", "allRequestCount": 1, "successCount": 1, "fail": {"count": 0, "list": []}}


def said(response: httpx.Response) -> str:
    """All that a skill response shows, after Kakao's own rules are checked."""
    assert response.status_code == 200
    value = response.json()
    assert problems(value) == []
    shown = []
    for output in value["template"]["outputs"]:
        ((kind, body),) = output.items()
        shown += [body.get("text") or body.get("description") or body.get("title") or kind]
        shown += [f"[{button['label']}:{button['action']}]" for button in body.get("buttons", ())]
    return " ".join(shown)


def outbox(shop: Street) -> list[tuple[str, str]]:
    with shop.house.store.read() as connection:
        query = "SELECT status, author FROM outbox ORDER BY created_at, id"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_question_is_answered_in_the_response(shop_on_each_engine: Street) -> None:
    shop = shop_on_each_engine
    answer = said(shop.post("kakao", kakao(PRICE)))
    assert "3,200원" in answer
    assert "자동" in answer  # it says that it is a machine
    assert [author for author, _ in shop.thread("kakao", "u-kakao-1")] == ["customer", "bot"]
    assert outbox(shop) == [("sent", "bot")]
    assert [kind for kind, _, _ in shop.events()] == ["message.received", "message.sent"]


def test_the_same_call_twice_gets_the_stored_reply(shop: Street) -> None:
    first, second = shop.post("kakao", kakao(PRICE)), shop.post("kakao", kakao(PRICE))
    assert first.content == second.content
    assert outbox(shop) == [("sent", "bot")]
    shop.later(seconds=1.9)  # over the edge of a window: still the same
    assert shop.post("kakao", kakao(PRICE)).content == first.content
    shop.later(seconds=4)
    third = shop.post("kakao", kakao(PRICE))  # typed again: another message
    assert "3,200원" in said(third)
    assert len(outbox(shop)) == 2


def test_a_hand_over_shows_the_operator_button_and_a_person_is_waited_for(shop: Street) -> None:
    assert "[상담원 연결:operator]" in said(shop.post("kakao", kakao("상담원 연결해 주세요")))
    assert shop.state("kakao", "u-kakao-1") == "waiting"
    shop.later(seconds=30)
    waiting = said(shop.post("kakao", kakao("언제 답해 주세요?")))
    assert "담당자가 확인 중이에요" in waiting


def test_while_a_person_owns_the_thread_kakao_is_told_so(shop: Street) -> None:
    shop.post("kakao", kakao(PRICE))
    talk = _talk(shop, "kakao")
    acts.take_over(_agent(shop), talk)
    shop.later(seconds=30)
    assert "담당자가 확인 중이에요" in said(shop.post("kakao", kakao("재고는요?")))
    assert shop.state("kakao", "u-kakao-1") == "human"


def test_an_agents_words_leave_by_the_event_api(shop: Street) -> None:
    shop.platform.says(200, TAKEN_ON)
    shop.platform.says(200, {"taskId": "t-9", "allRequestCount": 1, "successCount": 0, "fail": {"count": 0, "list": []}})
    shop.platform.says(200, ARRIVED)
    agent_says(shop)
    assert outbox(shop)[-1] == ("sent", "mina")
    request, *looks = shop.platform.sent
    assert [(look.method, str(look.url)) for look in looks] == [("GET", "https://bot-api.kakao.com/v1/tasks/t-9")] * 2
    assert looks[0].headers["Authorization"] == "KakaoAK rest-key"
    assert str(request.url) == "https://bot-api.kakao.com/v2/bots/bot1!/talk"
    assert request.headers["Authorization"] == "KakaoAK rest-key"
    assert json.loads(request.content) == {
        "event": {"name": "reply", "data": {"text": "오늘 오후에 나가요."}},
        "user": [{"type": "botUserKey", "id": "u-kakao-1"}],
        "params": {},
    }


@pytest.mark.parametrize(
    ("looks", "status", "error"),
    [
        ([(200, {"status": "ALL FAIL", "successCount": 0, "fail": {"count": 1, "list": []}})], "failed", "delivery.recipient_gone"),
        ([(500, None), (200, ARRIVED)], "sent", None),
        ([(404, None), (200, {"successCount": True, "fail": {"count": "1"}}), (200, [])], "uncertain", "delivery.outcome_unknown"),
    ],
)
def test_a_task_that_was_taken_on_is_asked_what_became_of_it(shop: Street, looks: Any, status: str, error: str | None) -> None:
    shop.platform.says(200, TAKEN_ON)
    for look in looks:
        shop.platform.says(*look)
    agent_says(shop)
    with shop.house.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT status, last_error FROM outbox WHERE author = 'mina'").all()
    assert [tuple(row) for row in rows] == [(status, error)]
    assert [request.method for request in shop.platform.sent].count("POST") == 1  # it is asked about, never sent again
    assert sweep(shop.house, "w").idle


def agent_says(shop: Street) -> None:
    shop.post("kakaopush", kakao(PRICE))
    shop.later(minutes=10)
    acts.reply(_agent(shop), _talk(shop, "kakaopush"), "오늘 오후에 나가요.")
    sweep(shop.house, "w")


def test_without_the_event_api_later_words_are_refused_and_listed(shop: Street) -> None:
    shop.post("kakao", kakao(PRICE))
    shop.later(minutes=2)
    acts.reply(_agent(shop), _talk(shop, "kakao"), "오늘 오후에 나가요.")
    assert sweep(shop.house, "w").failed == 1
    assert shop.platform.sent == []
    assert outbox(shop)[-1] == ("failed", "mina")


def slow(shop: Street, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.6) -> None:
    """Thinking takes longer than the platform waits."""
    think = shop.house.think()

    def thinking(thought: Thought) -> Any:
        time.sleep(seconds)
        return think(thought)

    monkeypatch.setattr(type(shop.house), "think", lambda _: thinking)
    monkeypatch.setattr("dangol.channels.kakao.channel.Kakao.seconds", 0.2)


def test_long_thinking_is_followed_by_one_callback(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(shop, monkeypatch)
    shop.platform.says(200, {"taskId": "t-1", "status": "SUCCESS", "message": "SUCCESS", "timestamp": 1})
    response = shop.post("kakao", kakao(PRICE, callback=CALLBACK))
    assert response.json() == {"version": "2.0", "useCallback": True, "data": {"text": "답을 찾고 있어요. 잠시만 기다려 주세요."}}
    (request,) = shop.platform.sent
    assert (request.url.host, request.headers["Host"]) == ("203.0.114.1", "bot-api.kakao.com")  # the address that was checked
    assert request.url.path.endswith("/callback/tok-1")
    assert problems(json.loads(request.content)) == []
    assert "3,200원" in request.content.decode()
    assert outbox(shop) == [("sent", "bot")]
    assert sweep(shop.house, "w", after_start=True).idle


def test_long_thinking_without_a_callback_says_so_and_claims_nothing(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(shop, monkeypatch)
    assert "잠시 뒤에 다시" in said(shop.post("kakao", kakao(PRICE)))
    assert outbox(shop) == [("failed", "bot")]  # never shown, and listed as such
    assert "bot" not in [author for author, _ in shop.thread("kakao", "u-kakao-1")]


@pytest.mark.parametrize(
    ("status", "value", "becomes"),
    [
        (200, {"status": "FAIL", "message": "Invalid callback token. Check your callback token."}, "failed"),
        (200, {"status": "ERROR", "message": "Invalid skill-json format"}, "failed"),
        (302, {}, "failed"),
        (500, {}, "uncertain"),
        (429, {}, "queued"),
    ],
)
def test_what_the_callbacks_answer_means(shop: Street, monkeypatch: pytest.MonkeyPatch, status: int, value: Any, becomes: str) -> None:
    slow(shop, monkeypatch)
    shop.platform.says(status, value, {"Location": "http://169.254.169.254/"})
    shop.post("kakao", kakao(PRICE, callback=CALLBACK))
    assert [row[0] for row in outbox(shop)] == [becomes]
    assert len(shop.platform.sent) == 1


ELSEWHERE = (
    "http://bot-api.kakao.com/t",
    "https://evil-kakao.com/t",
    "https://kakao.com/t",
    "https://kakao.com.evil.example/t",
    "https://bot-api.kakao.com@evil.example/t",
    "https://evil.example#.kakao.com/t",
    "https://evil.example\\.kakao.com/t",
    "https://bot-api.kakao.com:8443/t",
    "https://user:pw@bot-api.kakao.com/t",
    "https://127.0.0.1/t",
    "https://[::1]/t",
    "https://bot-api.kakao.com./t",
    "https://ｂot-api.kakao.com/t",
    "file:///etc/passwd",
    "https://bot-api.kakao.com:99999/t",
    "https://bot-api.kakao.com\n.evil.example/t",
    "//bot-api.kakao.com/t",
)


def test_a_callback_elsewhere_is_never_called(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callback.allowed(CALLBACK)
    slow(shop, monkeypatch, 0.25)
    for url in ELSEWHERE:
        assert not callback.allowed(url), url
        assert "useCallback" not in shop.post("kakao", kakao(PRICE, callback=url)).json(), url
        shop.later(seconds=3)
    assert shop.platform.sent == []


PRIVATE = (
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "0.0.0.0",
    "100.64.0.1",
    "224.0.0.1",
    "2002:7f00:1::",
)


def test_a_callback_host_on_a_private_address_is_not_connected_to(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in PRIVATE:
        with pytest.raises(Rejected):
            replace(shop.house.outside.wire, lookup=lambda _, there=address: ["203.0.114.1", there]).public("bot-api.kakao.com")
    wire = replace(shop.house.outside.wire, lookup=lambda _: ["203.0.114.1", "10.0.0.1"])
    shop.house = replace(shop.house, outside=replace(shop.house.outside, wire=wire))
    slow(shop, monkeypatch, 0.3)
    shop.post("kakao", kakao(PRICE, callback=CALLBACK))
    assert shop.platform.sent == []
    assert [row[0] for row in outbox(shop)] == ["failed"]


GARBAGE = (
    *(b"", b"{", b"\xff\xfe", b"[]", b"null", b'"text"', b"{}", b'{"userRequest":{"user":{"id":"u"}}}', b"[" * 100 + b"]" * 100),
    b'{"userRequest":{"user":{"id":"u"},"utterance":"\\ud83d"}}',
    b'{"userRequest":{"user":{"id":"u"},"utterance":"a\\u0000b"}}',
)


def test_garbage_with_the_right_address_gets_kakaos_own_form(shop: Street) -> None:
    for body in GARBAGE:
        assert "글로 다시" in said(shop.post_raw(shop.path("kakao"), body)), body
    assert shop.events() == []


def test_a_wrong_secret_inbox_or_header_is_just_an_unknown_address(shop: Street) -> None:
    body = json.dumps(kakao(PRICE)).encode()
    right = shop.path("kakao")
    for path in (right[:-1], right[:-1] + "x", right.replace("kakao/", "nowhere/"), "/hooks/web/x", "/hooks/kakao/%00", right + "/more"):
        assert shop.post_raw(path, body).status_code in {400, 404}
    assert shop.post("strict", kakao(PRICE)).status_code == 404
    assert shop.post("strict", kakao(PRICE), x_dangol_secret="in-the-head").status_code == 404
    assert shop.events() == []
    assert "3,200원" in said(shop.post("strict", kakao(PRICE), x_dangol_secret="in-the-header"))


def test_guessing_is_slowed_down_and_the_platform_is_not(shop: Street) -> None:
    async def guess(client: httpx.AsyncClient) -> list[int]:
        wrong = [(await client.post("/hooks/kakao/guess", content=b"{}")).status_code for _ in range(25)]
        right = await client.post(shop.path("kakao"), json=kakao(PRICE))
        return [*wrong, right.status_code]

    statuses = shop.drive(guess)
    assert statuses[:20] == [404] * 20
    assert 429 in statuses[20:25]
    assert statuses[-1] == 200


def test_a_store_that_is_locked_is_said_in_kakaos_form(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangol.kit.errors import Busy

    def locked(*_: Any, **__: Any) -> None:
        raise Busy("store.locked", ko="잠겼습니다.", en="Locked.")

    monkeypatch.setattr("dangol.bootstrap.talking.accept", locked)
    assert "잠시 뒤에 다시" in said(shop.post("kakao", kakao(PRICE)))


def test_huge_bodies_are_refused_unread(shop: Street) -> None:
    assert shop.post_raw(shop.path("kakao"), b"[" + b"1," * 600_000 + b"1]").status_code == 413


def test_slot_filling_and_rooms_are_written_down_and_not_answered(shop: Street) -> None:
    slot = {"isInSlotFilling": True, "utterance": "내일", "params": {"surface": "x"}, "value": {"origin": "내일"}, "user": {"id": "u-2"}}
    assert shop.post("kakao", slot).json() == {"status": "SUCCESS"}
    room = {"botId": "b", "type": "entrance", "timestamp": 1, "group": {"botGroupKey": "g-1"}, "payload": {}}
    assert shop.post("kakao", room).json() == {}
    assert [kind for kind, _, _ in shop.events()] == ["message.received", "chat.opened"]
    assert outbox(shop) == []


@pytest.mark.parametrize(
    ("damage", "path"),
    [
        ({"version": "1.0"}, "version"),
        ({"extra": 1}, "extra"),
        ({"useCallback": True}, "template"),
        ({"template": {"outputs": []}}, "template.outputs"),
        ({"template": {"outputs": [{"simpleText": {"text": "가"}}] * 4}}, "template.outputs"),
        ({"template": {"outputs": [{"simpleText": {"text": "가" * 1001}}]}}, "template.outputs[0].simpleText.text"),
        ({"template": {"outputs": [{"simpleText": {"text": "가"}, "textCard": {}}]}}, "template.outputs[0]"),
        ({"template": {"outputs": [{"textCard": {"title": "가" * 51}}]}}, "template.outputs[0].textCard.title"),
        ({"template": {"outputs": [{"textCard": {"title": "가" * 50, "description": "가" * 351}}]}}, "template.outputs[0].textCard"),
        ({"template": {"outputs": [{"textCard": {}}]}}, "template.outputs[0].textCard"),
        ({"template": {"outputs": [{"basicCard": {"title": "가"}}]}}, "template.outputs[0].basicCard.thumbnail"),
        (
            {"template": {"outputs": [{"commerceCard": {"price": "9", "thumbnails": [{"imageUrl": "u"}]}}]}},
            "template.outputs[0].commerceCard.price",
        ),
        (
            {"template": {"outputs": [{"listCard": {"header": {"title": "가"}, "items": [{"title": "a"}] * 6}}]}},
            "template.outputs[0].listCard.items",
        ),
        ({"template": {"outputs": [{"itemCard": {"head": {}, "profile": {}, "itemList": [1]}}]}}, "template.outputs[0].itemCard"),
        ({"template": {"outputs": [{"carousel": {"type": "simpleText", "items": []}}]}}, "template.outputs[0].carousel.type"),
        (
            {"template": {"outputs": [{"carousel": {"type": "textCard", "items": [{"description": "가" * 129}]}}]}},
            "template.outputs[0].carousel.items[0].description",
        ),
        (
            {"template": {"outputs": [{"textCard": {"title": "가", "buttons": [{"label": "가" * 15, "action": "operator"}]}}]}},
            "template.outputs[0].textCard.buttons[0].label",
        ),
        (
            {"template": {"outputs": [{"textCard": {"title": "가", "buttons": [{"label": "가", "action": "webLink"}]}}]}},
            "template.outputs[0].textCard.buttons[0].webLinkUrl",
        ),
        ({"template": {"outputs": [{"simpleText": {"text": "가"}}], "quickReplies": [{}] * 11}}, "template.quickReplies"),
        ({"context": {"values": [{"name": "a", "lifeSpan": "1"}]}}, "context.values[0].lifeSpan"),
    ],
)
def test_kakaos_rules(damage: dict[str, Any], path: str) -> None:
    good = replies.skill_response("안녕하세요", operator=True)
    assert problems(good) == []
    assert any(problem.startswith(f"{path}:") for problem in problems({**good, **damage}))


def test_long_words_are_spoken_whole_or_not_at_all() -> None:
    response = replies.skill_response("문장이에요. " * 300)
    assert "".join(output["simpleText"]["text"] for output in response["template"]["outputs"]).count("문장이에요.") == 300
    assert problems(response) == []
    with pytest.raises(Rejected):
        replies.skill_response("가" * 3001)
    with pytest.raises(Rejected):
        replies.skill_response("🍞" * 1501)


def _agent(shop: Street) -> acts.Agent:
    return acts.Agent(id="mina", store=shop.house.store, clock=fixed(shop.clock()), new_id=shop.house.new_id)


def _talk(shop: Street, inbox: str) -> str:
    with shop.house.store.read() as connection:
        return str(connection.exec_driver_sql(f"SELECT id FROM conversations WHERE inbox = '{inbox}'").scalar_one())


def test_more_calls_than_can_be_answered_in_time_are_refused_before_anything_is_kept(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call is being decided about, and that is all this server takes: Kakao's customer is asked to come again, TalkTalk is told 503."""
    think, goes_on, begun = shop.house.think(), threading.Event(), threading.Event()

    def thinking(thought: Thought) -> Any:
        begun.set()
        assert goes_on.wait(30)
        return think(thought)

    monkeypatch.setattr(type(shop.house), "think", lambda _: thinking)
    monkeypatch.setattr("dangol.web.app.Pressure", partial(Pressure, most_inline=1))

    async def work(client: httpx.AsyncClient) -> list[httpx.Response]:
        first = asyncio.create_task(client.post(shop.path("kakao"), json=kakao(PRICE)))
        await asyncio.to_thread(begun.wait, 30)
        refused = [
            await client.post(shop.path("kakao"), json=kakao(PRICE, user="second", callback=CALLBACK)),
            await client.post(shop.path("talktalk"), json=talktalk(PRICE)),
        ]
        goes_on.set()
        return [await first, *refused]

    first, second, third = shop.drive(work)
    assert "3,200원" in said(first)
    assert "잠시 뒤에 다시" in said(second)
    assert (third.status_code, "retry-after" in third.headers) == (503, True)
    assert len(shop.events()) == 2  # the first call's message, and its reply


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("2130706433", ["127.0.0.1"]),
        ("0x7f.1", ["127.0.0.1"]),
        ("017700000001", ["127.0.0.1"]),
        ("x.kakao.com", ["::ffff:127.0.0.1"]),
        ("x.kakao.com", ["::ffff:a9fe:a9fe"]),
        ("x.kakao.com", ["64:ff9b::7f00:1"]),
        ("x.kakao.com", ["64:ff9b::a9fe:a9fe"]),
        ("x.kakao.com", ["2001:0:7f00:1::"]),
        ("x.kakao.com", ["fe80::1%eth0"]),
        ("x.kakao.com", ["::"]),
        ("x.kakao.com", ["::7f00:1"]),
        ("x.kakao.com", ["198.18.0.1"]),
        ("x.kakao.com", ["203.0.114.1", "127.0.0.1"]),
        ("x.kakao.com", ["not an address"]),
    ],
)
def test_however_a_private_address_is_written_it_is_not_connected_to(shop: Street, host: str, found: list[str]) -> None:
    assert callback.allowed(f"https://{host}/t") == host.endswith(".kakao.com")
    with pytest.raises(Rejected):
        replace(shop.house.outside.wire, lookup=lambda _: found).public(host)


def test_a_callback_is_posted_to_the_address_that_was_checked_and_to_no_other(shop: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address the second time (DNS rebinding), and a host that leads elsewhere by 307."""
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["203.0.114.1"] if len(asked) == 1 else ["127.0.0.1"]

    shop.house = replace(shop.house, outside=replace(shop.house.outside, wire=replace(shop.house.outside.wire, lookup=lookup)))
    shop.platform.says(307, {}, {"Location": "http://169.254.169.254/latest/meta-data/"})
    slow(shop, monkeypatch, 0.3)
    shop.post("kakao", kakao(PRICE, callback=CALLBACK))
    assert [(str(request.url.host), request.headers["host"]) for request in shop.platform.sent] == [("203.0.114.1", "bot-api.kakao.com")]
    assert len(asked) == 1
