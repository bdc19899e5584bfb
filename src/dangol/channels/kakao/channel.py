"""The Kakao skill server as a channel: five seconds for the reply, one callback within a minute, the Event API for later words.

No signature is documented, so the sender proves itself by the secret part of the address and, where one is set, by a header of its own
that OpenBuilder sends with each call.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from dangol.channels.choices import listed
from dangol.channels.failures import OutcomeUnknown, WindowClosed
from dangol.channels.kakao import callback, payload, replies, tasks
from dangol.channels.plain import whole
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.wire import Wire
from dangol.kit.ids import same

EVENT_API = "https://bot-api.kakao.com"
HEADER = "x-dangol-secret"

_WAIT = "답을 찾고 있어요. 잠시만 기다려 주세요."
_LATER = "답을 찾는 데 시간이 조금 더 걸려요. 찾는 대로 이어서 알려 드릴게요."
_AGAIN = "답을 찾는 데 시간이 걸리고 있어요. 잠시 뒤에 다시 말씀해 주세요."
_UNREAD = "보내 주신 내용을 읽지 못했어요. 글로 다시 보내 주세요."


class Kakao:
    name: ClassVar[str] = "kakao"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="header_secret", meaning=f"also demanded in the header {HEADER}, set on the skill in OpenBuilder", secret=True),
        Setting(key="operator_button", meaning='"off": no button to the channel\'s own chat when a person will look'),
        Setting(key="rest_key", meaning="REST API key, for the Event API: words that come later than the reply", secret=True),
        Setting(key="bot_id", meaning="the bot's id, for the Event API"),
        Setting(key="event_name", meaning="name of the event block that shows `text`, for the Event API"),
    )
    inline: ClassVar[bool] = True
    must_speak: ClassVar[bool] = True
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = False
    seconds: ClassVar[float] = 4.2  # of Kakao's five; the rest is the way there and back

    def prove(self, account: Account, call: Call) -> None:
        known = same(account.hook_secret, call.secret)
        header = account.value("header_secret")
        if header:
            known &= same(header, call.headers.get(HEADER, ""))
        if not known:
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload_: object, at: datetime) -> Parsed:
        return payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        operator = letter.hand_over and account.value("operator_button") != "off"
        return _spoken(replies.letter_response(letter, operator=operator))

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        if heard is not None and heard.data.get("slot"):
            return Spoken(body=replies.encoded({"status": "SUCCESS"}))
        if heard is not None and heard.type != "message.received":
            return Spoken(body=b"{}")
        return _spoken(replies.skill_response(_UNREAD))

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        if heard is None:
            return _spoken(replies.skill_response(_AGAIN))
        if callback.allowed(str(heard.data.get("callback_url", "")), account.platform):
            return _spoken(replies.wait_for_callback(_WAIT), later=True)
        if _can_push(account):
            return _spoken(replies.skill_response(_LATER), later=True)
        return _spoken(replies.skill_response(_AGAIN))

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        url = str(letter.asked.get("callback_url", ""))
        if url and callback.open_still(letter.asked_at, letter.now) and callback.allowed(url, account.platform):
            return self._call_back(account, letter, wire, url)
        if _can_push(account):
            return self._event(account, letter, wire)
        raise WindowClosed

    def _call_back(self, account: Account, letter: Letter, wire: Wire, url: str) -> str | None:
        operator = letter.hand_over and account.value("operator_button") != "off"
        response = replies.letter_response(letter, operator=operator)
        pin = "" if account.platform else wire.public(urlsplit(url).hostname or "")
        got = wire.post(url, response, pin=pin)
        if got.status >= 500:  # the token is good for one answer, so a second try could be a second answer
            raise OutcomeUnknown(said=str(got.status))
        return tasks.accepted(got)

    def _event(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        base, bot = account.platform or EVENT_API, account.value("bot_id")
        body = {
            "event": {"name": account.value("event_name"), "data": {"text": whole(letter) + listed(letter.choices)}},
            "user": [{"type": "botUserKey", "id": letter.to}],
            "params": {},
        }
        key = {"Authorization": f"KakaoAK {account.value('rest_key')}"}
        task = tasks.accepted(wire.post(f"{base}/v2/bots/{bot}/talk", body, key))
        if task is None:
            raise OutcomeUnknown(said="no task id")
        tasks.confirm(f"{base}/v1/tasks/{quote(task, safe='')}", key, wire)
        return task


def _can_push(account: Account) -> bool:
    return all(account.value(key) for key in ("rest_key", "bot_id", "event_name"))


def _spoken(response: Mapping[str, Any], *, later: bool = False) -> Spoken:
    return Spoken(body=replies.encoded(response), later=later)
