"""Text out of HTML, and long texts cut into passages at the borders of their paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from dangol.knowledge.rows import Table

PASSAGE_LENGTH = 700  # characters; about what a reader sees at one glance and what search weighs well

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][a-zA-Z\[-]|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_LINE_ENDS = {"br", "tr", "dt", "dd", "figcaption", "caption", "option"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article", "blockquote", "pre", "hr", "li"}
_SILENT = {"script", "style", "template", "noscript", "head"}
# Comments and declarations go first, and those that never end are text: the standard parser would need quadratic time.
_DECLARED = re.compile(r"(<!--(?:(?!<!--).)*?-->|<[!?][a-zA-Z\[][^<>]*>)|<(?=[!?])", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?。…])\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, list or table as text, its first line in the source (1-based), and the tables in it."""

    text: str
    line: int = 0
    tables: tuple[Table, ...] = ()


def html_to_text(text: str) -> str:
    """The text that a browser would show: tags gone, entities read, line breaks and list items kept. Plain text stays as it is."""
    if not _TAG.search(text):
        return text.strip()
    reader = _TextOfHtml()
    reader.feed(_DECLARED.sub(lambda found: "" if found[1] else "&lt;", text))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def paragraphs(text: str, line: int) -> Iterator[Block]:
    """The paragraphs of a plain text, parted by empty lines. All are given the line of the text's start."""
    for part in re.split(r"\n\s*\n", text):
        if part.strip():
            yield Block(text=part.strip(), line=line)


def passages(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring blocks joined into passages of at most about 700 characters; a table is never cut."""
    held: list[Block] = []
    length = 0
    for block in _short(blocks):
        if held and length + len(block.text) > PASSAGE_LENGTH:
            yield _joined(held)
            held, length = [], 0
        held.append(block)
        length += len(block.text) + 1
    if held:
        yield _joined(held)


def _joined(blocks: list[Block]) -> Block:
    tables = tuple(table for block in blocks for table in block.tables)
    return Block(text="\n".join(block.text for block in blocks), line=blocks[0].line, tables=tables)


def _short(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if len(block.text) <= PASSAGE_LENGTH or block.tables:
            yield block
            continue
        for line in block.text.split("\n"):
            for sentence in _SENTENCE_END.split(line) if len(line) > PASSAGE_LENGTH else [line]:
                if sentence.strip():
                    yield Block(text=sentence.rstrip(), line=block.line)


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in {"td", "th"}:
            self.parts.append(" | " if self.parts and not self.parts[-1].endswith("\n") else "")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINE_ENDS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"li", "tr"}:
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
