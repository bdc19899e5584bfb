"""A house that speaks to simulated platforms: each has an inbox, and what the platforms ask for is made up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx

from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.kit.errors import NotFound
from dangol.knowledge.brand_toml import Inbox
from dangol.simulator.cafe24 import MALL, Cafe24Platform
from dangol.simulator.kakao import BOT, KakaoPlatform
from dangol.simulator.scene import Platform
from dangol.simulator.smartstore import SmartStorePlatform
from dangol.simulator.talktalk import TalkTalkPlatform
from dangol.simulator.telegram import TelegramPlatform

SHOPS = ("cafe24", "smartstore")  # nobody is answered there
CHANNELS = ("kakao", "talktalk", "telegram", *SHOPS)
_MADE_UP: Mapping[str, Mapping[str, str]] = {
    "kakao": {"rest_key": "simulated", "bot_id": BOT, "event_name": "reply"},
    "talktalk": {"token": "ct_simulated"},
    "telegram": {"token": "12345:simulated"},
    "cafe24": {"api_key": "simulated", "mall": MALL, "client_id": "simulated", "client_secret": "simulated", "refresh_token": "simulated"},
    "smartstore": {"client_id": "simulated", "client_secret": "$2a$04$abcdefghijklmnopqrstuu"},
}


def rehearsing(house: House, simulator: str) -> House:
    """The house with an automatic inbox on every platform that the simulator at this address plays.

    The brand's own inboxes keep their mode and their addresses; their real keys are not used.
    """
    platforms = {name: f"{simulator}/{name}" for name in CHANNELS}
    extra = {name: Inbox(name=name, channel=name, mode="automatic") for name in CHANNELS}
    outside = replace(house.outside, platforms=platforms, extra=extra, overrides=_MADE_UP)
    return replace(house, outside=outside)


def platforms(house: House, serving: str, simulator: str, client: httpx.AsyncClient, wanted: Sequence[str] = CHANNELS) -> list[Platform]:
    """The simulated platforms, which call the inboxes of ``house`` at ``serving`` (``http://…``).

    Raises:
        NotFound: ``simulator.no_inbox``.
    """
    return [_platform(name, _of(house, name), serving, simulator, client) for name in wanted]


def _of(house: House, channel: str) -> Connection:
    for connection in house.connections():
        if connection.inbox.channel == channel:
            return connection
    raise NotFound(
        "simulator.no_inbox",
        ko=f'brand.toml에 channel = "{channel}"인 [inboxes.…]가 없습니다.',
        en=f'brand.toml has no [inboxes.…] with channel = "{channel}".',
    )


def _platform(name: str, connection: Connection, serving: str, simulator: str, client: httpx.AsyncClient) -> Platform:
    hook, account = serving + connection.path, connection.account
    made: Mapping[str, Any] = {
        "kakao": lambda: KakaoPlatform(
            hook=hook, base=f"{simulator}/kakao", client=client, headers={"X-Dangol-Secret": account.value("header_secret")}
        ),
        "talktalk": lambda: TalkTalkPlatform(hook=hook, client=client, token=account.value("token")),
        "cafe24": lambda: Cafe24Platform(hook=hook, client=client, key=account.value("api_key")),
        "smartstore": lambda: SmartStorePlatform(client_id=account.value("client_id"), client_secret=account.value("client_secret")),
        "telegram": lambda: TelegramPlatform(token=account.value("token"), client=client, webhook=hook, secret=account.header_secret),
    }
    platform: Platform = made[name]()
    return platform
