"""Texts sealed so that a copy of the store says nothing: AES-256-GCM (NIST SP 800-38D), keys by HKDF-SHA256 (RFC 5869)."""

import base64
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

from dangol.kit.errors import Broken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PREFIX: Final = "sealed:"
_NONCE = 12  # bytes, random for each text
_PURPOSE: Final = b"dangol contact data"


class Vault:
    """Seals with the first of its secrets, opens with any of them.

    Args:
        secrets: each of at least 32 random bytes; the first is the active one, the others are those of before (rotation).
    """

    def __init__(self, secrets: Iterable[bytes]) -> None:
        keys = [_derived(secret) for secret in secrets]
        self._keys = {_name(key): key for key in keys}
        self.active = _name(keys[0])

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the keys that it can open with."""
        return frozenset(self._keys)

    def seal(self, text: str) -> str:
        """``sealed:<key id>:<nonce and ciphertext, base64url>``; each time another one."""
        nonce = token_bytes(_NONCE)
        locked = nonce + _cipher(self._keys[self.active]).encrypt(nonce, text.encode("utf-8", "surrogatepass"), _PURPOSE)
        return f"{PREFIX}{self.active}:{base64.urlsafe_b64encode(locked).decode()}"

    def open(self, sealed: str) -> str:
        """The text of what ``seal`` made.

        Raises:
            Broken: ``key.wrong``, it was sealed with a key that is not here; ``sealed.damaged``.
        """
        from cryptography.exceptions import InvalidTag

        name, _, locked = sealed.removeprefix(PREFIX).partition(":")
        if name not in self._keys:
            raise wrong_key()
        try:
            raw = base64.urlsafe_b64decode(locked)
            return _cipher(self._keys[name]).decrypt(raw[:_NONCE], raw[_NONCE:], _PURPOSE).decode("utf-8", "surrogatepass")
        except (ValueError, InvalidTag) as error:
            raise Broken(
                "sealed.damaged",
                ko="잠긴 연락처가 손상되어 열 수 없습니다. 백업에서 되살려 주세요.",
                en="Sealed contact data is damaged and cannot be opened. Restore it from a backup.",
            ) from error

    def is_active(self, sealed: str) -> bool:
        """Whether it is sealed with the key that is used now."""
        return sealed.startswith(f"{PREFIX}{self.active}:")


def is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(PREFIX)


def wrong_key() -> Broken:
    return Broken(
        "key.wrong",
        ko="비밀키가 이 저장소의 것이 아닙니다. 저장소와 함께 백업한 dangol.key(또는 DANGOL_SECRET, DANGOL_CONTACT_KEYS)를 되살려 주세요.",
        en="The key is not this store's. Put back the dangol.key (or DANGOL_SECRET, DANGOL_CONTACT_KEYS) that was backed up with it.",
    )


def _derived(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)


def _name(key: bytes) -> str:
    return blake2b(key, digest_size=4, person=b"key id").hexdigest()


@cache
def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
