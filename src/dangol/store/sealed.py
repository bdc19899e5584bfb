"""Contact data lies sealed in the store. What reads and writes it goes through here; equality is looked up by keyed pseudonyms instead.

The vault comes with the connection, so that no caller has to carry a key, and none can write contact data in the clear by forgetting it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection

from dangol.kit.errors import Broken
from dangol.kit.sealing import PREFIX, Vault, is_sealed

OPTION: Final = "dangol_vault"
CONTACT_NAMES: Final = frozenset(
    {"email", "mail", "phone", "tel", "telephone", "mobile", "address", "street", "zip", "postcode", "birthday", "recipient"}
    | {"이메일", "전화", "전화번호", "휴대폰", "주소", "생일", "수령인"}
)
_LOOKS_LIKE_ONE = re.compile(r"[^@\s]+@[^@\s]+|\+?\d[\d\s().-]{6,}\d")


def vault_of(connection: Connection) -> Vault:
    """The vault of the store that this connection belongs to.

    Raises:
        Broken: ``sealed.no_key``, the store was opened without one.
    """
    vault = connection.get_execution_options().get(OPTION)
    if not isinstance(vault, Vault):
        raise Broken(
            "sealed.no_key",
            ko="비밀키 없이 연 저장소에서는 연락처를 읽거나 쓸 수 없습니다.",
            en="Contact data cannot be read or written in a store that was opened without its key.",
        )
    return vault


def looks_like_contact(text: str) -> bool:
    """Whether a whole text is an e-mail address or a phone number by its form."""
    return _LOOKS_LIKE_ONE.fullmatch(text.strip()) is not None


def seal(connection: Connection, text: str) -> str:
    return vault_of(connection).seal(text)


def opened(connection: Connection, text: str) -> str:
    """``text`` itself when it is not sealed."""
    return vault_of(connection).open(text) if is_sealed(text) else text


def seal_value(connection: Connection, value: Any) -> str:
    """Any JSON value, sealed."""
    return seal(connection, json.dumps(value, ensure_ascii=False))


def open_value(connection: Connection, value: Any) -> Any:
    """What ``seal_value`` has sealed; any other value as it is."""
    return json.loads(vault_of(connection).open(value)) if is_sealed(value) else value


def seal_payload(connection: Connection, payload: Mapping[str, Any], *also: str) -> dict[str, Any]:
    """An event's payload with the values of ``CONTACT_NAMES`` and of ``also`` sealed, also inside of objects and lists.

    A text that somebody made to look like a sealed one is sealed too: so whatever looks sealed in the store is ours.
    """
    if not _to_seal(payload.items(), also):  # almost always: nothing is copied
        return payload if isinstance(payload, dict) else dict(payload)
    return {name: _sealed(connection, name, value, also) for name, value in payload.items()}


def open_payload(connection: Connection, value: Any) -> Any:
    """A payload with everything opened."""
    return _opened(connection, value) if _holds_sealed(value) else value


def _opened(connection: Connection, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _opened(connection, item) for name, item in value.items()}
    if isinstance(value, list):
        return [_opened(connection, item) for item in value]
    return open_value(connection, value)


def _holds_sealed(value: Any) -> bool:
    if type(value) is str:
        return value.startswith(PREFIX)
    if isinstance(value, dict):
        return any(map(_holds_sealed, value.values()))
    return isinstance(value, list) and any(map(_holds_sealed, value))


@lru_cache(maxsize=4096)
def _names_contact(name: str) -> bool:
    return name.lower().replace("-", "").replace("_", "") in CONTACT_NAMES


def _to_seal(items: Iterable[tuple[str, Any]], also: tuple[str, ...]) -> bool:
    """Whether anything in it is to be sealed. Asked for every event that comes in, so plainly written."""
    for name, value in items:
        if value is None or value == "":
            continue
        if _names_contact(name) or name in also:
            return True
        kind = type(value)
        if kind is str:
            if value[: len(PREFIX)] == PREFIX:
                return True
        elif kind is dict:
            if _to_seal(value.items(), also):
                return True
        elif (kind is list or kind is tuple) and _to_seal([("", item) for item in value], also):
            return True
    return False


def _sealed(connection: Connection, name: str, value: Any, also: tuple[str, ...]) -> Any:
    if value in (None, ""):
        return value
    if is_sealed(value) or name in also or _names_contact(name):
        return seal_value(connection, value)
    if isinstance(value, dict):
        return {key: _sealed(connection, key, item, also) for key, item in value.items()}
    return [_sealed(connection, "", item, also) for item in value] if isinstance(value, list | tuple) else value
