"""The door of a person to their own data."""

import json
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import self_service
from dangol.bootstrap.house import House
from dangol.cli.doors.people_view import identity_line, trait_label
from dangol.people.identities import identity_id
from dangol.web.views import MeCard, MeTrait


@dataclass(frozen=True, slots=True)
class MeDoor:
    house: House

    def who(self, *, inbox: str, external_id: str) -> str:
        return identity_id(self.house.key, inbox, external_id)

    def card(self, who: str) -> MeCard:
        known = self_service.known_of(self.house, who)
        return MeCard(
            identities=tuple(identity_line(one.inbox, one.kind, one.external_id) for one in known.identities),
            traits=tuple(
                MeTrait(name=name, label=trait_label(name), value=_text(trait.value))
                for name, trait in known.traits.items()
                if trait.value is not None
            ),
            messages=known.messages,
            events=known.events,
        )

    def export(self, who: str) -> bytes:
        return self_service.export_of(self.house, who)

    def correct(self, who: str, *, name: str, value: str, at: datetime) -> None:
        self_service.correct(self.house, who, name, value, at)

    def erase(self, who: str) -> None:
        self_service.erase_me(self.house, who)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
