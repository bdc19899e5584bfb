"""Pictures that people sent in a consultation: sealed, one an image question, gone with its answer."""

from base64 import b64decode, b64encode
from collections.abc import Collection
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from dangol.kit.errors import NotFound
from dangol.kit.pictures.picture import Picture
from dangol.offers.consultation.questionnaire import ATTACHED
from dangol.offers.consultation.sheet import Sheet
from dangol.offers.consultation.tables import pictures
from dangol.store.among import among
from dangol.store.sealed import open_value, seal_value
from dangol.store.upsert import insert_or_update

_NEW = ("media", "width", "height", "orientation", "picture", "wording", "at")


class Kept(NamedTuple):
    """A picture without its bytes."""

    id: str
    identity: str
    consultation: str
    question: str


def keep(connection: Connection, sheet: Sheet, question: str, picture: Picture, wording: str, at: datetime) -> None:
    """Keeps a picture, in the place of an earlier one for the same question. ``wording``: what was agreed to."""
    row = {
        "id": _id(sheet.identity, sheet.consultation, question),
        "identity": sheet.identity,
        "consultation": sheet.consultation,
        "question": question,
        "media": picture.media,
        "width": picture.width,
        "height": picture.height,
        "orientation": picture.orientation,
        "picture": seal_value(connection, b64encode(picture.data).decode()),
        "wording": wording,
        "at": at,
    }
    connection.execute(insert_or_update(connection, pictures, update=_NEW), row)


def drop_others(connection: Connection, sheet: Sheet, ended: bool) -> None:
    """Deletes the pictures of a sheet that answer none of its questions any more; all of them when it has ``ended``."""
    answering = [] if ended else [name for name, value in sheet.answers.items() if value == (ATTACHED.id,)]
    mine = (pictures.c.identity == sheet.identity, pictures.c.consultation == sheet.consultation)
    connection.execute(delete(pictures).where(*mine, pictures.c.question.not_in(answering)))


def pictures_of(connection: Connection, identities: Collection[str]) -> list[Kept]:
    """Which pictures these identities have sent, the newest first."""
    columns = (pictures.c.id, pictures.c.identity, pictures.c.consultation, pictures.c.question)
    query = select(*columns).where(among(connection, pictures.c.identity, identities)).order_by(pictures.c.at.desc(), pictures.c.id)
    return [Kept(*row) for row in connection.execute(query)]


def picture_of(connection: Connection, id_: str) -> Picture:
    """A picture with its bytes.

    Raises:
        NotFound: ``picture.unknown``.
    """
    row = connection.execute(select(pictures).where(pictures.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound("picture.unknown", ko="그 사진은 없거나 지워졌어요.", en="That picture is not there, or was erased.")
    data = b64decode(open_value(connection, row.picture))
    return Picture(media=row.media, width=row.width, height=row.height, orientation=row.orientation, data=data)


def _id(identity: str, consultation: str, question: str) -> str:
    return blake2b("\0".join((identity, consultation, question)).encode(), digest_size=16, person=b"picture").hexdigest()
