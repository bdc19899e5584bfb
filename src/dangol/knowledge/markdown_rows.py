"""Reads a Markdown file into passages: each heading begins one, and so does the text before the first heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from dangol.knowledge.anchors import anchors
from dangol.knowledge.facts import PassageKind, Source
from dangol.knowledge.plain_text import Block, html_to_text, passages
from dangol.knowledge.rows import PassageRow, RefusedRow, Row, Table
from dangol.knowledge.text_file import DAMAGED, TextFile

MAX_CHARACTERS = 2_000_000

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_WEB = ("http://", "https://", "mailto:", "tel:")


def read_markdown(file: TextFile, kind: PassageKind, document: str) -> Iterator[Row]:
    """The passages of one document, numbered from 1 and named by ``anchors``.

    The first level-1 heading is the document's title (else ``document`` is) and stands in no passage's ``headings``.
    Front matter is not read; HTML counts by its text. A file without text, or with bytes that are no text, is one refusal.
    """
    problem = _problem(file)
    if problem:
        line, ko, en = problem
        yield RefusedRow(file=file.name, line=line, reason_ko=ko, reason_en=en, thing=f"{kind}/{document}")
        return
    front = _FRONT_MATTER.match(file.text)
    skipped = front[0].count("\n") if front else 0
    title, sections = _sections(file.text[front.end() :] if front else file.text)
    found = [(section.headings, passage) for section in sections for passage in passages(section.blocks)]
    names = anchors(title, [headings for headings, _ in found])
    for number, (anchor, (headings, passage)) in enumerate(zip(names, found, strict=True), start=1):
        yield PassageRow(
            kind=kind,
            document=document,
            anchor=anchor,
            number=number,
            title=title or document,
            headings=headings,
            text=passage.text,
            tables=passage.tables,
            source=Source(file=file.name, line=passage.line + skipped),
        )
    if not found:
        yield _without_text(file.name, f"{kind}/{document}")


@dataclass(slots=True)
class _Section:
    headings: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


def _sections(text: str) -> tuple[str, list[_Section]]:
    title = ""
    path: list[tuple[int, str]] = []
    sections = [_Section(headings=())]
    for node in SyntaxTreeNode(_MARKDOWN.parse(text)).children:
        if node.type == "heading":
            level, heading = int(node.tag[1]), " ".join(_inline_of(node).split())
            path = [(above, name) for above, name in path if above < level]
            if level == 1 and not title:
                title = heading
            else:
                path.append((level, heading))
            sections.append(_Section(headings=tuple(name for _, name in path if name)))
            continue
        tables: list[Table] = []
        shown = _text_of(node, tables).strip("\n")
        if shown.strip():
            sections[-1].blocks.append(Block(text=shown, line=(node.map or (0, 0))[0] + 1, tables=tuple(tables)))
    return title, sections


def _text_of(node: SyntaxTreeNode, tables: list[Table]) -> str:
    """A block as plain lines; tables met on the way are added to ``tables``."""
    match node.type:
        case "paragraph" | "heading":
            return _inline_of(node)
        case "fence" | "code_block":
            return node.content.rstrip("\n")
        case "html_block":
            return html_to_text(node.content)
        case "table":
            table = _table_of(node)
            tables.append(table)
            return "\n".join(" | ".join(row) for row in table)
        case "list_item":
            return "- " + "\n".join(_text_of(child, tables) for child in node.children).replace("\n", "\n  ")
        case _:
            return "\n".join(_text_of(child, tables) for child in node.children)


def _table_of(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    return tuple(tuple(" ".join(_inline_of(cell).split()) for cell in row.children) for row in rows)


def _inline_of(node: SyntaxTreeNode) -> str:
    tokens = [token for child in node.children if child.type == "inline" and child.token for token in child.token.children or []]
    return _inline(tokens).strip()


def _inline(tokens: list[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "image":
                parts.append(token.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "html_inline":
                parts.append("\n" if token.content.lower().startswith("<br") else "")
            case "link_open":
                links.append((len(parts), str(token.attrs.get("href", ""))))
            case "link_close":
                start, target = links.pop()
                parts.append(_target(target, "".join(parts[start:])))
    return "".join(parts)


def _target(target: str, words: str) -> str:
    """A link's address is something the brand says, so it is kept unless the words already show it."""
    return f" ({target})" if target.startswith(_WEB) and target.partition(":")[2].strip("/") not in words else ""


def _problem(file: TextFile) -> tuple[int, str, str] | None:
    bad = DAMAGED.search(file.text) or re.search("\0", file.text)
    if bad:
        line = file.text.count("\n", 0, bad.start()) + 1
        ko = "읽을 수 없는 바이트가 있습니다. 파일을 UTF-8로 다시 저장해 주세요."
        return line, ko, "there are bytes that are no text. Save the file again as UTF-8."
    if len(file.text) > MAX_CHARACTERS:
        ko = f"글이 너무 깁니다({len(file.text):,}자, 최대 {MAX_CHARACTERS:,}자). 나누어 주세요."
        return 0, ko, f"the text is too long ({len(file.text):,} characters; at most {MAX_CHARACTERS:,}). Divide it."
    return None


def _without_text(file: str, thing: str) -> RefusedRow:
    return RefusedRow(
        file=file,
        line=0,
        reason_ko="글이 없습니다. 내용을 적거나 파일을 지워 주세요.",
        reason_en="there is no text. Write some, or delete the file.",
        thing=thing,
    )
