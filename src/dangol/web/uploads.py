"""Reads a form that carries files (``multipart/form-data``, RFC 7578) from a stranger. The guard has bounded its size before."""

import re
from dataclasses import dataclass
from typing import Final

from dangol.kit.errors import BadInput
from dangol.web.strict_json import refuse_unstorable

_MOST_PARTS: Final = 20
_MOST_HEAD: Final = 2_000  # bytes before a part's content
_MOST_FIELD: Final = 10_000  # bytes of a field that is no file
_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
_NAME: Final = re.compile(rb'(?i)(?:^|\n)content-disposition:[ \t]*form-data;[^\r\n]*?[ ;]name="([^"\r\n]{0,100})"')
_FILE: Final = re.compile(rb"(?i)(?:^|\n)content-disposition:[^\r\n]*[ ;]filename\*?=")


@dataclass(frozen=True, slots=True)
class Upload:
    """Fields by name (a repeated one keeps its last value), and the files in their order; their names and claimed types are not read."""

    fields: dict[str, str]
    files: tuple[bytes, ...]


def read_upload(body: bytes, content_type: str) -> Upload:
    """The parts of a form.

    Raises:
        BadInput: ``body.not_form``, it is cut off, has no boundary, too many parts, or a field that is no text.
    """
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise _not_form()
    parts = (b"\r\n" + body).split(b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace"), _MOST_PARTS + 1)
    if len(parts) < 2 or len(parts) > _MOST_PARTS + 1 or not parts[-1].startswith(b"--"):
        raise _not_form()
    fields: dict[str, str] = {}
    files: list[bytes] = []
    for part in parts[1:-1]:
        head, gap, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head) if gap and len(head) <= _MOST_HEAD else None
        if name is None:
            raise _not_form()
        if _FILE.search(head):
            files.append(content)
        else:
            fields[_text(name[1])] = _text(content)
    refuse_unstorable(fields)
    return Upload(fields, tuple(files))


def _text(raw: bytes) -> str:
    try:
        if len(raw) <= _MOST_FIELD:
            return raw.decode()
    except UnicodeDecodeError:
        pass
    raise _not_form()


def _not_form() -> BadInput:
    return BadInput(
        "body.not_form", ko="양식으로 읽을 수 없어요. 다시 올려 주세요.", en="This is not a readable form. Please send it again."
    )
