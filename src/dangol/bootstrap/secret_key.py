"""The brand's secret: 32 random bytes in ``dangol.key``. Pseudonyms, dedupe hashes and tokens depend on it, so it is made once."""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

from dangol.kit.errors import Broken, Refused

FILE = "dangol.key"
SIZE = 32  # bytes


def brand_key(folder: Path, random: Callable[[int], bytes] = token_bytes) -> bytes:
    """The key of a brand's folder, made when it is missing; readable by its owner only.

    Raises:
        Refused: ``key.unreadable``. Broken: ``key.damaged``, it has another length.
    """
    path = folder / FILE
    try:
        if not path.exists():
            _make(path, random(SIZE))
        key = path.read_bytes()
    except OSError as error:
        raise Refused(
            "key.unreadable",
            ko=f"비밀키 파일을 읽거나 만들 수 없습니다: {path}. 폴더의 권한을 확인해 주세요.",
            en=f"The key file cannot be read or made: {path}. Check the folder's permissions.",
        ) from error
    if len(key) != SIZE:
        raise Broken(
            "key.damaged",
            ko=f"비밀키 파일이 손상되었습니다: {path}. 백업에서 되살려 주세요. 새로 만들면 저장된 고객 아이디와 이어지지 않습니다.",
            en=f"The key file is damaged: {path}. Restore it from a backup; a new one would not match the stored identities.",
        )
    return key


def derived(key: bytes, purpose: str) -> bytes:
    """A 32-byte secret for one purpose (BLAKE2b with a key), so that no two jobs share one."""
    return blake2b(purpose.encode(), key=key[:64], digest_size=32).digest()


def _make(path: Path, key: bytes) -> None:
    """Written beside and linked into place: of two processes that start at once, one makes the key and both read it whole."""
    beside = path.with_name(f".{FILE}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()
