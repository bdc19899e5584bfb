"""JPEG (ITU-T T.81): segments up to the end of the image; of the application segments only Adobe's colour mark stays."""

import re
import struct
from typing import Final, NamedTuple

from dangol.kit.pictures import refusals

MAGIC: Final = b"\xff\xd8\xff"
_EOI, _SOS, _ADOBE, _EXIF = 0xD9, 0xDA, 0xEE, 0xE1
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what browsers show
_KEPT: Final = _FRAMES | {0xC4, 0xDB, 0xDD, _SOS}
_DROPPED: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)  # neither a stuffed byte nor a restart
_MOST_SEGMENTS: Final = 5_000
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3


class Jpeg(NamedTuple):
    width: int
    height: int
    orientation: int
    data: bytes


def rewrite(raw: bytes) -> Jpeg:
    """The image alone. Raises ``BadInput``, see ``picture.clean``."""
    kept, at, size, scans, turned = bytearray(raw[:2]), 2, (0, 0), 0, 1
    for _ in range(_MOST_SEGMENTS):
        marker, at = _marker(raw, at)
        if marker == _EOI:
            break
        body = _segment(raw, at)
        end = at + 2 + len(body)
        if marker in _FRAMES:
            if size != (0, 0):
                raise refusals.broken()
            size = _frame(body)
        if marker == _SOS:
            if size == (0, 0):
                raise refusals.broken()
            end, scans = _scan_end(raw, end), scans + 1
        if marker == _EXIF and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        if marker in _KEPT or (marker == _ADOBE and body.startswith(b"Adobe") and len(body) == 12):
            kept += bytes((0xFF, marker)) + raw[at:end]
        elif marker not in _DROPPED:
            raise refusals.broken()
        at = end
    else:
        raise refusals.broken()
    if not scans:
        raise refusals.broken()
    _check_trailer(raw[at:])
    return Jpeg(*size, turned, bytes(kept) + b"\xff\xd9")


def with_turn(data: bytes, orientation: int) -> bytes:
    """``data`` with one EXIF tag that says how it is to be turned, and no other."""
    tag = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", _ORIENTATION, _SHORT, 1, orientation, 0, 0)
    return data[:2] + bytes((0xFF, _EXIF)) + (len(tag) + 2).to_bytes(2) + tag + data[2:]


def _marker(raw: bytes, at: int) -> tuple[int, int]:
    if at >= len(raw) or raw[at] != 0xFF:
        raise refusals.broken()
    while at < len(raw) and raw[at] == 0xFF:
        at += 1
    if at >= len(raw):
        raise refusals.broken()
    return raw[at], at + 1


def _segment(raw: bytes, at: int) -> bytes:
    length = int.from_bytes(raw[at : at + 2]) if at + 2 <= len(raw) else 0
    if length < 2 or at + length > len(raw):
        raise refusals.broken()
    return raw[at + 2 : at + length]


def _frame(body: bytes) -> tuple[int, int]:
    if len(body) < 9:
        raise refusals.broken()
    height, width = struct.unpack_from(">HH", body, 1)
    refusals.check_size(width, height)
    return width, height


def _scan_end(raw: bytes, at: int) -> int:
    found = _AFTER_SCAN.search(raw, at)
    if found is None or found.start() == at:
        raise refusals.broken()
    return found.start()


def _check_trailer(rest: bytes) -> None:
    """Phones append a second picture, a film or their own notes; these are cut off. Anything else makes it two files in one."""
    rest = rest.strip(b"\0")
    if rest and not (rest.startswith(MAGIC) or rest.endswith(b"SEFT") or b"ftyp" in rest[:8]):
        raise refusals.hides()


def _orientation(tiff: bytes) -> int:
    """How the picture is to be turned, 1 where that is not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, first)
        for number in range(min(entries, 200)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
