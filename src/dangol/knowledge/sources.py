"""Which files make up a brand's knowledge, and what each of them says once it is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dangol.kit.errors import BadInput
from dangol.knowledge.article_csv import read_articles
from dangol.knowledge.facts import PassageKind
from dangol.knowledge.markdown_rows import read_markdown
from dangol.knowledge.product_files import read_product_file, tells_changes_only
from dangol.knowledge.review_rows import read_reviews
from dangol.knowledge.rows import Accepted, ImportKind, RefusedRow, Row
from dangol.knowledge.subject_rows import read_faqs, read_places, read_products
from dangol.knowledge.text_file import TextFile, read_text, storable_name

Progress = Callable[[int, int], None]
"""Called with (lines read, all lines) while files are read."""

BRAND = "brand:"

_MARKDOWN = {".md", ".markdown"}
_PASSAGES: tuple[tuple[ImportKind, PassageKind], ...] = (("policies", "policy"), ("articles", "article"))
_TICK = 200  # rows between two calls of ``Progress``


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A file with its text, and the reader that makes rows of it. ``partial``: what it does not name has not changed."""

    origin: str
    file: TextFile
    rows: Callable[[], Iterator[Row]]
    partial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedFile:
    """What a file says. ``empty`` when there is nothing in it, not even a row to refuse."""

    origin: str
    name: str
    accepted: tuple[Accepted, ...]
    refused: tuple[RefusedRow, ...]
    empty: bool
    partial: bool


def brand_sources(folder: Path) -> Iterator[SourceFile]:
    """The files of a brand's folder: products, places, questions, reviews, policies, articles; all but the products may be missing.

    Raises:
        BadInput: ``products.csv`` is missing, or a file that is there cannot be read.
    """
    yield _brand_table(folder, "products.csv", read_products)
    for name, reader in (("places.csv", read_places), ("faq.csv", read_faqs), ("reviews.csv", read_reviews)):
        if (folder / name).exists():
            yield _brand_table(folder, name, reader)
    for subfolder, kind in _PASSAGES:
        yield from _documents(folder / subfolder, f"{subfolder}/", BRAND, kind)


def brand_faq(file: TextFile) -> SourceFile:
    """The brand's ``faq.csv`` with the text that it is about to have."""
    return SourceFile(origin=f"{BRAND}{file.name}", file=file, rows=lambda: read_faqs(file))


def outside_sources(path: Path, kind: ImportKind, mapping: Mapping[str, str]) -> Iterator[SourceFile]:
    """A file outside the brand's folder, or a folder of Markdown files, to be read as ``kind``.

    Raises:
        BadInput: it is missing or cannot be read.
    """
    passage = dict(_PASSAGES).get(kind)
    if passage and path.is_dir():
        documents = list(_documents(path, f"{path}/", f"{kind}:", passage))
        if not documents:
            raise _no_documents(storable_name(str(path)))
        yield from documents
        return
    file = read_text(path, storable_name(str(path)))
    origin = f"{kind}:{file.name}"
    if passage and path.suffix.lower() in _MARKDOWN:
        yield _document(file, origin, passage, path)
    elif passage:
        yield SourceFile(origin=origin, file=file, rows=lambda: read_articles(file, mapping, passage))
    elif kind == "products":
        yield SourceFile(origin=origin, file=file, rows=lambda: read_product_file(file, mapping), partial=tells_changes_only(file))
    else:
        reader = {"places": read_places, "reviews": read_reviews}.get(kind, read_faqs)
        yield SourceFile(origin=origin, file=file, rows=lambda: reader(file, mapping))


def parse(sources: list[SourceFile], progress: Progress | None) -> list[ParsedFile]:
    """Reads every row of every file.

    Raises:
        BadInput: a file as a whole cannot be read: no header, a broken quote, no XML.
    """
    total, done = sum(source.file.lines for source in sources), 0
    parsed: list[ParsedFile] = []
    for source in sources:
        accepted: list[Accepted] = []
        refused: list[RefusedRow] = []
        for count, row in enumerate(source.rows(), start=1):
            if isinstance(row, RefusedRow):
                refused.append(row)
            else:
                accepted.append(row)
            if progress and count % _TICK == 0:
                line = row.line if isinstance(row, RefusedRow) else row.source.line
                progress(done + min(line, source.file.lines), total)
        done += source.file.lines
        if progress:
            progress(done, total)
        parsed.append(_parsed(source, accepted, refused))
    return parsed


def _parsed(source: SourceFile, accepted: list[Accepted], refused: list[RefusedRow]) -> ParsedFile:
    return ParsedFile(
        origin=source.origin,
        name=source.file.name,
        accepted=tuple(accepted),
        refused=tuple(refused),
        empty=not accepted and (not refused or not source.file.text.strip()),
        partial=source.partial,
    )


def _brand_table(folder: Path, name: str, reader: Callable[[TextFile], Iterator[Row]]) -> SourceFile:
    file = read_text(folder / name, name)
    return SourceFile(origin=f"{BRAND}{name}", file=file, rows=lambda: reader(file))


def _documents(folder: Path, shown_as: str, prefix: str, kind: PassageKind) -> Iterator[SourceFile]:
    if not folder.exists():
        return
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _MARKDOWN and not path.name.startswith("."))
    except OSError as error:
        raise BadInput(
            "file.unreadable",
            ko=f"{shown_as} 폴더를 읽을 수 없습니다. 폴더인지, 읽기 권한이 있는지 확인해 주세요.",
            en=f"{shown_as} cannot be read. Check that it is a folder and that you may read it.",
        ) from error
    for path in paths:
        file = read_text(path, storable_name(f"{shown_as}{path.name}"))
        yield _document(file, f"{prefix}{file.name}", kind, path)


def _no_documents(name: str) -> BadInput:
    return BadInput(
        "file.no_documents",
        ko=f"{name} 폴더에 .md 파일이 없습니다. 폴더 이름을 확인해 주세요.",
        en=f"There is no .md file in the folder {name}. Check its name.",
    )


def _document(file: TextFile, origin: str, kind: PassageKind, path: Path) -> SourceFile:
    return SourceFile(origin=origin, file=file, rows=lambda: read_markdown(file, kind, storable_name(path.stem)))
