"""Naver TalkTalk as a channel: the reply is the response within five seconds; later words go by the send API, which always says 200."""

import json
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any, ClassVar

from dangol.channels.choices import numbered
from dangol.channels.failures import OutcomeUnknown, PlatformDown, Rejected, Unauthorised
from dangol.channels.plain import things, whole
from dangol.channels.port import Account, Call, Choice, Heard, Letter, Parsed, Setting, Spoken, Table, Unproven
from dangol.channels.splitting import split
from dangol.channels.talktalk import payload
from dangol.channels.wire import Answered, Wire, after, failure
from dangol.kit.ids import same

API = "https://gw.talk.naver.com"
MOST_TEXT = 10_000
MOST_COMPOSITES, MOST_BUTTONS, MOST_LABEL = 10, 10, 18
MOST_TITLE, MOST_DESCRIPTION = 200, 1000
_MOST_CODE = 1000
_NAVER = tuple(map(ip_network, ("211.249.40.0/27", "211.249.68.0/27", "220.230.168.0/27")))
_COMPARED, _ORDER = "비교", "주문하러 가기"
_AGAIN = "답을 찾는 데 시간이 걸리고 있어요. 잠시 뒤에 다시 말씀해 주세요."


class TalkTalk:
    name: ClassVar[str] = "talktalk"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="token", meaning="the Authorization of the send API (ct_…): for words that come later than the reply", secret=True),
        Setting(key="only_naver", meaning='"on": calls are taken from Naver\'s published addresses only'),
    )
    inline: ClassVar[bool] = True
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = True
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = False
    seconds: ClassVar[float] = 4.2  # of the five that TalkTalk reads for

    def prove(self, account: Account, call: Call) -> None:
        known = same(account.hook_secret, call.secret)
        if account.value("only_naver") == "on":
            known &= _is_naver(call.address)
        if not known:
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload_: object, at: datetime) -> Parsed:
        return payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        return Spoken(body=_encoded(_send(letter)))

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken()

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        if heard is not None and account.value("token"):
            return Spoken(later=True)
        return Spoken(body=_encoded({"event": "send", "textContent": {"text": _AGAIN}}))

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        token = account.value("token")
        if not token:
            raise Unauthorised(said="no token")
        body = {**_send(letter), "user": letter.to, "options": {"notification": True}}
        _judge(wire.post(f"{account.platform or API}/chatbot/v1/event", body, {"Authorization": token}))
        return None  # TalkTalk gives no id


def _send(letter: Letter) -> dict[str, Any]:
    composites = _compared(letter.table) if letter.table else _linked(letter)
    if composites:
        return {"event": "send", "compositeContent": {"compositeList": composites}}
    said, labels = numbered(whole(letter), letter.choices, MOST_LABEL)
    (text,) = split(said, MOST_TEXT, 1)
    content: dict[str, Any] = {"text": text}
    if letter.choices:
        content["quickReply"] = {"buttonList": [_button(*one) for one in list(zip(labels, letter.choices, strict=True))[:MOST_BUTTONS]]}
    return {"event": "send", "textContent": content}


def _button(title: str, choice: Choice) -> dict[str, Any]:
    """A quick button. Pressed, it says its title, which may be cut; the code carries the words that are meant."""
    return {"type": "TEXT", "data": {"title": title, "code": f"{payload.SAYS}{choice.value}"[:_MOST_CODE]}}


def _compared(table: Table) -> list[dict[str, Any]]:
    """A card for each thing, after one for what leads to them; none where they do not hold all of it."""
    told = things(table)
    fits = all(0 < len(lines) <= MOST_DESCRIPTION and len(head) <= MOST_TITLE for head, lines in told)
    if not fits or len(told) >= MOST_COMPOSITES or len(table.lead) > MOST_DESCRIPTION:
        return []
    first = [{"title": _COMPARED, "description": table.lead}] if table.lead else []
    cards = [
        {"title": head, "description": lines, **({"buttonList": [_link(_ORDER, table.urls[at])]} if table.urls[at] else {})}
        for at, (head, lines) in enumerate(told)
    ]
    return [*first, *cards]


def _linked(letter: Letter) -> list[dict[str, Any]]:
    if not letter.links or not 0 < len(letter.text) <= MOST_DESCRIPTION:
        return []
    return [{"description": letter.text, "buttonList": [_link(link.label, link.url) for link in letter.links[:MOST_BUTTONS]]}]


def _link(label: str, url: str) -> dict[str, Any]:
    return {"type": "LINK", "data": {"title": label[:MOST_LABEL], "url": url, "mobileUrl": url}}


def _judge(got: Answered) -> None:
    """Raises what the answer means. The status says nothing: ``success`` and ``resultCode`` do."""
    if got.status != 200:
        raise failure(got.status, retry_after=after(got.headers))
    value = got.value if isinstance(got.value, dict) else {}
    if value.get("success") is True:
        return
    code = str(value.get("resultCode", ""))[:20]
    if not code:
        raise OutcomeUnknown(said="no resultCode")
    if code == "01":
        raise Unauthorised(said=code)
    if code == "99":  # "other", also while the customer is asked for their profile: a later try can help
        raise PlatformDown(said=code)
    raise Rejected(said=code)


def _is_naver(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in _NAVER)


def _encoded(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
