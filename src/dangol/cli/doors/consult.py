"""The door to a brand's consultations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap.consultation import page
from dangol.bootstrap.consultation.page import Act, Reader
from dangol.bootstrap.house import House
from dangol.kit.pictures.picture import Picture
from dangol.offers.consultation.look import Look
from dangol.offers.consultation.pictures import picture_of


@dataclass(frozen=True, slots=True)
class ConsultDoor:
    house: House

    def titles(self, language: str) -> Sequence[tuple[str, str]]:
        return page.titles(self.house, language)

    def look(self, name: str, *, inbox: str, external_id: str | None, language: str) -> Look:
        return page.look(self.house, name, Reader(inbox=inbox, external_id=external_id, language=language))

    def act(self, name: str, what: Act, given: Mapping[str, str], *, inbox: str, external_id: str, language: str, at: datetime) -> Look:
        return page.act(self.house, name, Reader(inbox=inbox, external_id=external_id, language=language), what, given, at)

    def send_picture(
        self, name: str, given: Mapping[str, str], raw: bytes, *, inbox: str, external_id: str, language: str, at: datetime
    ) -> Look:
        return page.send_picture(self.house, name, Reader(inbox=inbox, external_id=external_id, language=language), given, raw, at)

    def picture(self, id_: str) -> Picture:
        with self.house.store.read() as connection:
            return picture_of(connection, id_)
