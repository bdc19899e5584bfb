"""The door to the people of the console; see ``doors`` for what all doors promise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dangol.web.person_views import PersonRow, PersonView


class PeopleDoor(Protocol):
    def search(self, text: str, *, limit: int) -> Sequence[PersonRow]:
        """Whoever goes by this id, e-mail address, phone number or name; without any text, whoever was seen last."""
        ...

    def person(self, identity: str, *, at: datetime, before: int | None, whole: bool) -> PersonView:
        """The page of whoever stands behind an identity.

        Args:
            before: the timeline goes on after this event's position. whole: with what only the owner sees.

        Raises:
            NotFound: ``people.no_identity``.
        """
        ...
