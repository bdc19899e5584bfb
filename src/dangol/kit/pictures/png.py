"""PNG (W3C, third edition): each chunk's checksum is tried, and only chunks that make the picture stay."""

import struct
from typing import Final
from zlib import crc32

from dangol.kit.pictures import refusals

MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"})
_MOST_CHUNKS: Final = 20_000
_HEAD: Final = 12  # bytes around a chunk's data: length, name, checksum


def rewrite(raw: bytes) -> tuple[int, int, bytes]:
    """Width, height, and the picture alone. Raises ``BadInput``, see ``picture.clean``."""
    kept, at, seen, size = bytearray(MAGIC), len(MAGIC), set[bytes](), (0, 0)
    for _ in range(_MOST_CHUNKS):
        name, body, whole = _chunk(raw, at)
        if not seen:
            size = _header(name, body)
        elif name == b"IHDR":
            raise refusals.broken()
        if name == b"acTL":
            raise refusals.moves()
        if name in _KEPT:
            kept += whole
        elif name[:1].isupper():  # one that a reader has to know
            raise refusals.broken()
        seen.add(name)
        at += len(whole)
        if name == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= seen:
        raise refusals.broken()
    if at != len(raw):
        raise refusals.hides()
    return *size, bytes(kept)


def _chunk(raw: bytes, at: int) -> tuple[bytes, bytes, bytes]:
    if at + _HEAD > len(raw):
        raise refusals.broken()
    length = int.from_bytes(raw[at : at + 4])
    end = at + _HEAD + length
    if end > len(raw) or crc32(raw[at + 4 : end - 4]) != int.from_bytes(raw[end - 4 : end]):
        raise refusals.broken()
    return raw[at + 4 : at + 8], raw[at + 8 : end - 4], raw[at:end]


def _header(name: bytes, body: bytes) -> tuple[int, int]:
    if name != b"IHDR" or len(body) != 13:
        raise refusals.broken()
    width, height = struct.unpack_from(">II", body)
    refusals.check_size(width, height)
    return width, height
