"""An export that a person can keep: a folder or a ZIP with a page to read (``내 정보.html``) and the same as data (``person.json``)."""

import json
import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from dangol.kit.errors import Conflict, Refused

PAGE, DATA = "내 정보.html", "person.json"
_STYLE: Final = (
    "body{font-family:sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem;line-height:1.6;word-break:keep-all;"
    "overflow-wrap:anywhere}dl{border:1px solid #ccc;border-radius:8px;padding:.6rem;margin:.6rem 0;display:grid;"
    "grid-template-columns:max-content 1fr;gap:.1rem .8rem}dt{color:#555}dd{margin:0;white-space:pre-wrap}"
    "img{max-width:100%;max-height:30rem}"
)


def write_person(exported: Mapping[str, Any], to: Path) -> Path:
    """Writes the export; readable by its owner only. ``to`` ends in ``.zip``, or names a new folder.

    Raises:
        Conflict: ``export.exists``, something is there. Refused: ``export.not_writable``.
    """
    files = {PAGE: page(exported), DATA: json.dumps(exported, ensure_ascii=False, indent=1)}
    if to.exists():
        raise Conflict("export.exists", ko=f"{to}이(가) 이미 있습니다. 다른 이름을 정해 주세요.", en=f"{to} exists. Choose another name.")
    try:
        if to.suffix.lower() == ".zip":
            to.touch(mode=0o600)
            to.write_bytes(zipped(files))
        else:
            to.mkdir(mode=0o700)
            for name, text in files.items():
                (to / name).touch(mode=0o600)
                (to / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(
            "export.not_writable",
            ko=f"{to}에 쓸 수 없습니다. 자리와 권한을 확인해 주세요.",
            en=f"{to} cannot be written. Check the place and your permissions.",
        ) from error
    return to


def zipped(files: Mapping[str, str]) -> bytes:
    """The files as one ZIP."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def page(exported: Mapping[str, Any]) -> str:
    """The export as one HTML page in Korean, without scripts; everything a person typed is escaped."""
    labels = exported["labels"]["ko"]
    title = f"{escape(exported['brand'])}에 남아 있는 내 정보"
    parts = [
        f"<!doctype html><html lang='ko'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{escape(exported['exported_at'])}</p>"
    ]
    for name, rows in exported["tables"].items():
        if rows:
            parts.append(f"<h2>{escape(labels['tables'].get(name, name))} ({len(rows)})</h2>")
            parts += [_row(row, labels["columns"]) for row in rows]
    return "".join((*parts, "</html>"))


def _row(row: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    cells = "".join(
        f"<dt>{escape(columns.get(name, name))}</dt><dd>{_cell(name, value, row)}</dd>"
        for name, value in row.items()
        if value not in (None, "")
    )
    return f"<dl>{cells}</dl>"


def _cell(name: str, value: Any, row: Mapping[str, Any]) -> str:
    if name == "picture" and "media" in row:
        return f"<img alt='' src='data:{escape(row['media'])};base64,{escape(_text(value))}'>"
    return escape(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "예" if value else "아니요"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
