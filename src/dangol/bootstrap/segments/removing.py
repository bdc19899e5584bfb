"""What has to be taken out of a platform's lists: digests that were exported and whose people no longer agree, or were erased."""

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select

from dangol.bootstrap.house import House
from dangol.bootstrap.segments.entitled import entitled
from dangol.bootstrap.segments.everybody import everybody
from dangol.bootstrap.segments.exporting import as_text, write_new
from dangol.bootstrap.segments.lists import segments_of
from dangol.kit.errors import BadInput
from dangol.knowledge.text_file import read_text
from dangol.offers.segment_file import Layout
from dangol.offers.tables import audience_digests
from dangol.people.consents import Recipient
from dangol.store.among import among

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def to_remove(house: House, to: Recipient, at: datetime) -> list[tuple[str, str]]:
    """Kind and digest of each that has to go, in the order of digests.

    A contact stays while it is still proven and its person still agrees, whether or not they are still in the segment; an erased person's
    digests are nobody's and always go.
    """
    with house.store.read() as connection:
        return _to_remove(house, connection, to, at)


def write_removals(house: House, to: Recipient, path: Path, at: datetime) -> int:
    """Writes them into a new file in the platform's layout. Answers how many; none is an empty list, and no file.

    Raises:
        Conflict, Refused: see ``exporting.write_new``. BadInput: ``segments.bad_file``.
    """
    gone = to_remove(house, to, at)
    if gone:
        layout = segments_of(house).layout(to)
        write_new(path, as_text(_rows(gone, layout), layout.header))
    return len(gone)


def removed(house: House, to: Recipient, path: Path, at: datetime) -> int:
    """Forgets the digests of a removal file that the platform has taken; those whose people agree again stay. Answers how many went.

    Raises:
        BadInput: ``audience.no_digests``, or the file cannot be read.
    """
    told = set(_DIGEST.findall(read_text(path, path.name).text))
    if not told:
        raise BadInput(
            "audience.no_digests",
            ko=f"{path.name}: 빼 달라고 쓴 파일이 아닙니다. dangol segments removals 가 만든 파일을 적어 주세요.",
            en=f"{path.name} is no file of removals. Give the one that dangol segments removals wrote.",
        )
    gone = {one for _, one in to_remove(house, to, at)} & told  # read first: to know everybody takes seconds
    with house.store.write() as connection:
        mine = (audience_digests.c.recipient == to, among(connection, audience_digests.c.digest, sorted(gone)))
        connection.execute(delete(audience_digests).where(*mine))
    return len(gone)


def _to_remove(house: House, connection: Connection, to: Recipient, at: datetime) -> list[tuple[str, str]]:
    given = connection.execute(select(audience_digests).where(audience_digests.c.recipient == to).order_by(audience_digests.c.digest)).all()
    if not given:
        return []
    still = {one.identity for mine in entitled(connection, everybody(house, connection, at), to).values() for one in mine}
    return [(row.kind, row.digest) for row in given if row.identity not in still]


def _rows(gone: list[tuple[str, str]], layout: Layout) -> list[list[str]]:
    """A line for each; of a kind that the layout no longer has, under its first column."""
    return [
        [one if column == (kind if kind in layout.columns else layout.columns[0]) else "" for column in layout.columns]
        for kind, one in gone
    ]
