"""``dangol channel``: what a payload says, and where the platforms call."""

from typing import Any
from urllib.parse import urlsplit

from dangol.bootstrap.house import House
from dangol.bootstrap.polling import polled
from dangol.channels import registry
from dangol.channels.port import Channel, Heard
from dangol.cli.telling import tell
from dangol.kit.clock import Clock, utc_now
from dangol.kit.errors import BadInput, NotFound


def known_channel(name: str) -> Channel:
    """The channel of this name.

    Raises:
        NotFound: ``channel.unknown``.
    """
    found = registry.channel(name)
    if found is None:
        listed = ", ".join(registry.names())
        raise NotFound(
            "channel.unknown",
            ko=f"모르는 채널입니다: {name[:40]}. 아는 채널: {listed}.",
            en=f"Unknown channel: {name[:40]}. Known are: {listed}.",
        )
    return found


def connect_inbox(house: House, name: str, url: str) -> None:
    """Tells the platform of an inbox to call us below ``url``, where it can be told; prints the address.

    Raises:
        NotFound: ``inbox.unknown``. BadInput: ``channel.no_address``, ``channel.missing``, ``channel.polls``.
        DeliveryError: the platform refused.
    """
    connection = house.connection(name)
    if connection is None:
        raise NotFound(
            "inbox.unknown",
            ko=f"플랫폼의 받은편지함이 아닙니다: {name[:40]}. brand.toml의 [inboxes]를 확인해 주세요.",
            en=f"This is no inbox on a platform: {name[:40]}. Check [inboxes] in brand.toml.",
        )
    if connection.missing:
        listed = ", ".join(connection.missing)
        raise BadInput("channel.missing", ko=f"먼저 이 설정이 필요합니다: {listed}.", en=f"These settings are needed first: {listed}.")
    if name in {one.inbox.name for one in polled(house)}:
        raise BadInput(
            "channel.polls",
            ko=f'{name}은 텔레그램에 물어보는 방식(receive = "polling")이라 주소가 필요 없습니다. 주소로 받으려면 그 줄을 지워 주세요.',
            en=f'{name} asks Telegram (receive = "polling") and needs no address. Take that line out to be called instead.',
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or (parts.scheme == "http" and not connection.account.platform):
        raise BadInput(
            "channel.no_address",
            ko="https://로 시작하는, 밖에서 보이는 주소를 적어 주세요.",
            en="Give your public address; it begins with https://.",
        )
    address = url.rstrip("/") + connection.path
    if connection.channel.connect(connection.account, address, house.outside.wire):
        tell(f"{name}: 플랫폼이 이제 이 주소를 부릅니다: {address}", f"{name}: the platform calls this address now: {address}")
    else:
        tell(f"{name}: 플랫폼의 설정에 이 주소를 적어 주세요: {address}", f"{name}: enter this address at the platform: {address}")


class Parsing:
    """Answers one payload with the events made of it; nothing is recorded."""

    def __init__(self, channel: Channel, clock: Clock = utc_now) -> None:
        self._channel = channel
        self._clock = clock

    def __call__(self, payload: object) -> dict[str, Any]:
        parsed = self._channel.parse(payload, self._clock())
        said: dict[str, Any] = {"events": [_event(heard) for heard in parsed.heard]}
        return said if parsed.heard else {**said, "ignored": parsed.ignored}


def _event(heard: Heard) -> dict[str, Any]:
    return {
        "type": heard.type,
        "identity": heard.identity,
        "id": heard.id,
        "occurred_at": heard.at.isoformat(),
        **({"text": heard.text} if heard.text else {}),
        "wants_reply": heard.wants_reply,
        **({"owner": heard.owner} if heard.owner else {}),
        "data": dict(heard.data),
    }
