"""The door of a person to their own data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import own_profile, self_service
from dangol.bootstrap.character import FACET_NAMES, values_in_words
from dangol.bootstrap.house import House
from dangol.cli.doors.people_view import identity_line, trait_label
from dangol.people.dna import FACETS, VALUES, FacetName
from dangol.people.dna_words import WORDS
from dangol.people.identities import identity_id
from dangol.people.need_words import to_themselves
from dangol.web.views import MeCard, MeFacet, MeNeed, MeTrait


@dataclass(frozen=True, slots=True)
class MeDoor:
    house: House

    def who(self, *, inbox: str, external_id: str) -> str:
        return identity_id(self.house.key, inbox, external_id)

    def card(self, who: str) -> MeCard:
        known = self_service.known_of(self.house, who)
        profile = own_profile.profile_of(self.house, who, self.house.clock())
        snapshot = self.house.knowledge.snapshot()
        names = {f"{one.kind}/{one.id}": one.name for one in (*snapshot.products.values(), *snapshot.places.values())}
        return MeCard(
            identities=tuple(identity_line(one.inbox, one.kind, one.external_id) for one in known.identities),
            traits=tuple(
                MeTrait(name=name, label=trait_label(name), value=_text(trait.value))
                for name, trait in known.traits.items()
                if trait.value is not None and not name.startswith(WORDS)
            ),
            facets=tuple(_facet(name, profile) for name in FACETS) if known.identities else (),
            needs=tuple(
                MeNeed(kind=one.kind, subjects=one.subjects, says=to_themselves(one, names), latent=one.latent)
                for one in (*profile.needs, *profile.guesses)
            ),
            messages=known.messages,
            events=known.events,
        )

    def export(self, who: str) -> bytes:
        return self_service.export_of(self.house, who)

    def correct(self, who: str, *, name: str, value: str, at: datetime) -> None:
        self_service.correct(self.house, who, name, value, at)

    def say(self, who: str, *, act: str, facet: str, values: Sequence[str], at: datetime) -> None:
        own_profile.say_dna(self.house, who, act, facet, values, at)

    def dismiss(self, who: str, *, kind: str, subjects: Sequence[str], at: datetime) -> None:
        own_profile.dismiss(self.house, who, kind, subjects, at)

    def erase(self, who: str) -> None:
        self_service.erase_me(self.house, who)


def _facet(name: FacetName, profile: own_profile.Profile) -> MeFacet:
    known = next((one for one in profile.facets if one.name == name), None)
    many = name not in VALUES
    choices = VALUES.get(name) or tuple(dict.fromkeys((*profile.categories, *(known.values if known else ()))))
    return MeFacet(
        name=name,
        label=FACET_NAMES[name],
        value=values_in_words(name, known.values) if known else ("", ""),
        sure=round(100 * known.confidence) if known else 0,
        said=known is not None and known.said,
        off=name in profile.off,
        choices=tuple((one, values_in_words(name, [one])) for one in choices),
        chosen=known.values if known else (),
        many=many,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
