"""Payloads as the platforms send them, written from their documents, and a typical inbox of each channel."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from shop_calls import MEMBER, order, product_order

from dangol.channels import registry
from dangol.channels.double import Double
from dangol.channels.failures import DeliveryError, Unauthorised
from dangol.channels.port import Account, Call, Channel


def kakao(text: str = "배송비 얼마예요?", user: str = "u-kakao-1", callback: str = "", **more: Any) -> dict[str, Any]:
    request = {
        "block": {"id": "5d300e788192ac000132b8a4", "name": "폴백 블록"},
        "user": {"id": user, "type": "botUserKey", "properties": {"botUserKey": user, "isFriend": True, "plusfriendUserKey": "T8x9"}},
        "utterance": text,
        "params": {"surface": "Kakaotalk.plusfriend"},
        "lang": "ko",
        "timezone": "Asia/Seoul",
    }
    return {
        "bot": {"id": "5ae9b76d7409b11ec845b746!", "name": "보리네"},
        "intent": {"id": "5d300e788192ac000132b8a4", "name": "폴백 블록", "extra": {"reason": {"code": 1, "message": "OK"}}},
        "action": {"id": "5ffe", "name": "기본 스킬", "params": {"sys_number": '{"amount": 1, "unit": }'}, "detailParams": {}},
        "userRequest": {**request, **({"callbackUrl": callback} if callback else {})},
        "contexts": [],
        **more,
    }


def talktalk(text: str = "배송비 얼마예요?", user: str = "al-2eGuGr5WQOnco1_V-FQ", **more: Any) -> dict[str, Any]:
    return {"event": "send", "user": user, "textContent": {"text": text, "inputType": "typing"}, **more}


def telegram(text: str = "배송비 얼마예요?", user: int = 3527065, update: int = 174114370, **more: Any) -> dict[str, Any]:
    person = {"id": user, "is_bot": False, "first_name": "Nic", "last_name": "Pottier", "username": "nicpottier", "language_code": "ko"}
    chat = {"id": user, "first_name": "Nic", "last_name": "Pottier", "username": "nicpottier", "type": "private"}
    return {"update_id": update, "message": {"message_id": 41, "from": person, "chat": chat, "date": 1454119029, "text": text, **more}}


def mail(
    text: str = "배송비 얼마예요?", sender: str = "minji@example.org", id_: str = "<m-1@example.org>", **headers: str
) -> dict[str, Any]:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = f"김민지 <{sender}>", "hello@borine.example", "문의", id_
    made["Date"] = "Mon, 23 Nov 2026 11:00:00 +0900"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return {"raw": made.as_bytes().decode("ascii", "surrogateescape")}


@dataclass(frozen=True)
class Sample:
    """One channel for the conformance suite: an account, a message of a customer, and how a good call looks."""

    channel: Channel
    payload: Any
    identity: str
    text: str
    account: Account
    headers: dict[str, str] = field(default_factory=dict)
    sent_ok: Any = None
    asked: dict[str, Any] = field(default_factory=dict)
    forbidden: type[DeliveryError] = Unauthorised  # what the platform means by 403
    called: bool = True  # the platform calls us
    gives_id: bool = True
    kind: str = "message.received"  # of the sample

    def call(self, secret: str = "s3cret") -> Call:
        return Call(secret=secret, headers=self.headers, body=b"{}")


def _channel(name: str) -> Channel:
    found = registry.channel(name)
    assert found is not None
    return found


SAMPLES = {
    "double": Sample(
        channel=Double(),
        payload={"id": "1", "who": "w", "text": "안녕"},
        identity="w",
        text="안녕",
        account=Account(inbox="double", hook_secret="s3cret"),
    ),
    "kakao": Sample(
        channel=_channel("kakao"),
        payload=kakao("안녕", user="w"),
        identity="w",
        text="안녕",
        account=Account(
            inbox="kakao",
            hook_secret="s3cret",
            values={"header_secret": "h", "rest_key": "k", "bot_id": "b", "event_name": "e"},
        ),
        headers={"x-dangol-secret": "h"},
        sent_ok={"taskId": "task-1", "status": "SUCCESS", "successCount": 1},
    ),
    "talktalk": Sample(
        channel=_channel("talktalk"),
        payload=talktalk("안녕", user="w"),
        identity="w",
        text="안녕",
        account=Account(inbox="talktalk", hook_secret="s3cret", values={"token": "ct_1"}),
        sent_ok={"success": True, "resultCode": "00"},
        gives_id=False,
    ),
    "telegram": Sample(
        channel=_channel("telegram"),
        payload=telegram("안녕", user=7),
        identity="7",
        text="안녕",
        account=Account(inbox="telegram", hook_secret="s3cret", header_secret="h", values={"token": "1:a"}),
        headers={"x-telegram-bot-api-secret-token": "h"},
        sent_ok={"ok": True, "result": {"message_id": 42}},
    ),
    "email": Sample(
        channel=_channel("email"),
        payload=mail("안녕", sender="w@example.org"),
        identity="w@example.org",
        text="안녕",
        account=Account(inbox="email", hook_secret="s3cret", values={"from": "hello@borine.example"}),
        called=False,
    ),
    "cafe24": Sample(
        channel=_channel("cafe24"),
        payload=order(),
        identity=MEMBER,
        text="",
        account=Account(inbox="cafe24", hook_secret="s3cret", values={"api_key": "k"}),
        headers={"x-api-key": "k"},
        kind="order.completed",
    ),
    "smartstore": Sample(
        channel=_channel("smartstore"),
        payload={"data": [product_order()]},
        identity="100200300",
        text="",
        account=Account(inbox="smartstore"),
        called=False,
        kind="order.completed",
    ),
}
