"""``dangol channel``: what a payload says, and where the platforms call."""

from collections.abc import Mapping
from typing import Any

from dangol.channels import registry
from dangol.channels.port import Channel, Heard
from dangol.kit.clock import Clock, utc_now
from dangol.kit.errors import NotFound


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


class Parsing:
    """Answers one payload with the events made of it; nothing is recorded."""

    def __init__(self, channel: Channel, clock: Clock = utc_now) -> None:
        self._channel = channel
        self._clock = clock

    def __call__(self, payload: Mapping[str, Any]) -> dict[str, Any]:
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
