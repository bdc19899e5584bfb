"""The channels that this version speaks, by the word in ``brand.toml``. The web chat is no channel of this room: its other side is ours."""

from functools import cache
from importlib import import_module

from dangol.channels.port import Channel

_WHERE = {
    "kakao": "Kakao",
    "talktalk": "TalkTalk",
    "telegram": "Telegram",
    "email": "Email",
    "cafe24": "Cafe24",
    "smartstore": "SmartStore",
}


def names() -> tuple[str, ...]:
    return tuple(_WHERE)


@cache
def channel(name: str) -> Channel | None:
    """The channel of this name, loaded when it is first asked for; None when this version has none."""
    if name not in _WHERE:
        return None
    made: Channel = getattr(import_module(f"dangol.channels.{name}.channel"), _WHERE[name])()
    return made
