"""What only the whole import can say of a review: whether its product is known, and whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from dangol.knowledge.cells import shown
from dangol.knowledge.rows import RefusedRow, ReviewRow, SubjectRow
from dangol.knowledge.sources import ParsedFile
from dangol.knowledge.tables import facts

Whose = Callable[[str, str], str | None]
"""(where it was written, the writer's id there) → the writer's pseudonym; None for somebody who was erased."""


def checked(connection: Connection, files: Sequence[ParsedFile], whose: Whose | None) -> list[ParsedFile]:
    """The files with reviews of unknown products and of erased writers refused, and the others' writers by their pseudonyms."""
    if not any(isinstance(row, ReviewRow) for file in files for row in file.accepted):
        return list(files)
    current = select(facts.c.subject).where(facts.c.kind == "product", facts.c.valid_to.is_(None)).distinct()
    products = set(connection.execute(current).scalars())
    products |= {row.id for file in files for row in file.accepted if isinstance(row, SubjectRow) and row.kind == "product"}
    return [_checked(file, products, whose) for file in files]


def _checked(file: ParsedFile, products: set[str], whose: Whose | None) -> ParsedFile:
    accepted, refused = [], list(file.refused)
    for row in file.accepted:
        settled = _settled(row, products, whose) if isinstance(row, ReviewRow) else row
        if isinstance(settled, RefusedRow):
            refused.append(settled)
        else:
            accepted.append(settled)
    return replace(file, accepted=tuple(accepted), refused=tuple(sorted(refused, key=lambda row: row.line)))


def _settled(row: ReviewRow, products: set[str], whose: Whose | None) -> ReviewRow | RefusedRow:
    if row.product not in products:
        return _refused(
            row,
            f"product {shown(row.product)}은(는) 없는 상품입니다. products.csv의 id를 적어 주세요.",
            f"there is no product {shown(row.product)}. Write an id of products.csv.",
        )
    if not row.author or whose is None:
        return replace(row, author="")
    identity = whose(row.channel, row.author)
    if identity is None:
        return replace(
            _refused(
                row,
                "개인정보를 지워 달라고 한 분의 후기입니다. 이 줄을 파일에서 지워 주세요.",
                "its writer has asked to be erased. Delete this line from the file.",
            ),
            thing="",
        )
    return replace(row, author="", identity=identity)


def _refused(row: ReviewRow, ko: str, en: str) -> RefusedRow:
    return RefusedRow(file=row.source.file, line=row.source.line, reason_ko=ko, reason_en=en, thing=row.thing)
