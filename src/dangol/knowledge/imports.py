"""Brings files into the store: everything is read first, then written in one short transaction, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from dangol.kit.errors import BadInput
from dangol.knowledge.brand_toml import FILE, read_brand
from dangol.knowledge.cells import shown
from dangol.knowledge.entries import digest, entries
from dangol.knowledge.reconcile import Outcome, Wanted, reconcile
from dangol.knowledge.review_checks import Whose, checked
from dangol.knowledge.rows import ImportKind, RefusedRow, WithdrawnRow
from dangol.knowledge.sources import BRAND, ParsedFile, Progress, brand_sources, outside_sources, parse
from dangol.knowledge.tables import facts, faqs, passages, reviews
from dangol.knowledge.text_file import storable_name
from dangol.store.engine import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did. The things (products, places, questions, documents) are named ``product/<id>``, ``faq/<id>`` and so on.

    Attributes:
        added, changed, retired, unchanged: how many things; ``changed_things`` names those of the first three kinds.
        refused: the rows that were left out, in the files' order; line 0 speaks of a whole file.
        version: the knowledge version after it.
    """

    added: int
    changed: int
    retired: int
    unchanged: int
    changed_things: tuple[str, ...]
    refused: tuple[RefusedRow, ...]
    version: int


def import_folder(store: Store, folder: Path, at: datetime, progress: Progress | None = None, whose: Whose | None = None) -> ImportReport:
    """Imports a brand's folder; what is no longer in it is retired. Importing it twice changes nothing.

    A file of which every row is refused is left out as a whole, and a refused row's thing stays as it was.

    Args:
        whose: names the writer of a review, see ``review_checks``; None leaves reviews without one.

    Raises:
        BadInput: ``brand.toml`` or ``products.csv`` is missing or wrong, a file cannot be read as a whole, or one that had rows is
        empty now. Nothing has changed then.
    """
    brand = read_brand(folder)
    files = parse(list(brand_sources(folder)), progress)
    with store.write() as connection:
        report = write(connection, files, at, lambda origin: origin.startswith(BRAND), digest(asdict(brand.profile)), whose)
    return replace(report, refused=(*(_ignored(key) for key in brand.ignored), *report.refused))


def _ignored(key: str) -> RefusedRow:
    return RefusedRow(
        file=FILE,
        line=0,
        reason_ko=f"{shown(key)} 항목은 쓰이지 않습니다. 이름을 확인해 주세요.",
        reason_en=f"The key {shown(key)} is not used. Check its name.",
    )


def import_file(
    store: Store,
    path: Path,
    kind: ImportKind,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    whose: Whose | None = None,
) -> ImportReport:
    """Imports one file (or a folder of Markdown files) as ``kind``: adds and replaces by id.

    Only what an earlier import of the same path brought is retired when it is gone, and nothing by a feed that tells changes only.

    Args:
        mapping: for tables, ``id``, ``title`` and ``body`` (or a column of ours) to the file's own header.

    Raises:
        BadInput: as for ``import_folder``.
    """
    files = parse(list(outside_sources(path, kind, mapping or {})), progress)
    origins = {file.origin for file in files if not file.partial}
    within = storable_name(f"{kind}:{path}/")  # what had come from a folder of documents that is read again
    with store.write() as connection:
        return write(connection, files, at, lambda origin: origin in origins or origin.startswith(within), whose=whose)


def write(
    connection: Connection,
    files: list[ParsedFile],
    at: datetime,
    absent: Callable[[str], bool],
    brand_digest: str | None = None,
    whose: Whose | None = None,
) -> ImportReport:
    """Writes what the files say, inside the caller's transaction.

    Args:
        absent: whether what came from this origin, and is said no more, is retired.
        brand_digest: of the brand's profile; None leaves it as it was. whose: as for ``import_folder``.

    Raises:
        BadInput: ``file.emptied``.
    """
    files = checked(connection, files, whose)
    had = _origins(connection)
    for file in files:
        if file.empty and file.origin in had:
            raise _emptied(file.name)
    whole = [file for file in files if not file.accepted and file.refused and file.origin in had]
    left_out = {file.origin for file in whole}
    refused = tuple(row for file in files for row in (*file.refused, *([_all_refused(file)] if file in whole else [])))
    wanted = Wanted(
        entries={file.origin: list(entries(row for row in file.accepted if not isinstance(row, WithdrawnRow))) for file in files},
        withdrawn=frozenset(row.thing for file in files for row in file.accepted if isinstance(row, WithdrawnRow)),
        kept=frozenset(row.thing for row in refused if row.thing),
        retires=lambda origin: absent(origin) and origin not in left_out,
        brand_digest=brand_digest,
    )
    return _report(reconcile(connection, wanted, at), refused)


def _origins(connection: Connection) -> set[str]:
    return {
        origin
        for table in (facts, faqs, passages, reviews)
        for origin in connection.execute(select(table.c.origin).where(table.c.valid_to.is_(None)).distinct()).scalars()
    }


def _report(outcome: Outcome, refused: tuple[RefusedRow, ...]) -> ImportReport:
    return ImportReport(
        added=len(outcome.added),
        changed=len(outcome.changed),
        retired=len(outcome.retired),
        unchanged=len(outcome.unchanged),
        changed_things=tuple(sorted(outcome.added | outcome.changed | outcome.retired)),
        refused=refused,
        version=outcome.version,
    )


def _all_refused(file: ParsedFile) -> RefusedRow:
    return RefusedRow(
        file=file.name,
        line=0,
        reason_ko="읽을 수 있는 행이 하나도 없어 파일 전체를 건너뛰었습니다. 전에 가져온 내용은 그대로 둡니다.",
        reason_en="not one row can be read, so the whole file was left out. What was imported from it before stays.",
    )


def _emptied(name: str) -> BadInput:
    return BadInput(
        "file.emptied",
        ko=f"{name} 파일이 비었는데 전에는 내용이 있었습니다. 쓰다 만 파일이면 다시 저장하고, 정말 모두 없애려면 파일을 지워 주세요.",
        en=f"{name} is empty but had content before. If it was cut short, save it again; if all shall go, delete the file.",
    )
