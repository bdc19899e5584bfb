"""WebP (RFC 9649): the image and its transparency stay, every other chunk goes."""

from typing import Final

from dangol.kit.pictures import refusals

_IMAGES: Final = frozenset({b"VP8 ", b"VP8L"})
_MOST_CHUNKS: Final = 100
_ALPHA: Final = 0x10  # of the extended header's flags


def rewrite(raw: bytes) -> tuple[int, int, bytes]:
    """Width, height, and the picture alone. Raises ``BadInput``, see ``picture.clean``."""
    chunks = _chunks(raw)
    names = [name for name, _ in chunks]
    if {b"ANIM", b"ANMF"} & set(names):
        raise refusals.moves()
    images = [(name, body) for name, body in chunks if name in _IMAGES]
    if len(images) != 1 or names[0] not in {b"VP8X", *_IMAGES}:
        raise refusals.broken()
    width, height = _size(*images[0])
    kept = [images[0]]
    if names[0] == b"VP8X":
        head, alpha = chunks[0][1], next(((name, body) for name, body in chunks if name == b"ALPH"), None)
        if len(head) != 10:
            raise refusals.broken()
        width, height = 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
        refusals.check_size(width, height)
        extended = (b"VP8X", bytes((head[0] & _ALPHA, 0, 0, 0)) + head[4:])
        kept = [extended, *([alpha] if alpha else []), images[0]]
    body = b"WEBP" + b"".join(_written(name, one) for name, one in kept)
    return width, height, b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(raw: bytes) -> list[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(raw[4:8], "little")
    if end > len(raw):
        raise refusals.broken()
    if len(raw) > end + end % 2:
        raise refusals.hides()
    found, at = list[tuple[bytes, bytes]](), 12
    while at < end and len(found) <= _MOST_CHUNKS:
        length = int.from_bytes(raw[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise refusals.broken()
        found.append((raw[at : at + 4], raw[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    if not 0 < len(found) <= _MOST_CHUNKS:
        raise refusals.broken()
    return found


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8 " and len(body) > 10 and body[3:6] == b"\x9d\x01\x2a":
        width, height = int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    elif name == b"VP8L" and len(body) > 5 and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        raise refusals.broken()
    refusals.check_size(width, height)
    return width, height


def _written(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
