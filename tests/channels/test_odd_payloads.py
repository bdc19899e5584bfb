"""What platforms send beside plain words, by their documents: the right kind, identity, id and words, and never a failure."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from calls import kakao, talktalk

from dangol.channels import registry
from dangol.cli.channels import Parsing
from dangol.events.catalog import validate

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
USER = "u-kakao-1"
SECONDS = 2.0  # of processor time that any one mail may take; those below took minutes where a search began anew at each sign


def parsed(channel: str, payload: object) -> dict[str, Any]:
    found = registry.channel(channel)
    assert found is not None
    told = Parsing(found, lambda: AT)(payload)
    for event in told["events"]:
        validate(event["type"], event["data"])
    return told


def first(channel: str, payload: object) -> tuple[str, str, str, str]:
    told = parsed(channel, payload)
    if not told["events"]:
        return "", "", "", str(told["ignored"])
    event = told["events"][0]
    return event["type"], event["identity"], event["id"], event.get("text", "")


PERSON = {"id": 3527065, "is_bot": False, "first_name": "Nic"}
PRIVATE = {"id": 3527065, "type": "private"}
GROUP = {"id": -1001234, "type": "supergroup", "title": "방", "is_forum": True}


def message(**fields: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": {"message_id": 41, "from": PERSON, "chat": PRIVATE, "date": 1454119029, **fields}}


ONE = {"file_id": "f", "file_unique_id": "u"}
TELEGRAM: list[tuple[dict[str, Any], str]] = [
    (message(photo=[ONE]), "[사진]"),
    (message(photo=[ONE], caption="이거 있어요?"), "이거 있어요?"),
    (message(sticker={**ONE, "emoji": "😀"}), "[스티커]"),
    (message(voice=ONE), "[음성]"),
    (message(animation=ONE, document=ONE), "[움짤]"),
    (message(document=ONE), "[파일]"),
    (message(contact={"phone_number": "+821024242424", "first_name": "민지"}), "[연락처]"),
    (message(venue={"location": {}, "title": "집"}, location={"latitude": 37.5, "longitude": 127.0}), "[위치]"),
    (message(location={"latitude": 37.5, "longitude": 127.0, "live_period": 60}), "[위치]"),
    (message(poll={"id": "1", "question": "?"}), "[투표]"),
    (message(story={"chat": PRIVATE, "id": 1}), "[스토리]"),
    (message(paid_media={"star_count": 1, "paid_media": []}), "[사진]"),
    (message(web_app_data={"data": "선물 포장", "button_text": "고르기"}), "선물 포장"),
    (message(text="전달한 말", forward_origin={"type": "hidden_user", "sender_user_name": "x", "date": 1}), "전달한 말"),
    (message(text="답", reply_to_message={"message_id": 40, "text": "앞"}, quote={"text": "앞", "position": 0}), "답"),
    (message(text="x", entities=[{"type": "bold", "offset": 10**9, "length": -1}]), "x"),
]


@pytest.mark.parametrize(("payload", "text"), TELEGRAM)
def test_telegram_says_what_was_sent(payload: dict[str, Any], text: str) -> None:
    assert first("telegram", payload) == ("message.received", "3527065", "9", text)
    assert "+8210" not in str(parsed("telegram", payload))


def test_telegrams_business_messages_are_the_customers_or_the_owners() -> None:
    customer = {"update_id": 9, "business_message": {**message(text="얼마예요?")["message"], "business_connection_id": "bc1"}}
    assert first("telegram", customer) == ("message.received", "3527065", "9", "얼마예요?")
    assert parsed("telegram", customer)["events"][0]["data"]["business"] == "bc1"
    owner = {"update_id": 10, "business_message": {**message(text="3,200원요")["message"], "from": {"id": 7, "is_bot": False}}}
    assert first("telegram", owner) == ("message.sent", "3527065", "10", "3,200원요")


def test_telegrams_groups_channels_and_edits_are_written_down_only() -> None:
    for payload in (
        message(text="안녕", chat=GROUP, message_thread_id=3, is_topic_message=True),
        {"update_id": 9, "edited_message": {**message(text="고침")["message"], "edit_date": 1454119099}},
        {"update_id": 9, "channel_post": {"message_id": 1, "sender_chat": {"id": -100, "type": "channel"}, "chat": GROUP, "text": "공지"}},
    ):
        (event,) = parsed("telegram", payload)["events"]
        assert (event["type"], event["id"], event["wants_reply"]) == ("message.received", "9", False)


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "inline_query",
            "chosen_inline_result",
            "shipping_query",
            "pre_checkout_query",
            "poll",
            "poll_answer",
            "chat_member",
            "purchased_paid_media",
        ),
        *("chat_join_request", "message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost", "business_connection"),
        *("deleted_business_messages", "something_of_next_year"),
    ],
)
def test_telegrams_other_updates_are_named_and_passed_over(kind: str) -> None:
    told = parsed("telegram", {"update_id": 9, kind: {"id": "1", "from": PERSON}})
    assert told == {"events": [], "ignored": f"update {kind}"}


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_members": [PERSON]},
        {"left_chat_member": PERSON},
        {"pinned_message": {"message_id": 1}},
        {"migrate_to_chat_id": -1},
        {"forum_topic_created": {"name": "x"}},
        {"video_chat_started": {}},
        {"group_chat_created": True},
    ],
)
def test_telegrams_service_messages_say_nothing(service: dict[str, Any]) -> None:
    assert parsed("telegram", message(**service))["events"] == []


WRONG: list[Any] = [None, 0, -1, 1.5, True, "", " ", "\ud800", "a\0b", [], [None], {}, {"id": {}}, "x" * 10_000, 10**50, float("nan")]
KAKAO_PLACES: list[tuple[str, ...]] = [
    *[
        ("bot",),
        ("bot", "id"),
        ("intent",),
        ("intent", "id"),
        ("intent", "extra"),
        ("action",),
        ("action", "params"),
        ("contexts",),
        ("flow",),
    ],
    *[
        ("action", "detailParams"),
        ("action", "clientExtra"),
        ("userRequest", "block"),
        ("userRequest", "block", "id"),
        ("userRequest", "params"),
    ],
    *[("userRequest", "block", "name"), ("userRequest", "lang"), ("userRequest", "timezone"), ("userRequest", "callbackUrl"), ("value",)],
    *[
        ("userRequest", "user", "type"),
        ("userRequest", "user", "properties"),
        ("userRequest", "params", "media"),
        ("isInSlotFilling",),
        ("type",),
    ],
]
ESSENTIAL: list[tuple[str, ...]] = [("userRequest",), ("userRequest", "user"), ("userRequest", "user", "id"), ("userRequest", "utterance")]


def put(payload: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    holder: Any = payload
    for step in place[:-1]:
        holder = holder.setdefault(step, {})
    if value is KeyError:
        holder.pop(place[-1], None)
    else:
        holder[place[-1]] = value
    return payload


@pytest.mark.parametrize("place", KAKAO_PLACES, ids=".".join)
def test_no_field_of_kakaos_that_is_missing_or_wrong_loses_the_message(place: tuple[str, ...]) -> None:
    for value in (*WRONG, KeyError):
        if place == ("isInSlotFilling",) and value is True:
            continue
        kind, who, id_, text = first("kakao", put(kakao("배송비 얼마예요?"), place, value))
        assert (kind, who, text) == ("message.received", USER, "배송비 얼마예요?"), value
        assert 0 < len(id_) <= 512


@pytest.mark.parametrize("place", ESSENTIAL, ids=".".join)
def test_kakaos_call_without_words_or_sender_is_passed_over(place: tuple[str, ...]) -> None:
    for value in (*WRONG, KeyError):
        for event in parsed("kakao", put(kakao("배송비 얼마예요?"), place, value))["events"]:
            assert event["type"] == "message.received"
            assert event["text"].strip()


def test_kakaos_pictures_and_buttons() -> None:
    sent = kakao("https://talk.kakaocdn.net/dna/a/b.jpg")
    sent["userRequest"]["params"]["media"] = {"type": "image", "url": "https://talk.kakaocdn.net/dna/a/b.jpg"}
    assert first("kakao", sent)[3] == "[사진]"
    other = kakao("https://talk.kakaocdn.net/dna/a/c.jpg")
    other["userRequest"]["params"]["media"] = {"type": "image"}
    assert first("kakao", sent)[2] != first("kakao", other)[2]
    pressed = kakao("영업시간 보기")
    pressed["action"]["clientExtra"] = {"from": "button"}
    assert first("kakao", pressed)[3] == "영업시간 보기"


TALKTALK: list[tuple[dict[str, Any], str, str]] = [
    ({"textContent": {"text": "네", "code": "yes", "inputType": "button"}}, "message.received", "네"),
    ({"textContent": {"text": "3", "inputType": "vphone"}}, "message.received", "3"),
    ({"textContent": None, "imageContent": {"imageUrl": "https://x/y.jpg", "height": "10"}}, "message.received", "[사진]"),
    ({"textContent": None, "compositeContent": {"compositeList": []}}, "message.received", "[카드]"),
    (
        {"event": "open", "options": {"inflow": "list", "referer": "x", "friend": False, "under14": False, "under19": False}},
        "chat.opened",
        "",
    ),
    ({"event": "leave"}, "chat.left", ""),
    ({"event": "friend", "options": {"set": "on"}}, "chat.followed", ""),
    ({"event": "friend", "options": {"set": "off"}}, "chat.unfollowed", ""),
    ({"event": "echo", "echoedEvent": "send"}, "message.sent", "배송비 얼마예요?"),
    ({"event": "handover", "options": {"control": "passThread", "targetId": 1}}, "chat.passed", ""),
    ({"event": "handover", "options": {"control": "takeThread"}}, "chat.passed", ""),
    ({"event": "profile", "options": {"result": "SUCCESS", "nickname": "민지"}}, "profile.shared", ""),
    ({"event": "profile", "options": {"result": "WITHDRAW", "withdrawals": ["nickname", 1, None]}}, "profile.withdrawn", ""),
]


@pytest.mark.parametrize(("fields", "kind", "text"), TALKTALK)
def test_each_of_talktalks_events(fields: dict[str, Any], kind: str, text: str) -> None:
    told = first("talktalk", talktalk(**fields))
    assert (told[0], told[1], told[3]) == (kind, "al-2eGuGr5WQOnco1_V-FQ", text)
    assert "민지" not in str(parsed("talktalk", talktalk(**fields)))


@pytest.mark.parametrize("kind", ["pay_complete", "pay_confirm", "action", "persistentMenu", "product", "", None, 3, [], "x" * 9999])
def test_talktalks_unknown_events_are_passed_over(kind: Any) -> None:
    assert parsed("talktalk", talktalk(event=kind))["events"] == []


HEAD = "From: =?utf-8?b?6rmA66+87KeA?= <minji@example.org>\r\nTo: hello@borine.example\r\nDate: Mon, 23 Nov 2026 11:00:00 +0900\r\n"
ID = "Message-ID: <m-1@example.org>\r\n"


def mail(rest: str, head: str = HEAD + ID) -> dict[str, str]:
    return {"raw": head + rest}


def parts(*bodies: str, kind: str = "mixed") -> str:
    return f'Content-Type: multipart/{kind}; boundary="b"\r\n\r\n' + "".join(f"--b\r\n{body}\r\n" for body in bodies) + "--b--\r\n"


INNER = "From: other@example.org\r\nSubject: =?utf-8?b?7KCE64us?=\r\nContent-Type: text/plain\r\n\r\nsomebody else's words"
CALENDAR = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR"
MAILS: list[tuple[str, str]] = [
    ("Content-Type: text/plain\r\n\r\nhello", "hello"),
    ("\r\nno type at all", "no type at all"),
    ("Content-Type: nonsense\r\n\r\nodd type", "odd type"),
    ("Content-Type: text/plain; charset=x-never-was\r\n\r\nodd charset", "odd charset"),
    ("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=!!", "hello"),
    ("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nhe=6Clo=", "hello"),
    (parts("Content-Type: text/plain\r\n\r\nplain", "Content-Type: text/html\r\n\r\n<b>html</b>", kind="alternative"), "plain"),
    (parts("Content-Type: text/html\r\n\r\n<p>outer</p>", f"Content-Type: message/rfc822\r\n\r\n{INNER}"), "outer"),
    ("Subject: hi\r\n" + parts(f"Content-Type: message/rfc822\r\n\r\n{INNER}"), "hi"),
    ("Subject: invitation\r\n" + parts(CALENDAR, kind="alternative"), "invitation"),
    ("Content-Type: multipart/mixed\r\n\r\nno boundary", "no boundary"),
    ('Content-Type: multipart/mixed; boundary="b"\r\nSubject: cut\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nnever ends', "never ends"),
    ("Subject: only a subject\r\n\r\n", "only a subject"),
    ("Subject: =?euc-kr?B?ua7Axw==?=\r\n\r\n", "문의"),
    ("Content-Type: text/html\r\n\r\n<style>p{}</style><script>x</script>hey<!-- no -->you", "hey you"),
    ("Content-Type: text/html\r\n\r\nseen<script>never ends", "seen"),
    ("References: " + " ".join(f"<r{n}@example.org>" for n in range(5000)) + "\r\n\r\nlong thread", "long thread"),
]


@pytest.mark.parametrize(("rest", "text"), MAILS, ids=range(len(MAILS)))
def test_mails_as_they_come(rest: str, text: str) -> None:
    kind, who, id_, said = first("email", mail(rest))
    assert (kind, who, id_, " ".join(said.split())) == ("message.received", "minji@example.org", "<m-1@example.org>", text)


def test_the_words_of_a_mail_that_is_attached_are_nobodys() -> None:
    told = parsed("email", mail("Subject: hi\r\n" + parts(f"Content-Type: message/rfc822\r\n\r\n{INNER}")))
    assert "somebody" not in str(told)
    assert told["events"][0]["data"]["attachments"] == "전달.eml"


def test_a_mail_without_an_id_has_the_same_one_each_time() -> None:
    first_, again = (first("email", mail("\r\nhello", HEAD)) for _ in range(2))
    assert first_ == again
    assert first_[2] != first("email", mail("\r\nhello!", HEAD))[2]


SLOW = {
    "scripts": "Content-Type: text/html\r\n\r\n" + "<script" * 28_000,
    "comments": "Content-Type: text/html\r\n\r\n" + "<!--" * 50_000,
    "breaks": "Content-Type: text/html\r\n\r\n" + "<br" * 66_000,
    "tags": "Content-Type: text/html\r\n\r\n" + "<" * 200_000,
    "words": "Subject: " + "=?a?q?" * 160_000 + "\r\n\r\nx",
    "references": "References: " + "<a@b" * 250_000 + "\r\n\r\nx",
    "quoted": "\r\n" + "on " * 66_000,
    "lines": "\r\n" + "2026-1" * 5 + "\n> " * 66_000,
    "parts": parts(*["Content-Type: text/plain\r\n\r\n"] * 3000),
    "nested": "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(300)) + "\r\nx",
    "parameters": "Content-Type: text/plain; " + "a*0=b; " * 20_000 + "\r\n\r\nx",
}


@pytest.mark.parametrize("name", SLOW)
def test_no_mail_takes_long_to_read(name: str) -> None:
    began = time.process_time()
    parsed("email", mail(SLOW[name]))
    assert time.process_time() - began < SECONDS


def test_no_sender_line_takes_long_to_read() -> None:
    for sign in (",", "(", "<", '"', "a@", "a,<"):
        began = time.process_time()
        parsed("email", {"raw": f"From: {sign * 300_000}\r\n\r\nx"})
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("channel", registry.names())
def test_no_odd_value_breaks_a_channel(channel: str) -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = {"message": [deep], "userRequest": deep}
    for payload in (*WRONG, deep, [[]] * 1000, {str(number): number for number in range(1000)}):
        parsed(channel, payload)
