"""Payloads as the platforms send them, written from their documents, and a typical inbox of each channel."""

from dataclasses import dataclass, field
from typing import Any

from dangol.channels import registry
from dangol.channels.double import Double
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
        sent_ok={"taskId": "task-1", "status": "SUCCESS"},
    ),
}
