"""What a person may do with their own data: see, correct, take along, erase. They proved one identity; what is certain goes with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.exporting import export
from dangol.bootstrap.house import House
from dangol.bootstrap.person_file import DATA, PAGE, page, zipped
from dangol.conversations.tables import conversations, messages
from dangol.events.tables import envelopes
from dangol.kit.errors import BadInput
from dangol.people.identities import Identity
from dangol.people.proven import proven
from dangol.people.traits import Trait, set_trait, traits_of
from dangol.store.among import among

SOURCE = "self"  # of traits that a person has corrected
MOST_LETTERS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of somebody, in few words: their identities, their traits by name, how many messages and events."""

    identities: tuple[Identity, ...]
    traits: Mapping[str, Trait]
    messages: int
    events: int


def known_of(house: House, who: str) -> Known:
    """What there is; empty for somebody of whom nothing is known."""
    with house.store.read() as connection:
        mine = proven(connection, who)
        ids = [one.id for one in mine]
        talks = select(func.count()).select_from(messages).join(conversations, conversations.c.id == messages.c.conversation)
        happened = select(func.count()).select_from(envelopes).where(among(connection, envelopes.c.identity, ids))
        return Known(
            identities=tuple(mine),
            traits=traits_of(connection, ids),
            messages=connection.execute(talks.where(among(connection, conversations.c.identity, ids))).scalar_one(),
            events=connection.execute(happened).scalar_one(),
        )


def export_of(house: House, who: str) -> bytes:
    """All of it as a ZIP, as ``dangol export-person`` makes it."""
    with house.store.read() as connection:
        exported: dict[str, Any] = export(house, connection, proven(connection, who))
    return zipped({PAGE: page(exported), DATA: json.dumps(exported, ensure_ascii=False, indent=1)})


def correct(house: House, who: str, name: str, value: str, at: datetime) -> None:
    """Puts another value in the place of a trait; an empty one says that it is not so.

    Raises:
        BadInput: ``me.no_trait``, nothing of this name is known; ``me.too_long``.
    """
    value = value.strip()
    if len(value) > MOST_LETTERS:
        raise BadInput("me.too_long", ko=f"{MOST_LETTERS}자보다 길어요.", en=f"Longer than {MOST_LETTERS} characters.")
    with house.store.write() as connection:
        mine = proven(connection, who)
        if name not in traits_of(connection, [one.id for one in mine]):
            raise BadInput("me.no_trait", ko="그런 항목이 없어요. 화면을 새로 고쳐 주세요.", en="There is no such entry. Reload the page.")
        set_trait(connection, mine[0].id, name, value or None, SOURCE, at)


def erase_me(house: House, who: str) -> int:
    """Erases them and answers how many identities that were. Nothing known, nothing done."""
    with house.store.read() as connection:
        ids = [one.id for one in proven(connection, who)]
    if ids:
        erase(house, ids)
    return len(ids)
