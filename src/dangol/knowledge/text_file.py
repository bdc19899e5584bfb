"""Turns a file's bytes into text: UTF-8 with or without a mark, UTF-16 with one, or Korean Windows' cp949 (which contains EUC-KR)."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from dangol.kit.errors import BadInput

MAX_BYTES = 256 * 1024 * 1024
DAMAGED = re.compile("[\udc80-\udcff]")  # bytes that are no text, as Python's "surrogateescape" carries them

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TextFile:
    """A file that was read.

    Attributes:
        name: as the owner named it. text: in Unicode NFC, so that names typed on a Mac equal those typed elsewhere; bytes
        that are no text stand as single characters that ``DAMAGED`` finds, so that only their row is refused.
        encoding: the codec that reads and writes it (``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp949``).
    """

    name: str
    text: str
    encoding: str

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1


def read_text(path: Path, name: str) -> TextFile:
    """Reads a text file of at most 256 MB.

    Raises:
        BadInput: ``file.missing``, ``file.unreadable``, ``file.too_large``.
    """
    raw = read_bytes(path, name)
    text, encoding = decode(raw)
    return TextFile(name=name, text=unicodedata.normalize("NFC", text), encoding=encoding)


def read_bytes(path: Path, name: str) -> bytes:
    """The file's bytes; errors as for ``read_text``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(
                "file.too_large",
                ko=f"{name} 파일이 256MB보다 큽니다. 나누어 가져와 주세요.",
                en=f"{name} is larger than 256 MB. Import it in parts.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(
            "file.missing",
            ko=f"{name} 파일이 없습니다. 이름과 위치를 확인해 주세요.",
            en=f"{name} does not exist. Check its name and place.",
        ) from error
    except (OSError, ValueError) as error:
        raise BadInput(
            "file.unreadable",
            ko=f"{name} 파일을 읽을 수 없습니다. 일반 파일인지, 읽기 권한이 있는지 확인해 주세요.",
            en=f"{name} cannot be read. Check that it is a plain file and that you may read it.",
        ) from error


def storable_name(name: str) -> str:
    """A file's name in NFC (a Mac gives its parts), without bytes that are no text."""
    return DAMAGED.sub("\ufffd", unicodedata.normalize("NFC", name))


def decode(raw: bytes) -> tuple[str, str]:
    """The text and its codec. Never fails: see ``TextFile`` for bytes that are no text."""
    if raw.startswith(_UTF16):
        return _utf16(raw), "utf-16"
    encoding = "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"
    text = raw.decode(encoding, "surrogateescape")
    damaged = len(DAMAGED.findall(text))
    whole = sum(1 for character in text if character > "\x7f") - damaged if damaged else 0
    if damaged > whole:  # Korean in cp949 leaves almost nothing that is valid UTF-8; UTF-8 with a broken byte leaves nearly all
        return raw.decode("cp949", "surrogateescape"), "cp949"
    return text, encoding


def _utf16(raw: bytes) -> str:
    text = raw.decode("utf-16", "replace")
    return text.replace("\ufffd", "\udcff")
