"""The door to a brand's consultations; see ``doors`` for what all doors promise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from dangol.kit.pictures.picture import Picture
from dangol.offers.consultation.look import Look

ConsultAct = Literal["start", "answer", "back", "stop", "guide"]


class ConsultDoor(Protocol):
    """The brand's consultations. An unknown one raises ``NotFound``."""

    def titles(self, language: str) -> Sequence[tuple[str, str]]:
        """Id and title of each."""
        ...

    def look(self, name: str, *, inbox: str, external_id: str | None, language: str) -> Look:
        """What the page shows now; ``external_id`` is None for somebody who is not known here."""
        ...

    def act(
        self, name: str, what: ConsultAct, given: Mapping[str, str], *, inbox: str, external_id: str, language: str, at: datetime
    ) -> Look:
        """Does what was pressed. Raises ``BadInput`` when nothing that answers the question was given."""
        ...

    def send_picture(
        self, name: str, given: Mapping[str, str], raw: bytes, *, inbox: str, external_id: str, language: str, at: datetime
    ) -> Look:
        """Takes a picture as an answer. Raises ``BadInput`` when it is none that can be kept, or was not agreed to."""
        ...

    def picture(self, id_: str) -> Picture:
        """A picture that somebody sent, for staff. Raises ``NotFound``."""
        ...
