"""The widget is one plain script: small, self-contained, and it never turns text into markup."""

import gzip
import re

from dangol.web.pages import HERE

WIDGET = HERE / "static" / "widget.js"


def test_it_is_small() -> None:
    assert len(gzip.compress(WIDGET.read_bytes(), 9)) <= 30 * 1024


def test_it_never_writes_markup_or_runs_text() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"style|\.srcdoc"
    assert not re.findall(banned, WIDGET.read_text("utf-8"))


def test_every_word_is_there_in_both_languages() -> None:
    text = WIDGET.read_text("utf-8")
    korean, english = (set(re.findall(r"(\w+): \"", block)) for block in re.findall(r"(?s)\b(?:ko|en): \{\n(.*?)\n    \}", text))
    assert korean == english
    asked = set(re.findall(r"\bsay\(\"(\w+)\"", text))
    assert asked
    assert asked <= korean
