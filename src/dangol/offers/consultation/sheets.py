"""Sheets kept and found; what a step leaves behind, written in the caller's transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, delete, select

from dangol.offers.consultation.pictures import drop_others
from dangol.offers.consultation.questionnaire import Answers, Value
from dangol.offers.consultation.sheet import Sheet, Step
from dangol.offers.consultation.tables import consultations
from dangol.people.traits import set_trait
from dangol.store.among import among
from dangol.store.upsert import insert_or_update


def write(connection: Connection, step: Step, at: datetime) -> None:
    """Keeps the sheet and its traits. An ended sheet is deleted, and so is one that was done for this once; its pictures go with it.

    Raises:
        NotFound: ``people.no_identity``.
    """
    sheet = step.sheet
    mine = (consultations.c.identity == sheet.identity, consultations.c.consultation == sheet.consultation)
    ended = sheet.status == "ended" or (sheet.status == "done" and sheet.consent != "kept")
    if ended:
        connection.execute(delete(consultations).where(*mine))
    else:
        new = _columns(sheet, at)
        update = [name for name in new if name not in consultations.primary_key.columns]
        connection.execute(insert_or_update(connection, consultations, update=update), new)
    drop_others(connection, sheet, ended)
    for name, value in step.traits.items():
        set_trait(connection, sheet.identity, name, value, f"consultation/{sheet.consultation}", at)


def sheet_of(connection: Connection, identity: str, consultation: str) -> Sheet | None:
    """Their sheet of this consultation, None while there is none."""
    query = select(consultations).where(consultations.c.identity == identity, consultations.c.consultation == consultation)
    row = connection.execute(query).one_or_none()
    return _sheet(row) if row else None


def open_in_chat(connection: Connection, identity: str) -> Sheet | None:
    """The sheet whose question waits in the chat; the newest, should there be several."""
    query = select(consultations).where(
        consultations.c.identity == identity, consultations.c.status == "open", consultations.c.place == "chat"
    )
    row = connection.execute(query.order_by(consultations.c.changed_at.desc(), consultations.c.consultation).limit(1)).one_or_none()
    return _sheet(row) if row else None


def sheets_of(connection: Connection, identities: Collection[str]) -> list[Sheet]:
    """All sheets of these identities, the newest first."""
    query = select(consultations).where(among(connection, consultations.c.identity, identities))
    return [_sheet(row) for row in connection.execute(query.order_by(consultations.c.changed_at.desc()))]


def _columns(sheet: Sheet, at: datetime) -> dict[str, object]:
    answers = {name: list(one) if isinstance(one, tuple) else one for name, one in sheet.answers.items()}
    rest = {name: getattr(sheet, name) for name in ("identity", "consultation", "place", "status", "consent", "wording", "misses")}
    return {**rest, "answers": answers, "said": list(sheet.said), "started_at": sheet.started_at, "changed_at": at}


def _sheet(row: Row[tuple[object, ...]]) -> Sheet:
    given: dict[str, Value] = {name: tuple(one) if isinstance(one, list) else one for name, one in row.answers.items()}
    answers: Answers = given
    return Sheet(
        identity=row.identity,
        consultation=row.consultation,
        answers=answers,
        place=row.place,
        status=row.status,
        consent=row.consent,
        wording=row.wording,
        said=tuple(row.said),
        misses=row.misses,
        started_at=row.started_at,
        changed_at=row.changed_at,
    )
