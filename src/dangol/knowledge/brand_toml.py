"""Reads ``brand.toml``: who the brand is, how it speaks, its inboxes, its law and its limits."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dangol.kit.errors import BadInput
from dangol.knowledge.cells import shown
from dangol.knowledge.facts import BrandProfile, Voice
from dangol.knowledge.text_file import DAMAGED, read_text

FILE = "brand.toml"
InboxMode = Literal["off", "draft_only", "automatic"]

_MODES: dict[str, InboxMode] = {"off": "off", "draft_only": "draft_only", "draft only": "draft_only", "automatic": "automatic"}
_SAYS = {"fictional", "name", "name_en", "timezone", "phone", "email"}
_TOP = _SAYS | {"voice", "inboxes", "law", "limits", "model", "offers", "analysers", "links"}
_VOICE = {"호칭": "customer", "customer": "customer", "말투": "style", "style": "style"}
_KOREAN_KEY = re.compile(r"^([ \t]*(?:\[[\w.]*\.)?)([가-힣]+)(?=[ \t]*[=\]])", re.MULTILINE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_FORMAL = re.compile(r"합니다|하십시오|합쇼|격식")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """A connected account as the brand set it up: its channel, its mode, and what else the channel wants to know."""

    name: str
    channel: str
    mode: InboxMode
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class BrandFile:
    """All that ``brand.toml`` says. ``law``, ``limits``, ``model``, ``offers`` and ``analysers`` are given as they stand:
    their readers check them.

    ``ignored`` names the keys we know nothing of: they are said in the import's report, and stop nobody from answering customers.
    """

    profile: BrandProfile
    inboxes: Mapping[str, Inbox]
    law: Mapping[str, Any]
    limits: Mapping[str, Any]
    model: Mapping[str, Any] = field(default_factory=dict)
    offers: Mapping[str, Any] = field(default_factory=dict)
    analysers: Mapping[str, Any] = field(default_factory=dict)
    fictional: bool = False
    ignored: tuple[str, ...] = ()


def read_brand(folder: Path) -> BrandFile:
    """Reads ``folder/brand.toml``.

    Raises:
        BadInput: ``file.missing`` or ``file.unreadable``; ``brand.no_toml`` with the line; ``brand.bad_value`` with the key.
    """
    file = read_text(folder / FILE, FILE)
    bad = DAMAGED.search(file.text)
    if bad:
        raise _no_toml(f"line {file.text.count(chr(10), 0, bad.start()) + 1}")
    try:
        data = _loaded(file.text)
    except (ValueError, RecursionError) as error:
        raise _no_toml(str(error).replace("end of document", f"line {len(file.text.splitlines())}")) from error
    return _brand(data)


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        # Owners write 호칭 = "…", as TOML 1.1 allows; TOML 1.0, which Python reads, wants such keys in quotes.
        quoted = _KOREAN_KEY.sub(r'\1"\2"', text)
        if quoted == text:
            raise
        return tomllib.loads(quoted)


def _brand(data: dict[str, Any]) -> BrandFile:
    voice = _table(data, "voice")
    ignored = (*sorted(set(data) - _TOP), *sorted(f"voice.{key}" for key in set(voice) - set(_VOICE)))
    name = _text(data, "name")
    if not name:
        raise _bad("name", "브랜드 이름을 적어 주세요", "write the brand's name")
    profile = BrandProfile(
        name=name,
        name_en=_text(data, "name_en"),
        timezone=_timezone(_text(data, "timezone") or "Asia/Seoul"),
        phone=_text(data, "phone"),
        email=_text(data, "email"),
        voice=_voice(voice),
        link_hosts=_hosts(_table(data, "links")),
    )
    fictional = data.get("fictional", False)
    if not isinstance(fictional, bool):
        raise _bad("fictional", "true나 false여야 합니다", "it must be true or false")
    inboxes = {inbox: _inbox(inbox, _table(data["inboxes"], inbox, "inboxes.")) for inbox in _table(data, "inboxes")}
    return BrandFile(
        profile=profile,
        inboxes=inboxes,
        law=_table(data, "law"),
        limits=_table(data, "limits"),
        model=_table(data, "model"),
        offers=_table(data, "offers"),
        analysers=_table(data, "analysers"),
        fictional=fictional,
        ignored=ignored,
    )


def _voice(data: dict[str, Any]) -> Voice:
    said = {_VOICE[key]: _text(data, key, "voice.") for key in data if key in _VOICE}
    if "style" in said:  # owners describe their manner in their own words; what we can do is one of two
        said["style"] = "합니다체" if _FORMAL.search(said["style"]) else "해요체"
    return Voice(**{key: text for key, text in said.items() if text})


def _hosts(data: dict[str, Any]) -> tuple[str, ...]:
    given = data.get("hosts", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and _HOST.fullmatch(one.lower()) for one in given):
        raise _bad(
            "links.hosts",
            '["smartstore.naver.com"]처럼 주소의 호스트 이름들이어야 합니다',
            'it must be host names, as ["shop.example.com"]',
        )
    return tuple(one.lower() for one in given)


def _inbox(name: str, data: dict[str, Any]) -> Inbox:
    channel, mode = _text(data, "channel", f"inboxes.{name}."), _text(data, "mode", f"inboxes.{name}.") or "draft_only"
    if not channel:
        raise _bad(f"inboxes.{name}.channel", "어느 채널인지 적어 주세요", "say which channel it is")
    if mode not in _MODES:
        raise _bad(f"inboxes.{name}.mode", "off, draft_only, automatic 가운데 하나여야 합니다", "it must be off, draft_only or automatic")
    settings = {key: value for key, value in data.items() if key not in {"channel", "mode"}}
    return Inbox(name=name, channel=channel, mode=_MODES[mode], settings=settings)


def _text(data: dict[str, Any], key: str, path: str = "") -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or not (value.isprintable() and len(value) <= 300):
        raise _bad(path + key, "따옴표로 묶은 300자 안의 한 줄이어야 합니다", "it must be one line of at most 300 characters in quotes")
    return value.strip()


def _table(data: dict[str, Any], key: str, path: str = "") -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise _bad(path + key, f"[{path}{key}] 표여야 합니다", f"it must be a table, [{path}{key}]")
    return value


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:
        raise _bad("timezone", "Asia/Seoul 같은 시간대 이름이어야 합니다", "it must be a time zone such as Asia/Seoul") from error
    return name


def _no_toml(reason: str) -> BadInput:
    found = re.search(r"line (\d+)", reason)
    return BadInput(
        "brand.no_toml",
        ko=f"{FILE}{f' {found[1]}번째 줄' if found else ''}: TOML 문법에 맞지 않습니다. 따옴표와 등호를 확인해 주세요.",
        en=f"{FILE}{f', line {found[1]}' if found else ''}: this is not valid TOML. Check quotes and equals signs.",
    )


def _bad(key: str, ko: str, en: str) -> BadInput:
    return BadInput("brand.bad_value", ko=f"{FILE}: {shown(key)} 값이 잘못되었습니다: {ko}.", en=f"{FILE}: {shown(key)} is wrong: {en}.")
