"""The parts of a person's page, each out of the room that knows it, in the words that the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dangol.bootstrap.character import FACET_NAMES, dna_of, values_in_words
from dangol.bootstrap.habits import how_often, rhythms_of
from dangol.bootstrap.house import House
from dangol.bootstrap.showing import Showing
from dangol.cli.doors.people_view import KINDS, STATES, identity_line, trait_label
from dangol.knowledge.facts import Snapshot
from dangol.people.consents import AUDIENCES, Consent, handing_over_since, history, stands
from dangol.people.dna import FACETS
from dangol.people.dna_words import WORDS, words_of
from dangol.people.identities import Identity
from dangol.people.merges import merges_of
from dangol.people.need_state import needs_of
from dangol.people.need_words import sentence
from dangol.people.needs import Need
from dangol.people.orders import orders_of
from dangol.people.rhythm import Rhythm
from dangol.people.traits import traits
from dangol.web.person_views import Bought, Known, LeftOut, Link, Shown, Trace, Turn, Wish, Word

_NEEDS, _TURNS, _ORDERS, _LEFT_OUT = 8, 6, 20, 40
_SPANS = {"day": 24.0, "week": 168.0}
_MONTH = 31.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """Whom the page is about, and as of when."""

    house: House
    connection: Connection
    snapshot: Snapshot
    person: str
    ids: Sequence[str]
    at: datetime

    @property
    def names(self) -> dict[str, str]:
        return {f"{one.kind}/{one.id}": one.name for one in (*self.snapshot.products.values(), *self.snapshot.places.values())}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.snapshot.brand.timezone)


def wishes(of: Looked) -> tuple[Wish, ...]:
    """What they want, the strongest first, with what will be left of it in a day."""
    later = {(one.kind, one.subjects): one.strength for one in needs_of(of.connection, of.person, of.at + _DAY)}
    found = needs_of(of.connection, of.person, of.at)[:_NEEDS]
    return tuple(_wish(one, later.get((one.kind, one.subjects), 0.0), of.names) for one in found)


def guesses(of: Looked, latent: Sequence[Need]) -> tuple[Wish, ...]:
    return tuple(_wish(one, 0.0, of.names) for one in latent)


def _wish(need: Need, tomorrow: float, names: dict[str, str]) -> Wish:
    called = [names.get(one, one.partition("/")[2] or one) for one in need.subjects]
    return Wish(
        kind=need.kind,
        name=(" · ".join(called), " · ".join(called)),
        why=sentence(need, names),
        strength=round(100 * need.strength),
        tomorrow=round(100 * tomorrow),
        evidence=len(need.evidence),
        expires=need.expires,
        latent=need.latent,
    )


def turns(of: Looked) -> tuple[Turn, ...]:
    """What comes again, the soonest first; nothing of somebody who switched interests or hours off."""
    said = words_of(of.connection, of.person)
    if any(said[name].off for name in ("interests", "hours") if name in said):
        return ()
    found = rhythms_of(of.house, of.connection, of.snapshot, of.person, of.at)[:_TURNS]
    return tuple(_turn(one, of) for one in found)


def _turn(one: Rhythm, of: Looked) -> Turn:
    called = of.names.get(one.thing, one.thing.partition("/")[2])
    span = _SPANS.get(one.period, _MONTH)
    middle = (one.center - 1 if one.period == "month" else one.center) / span
    clocked = one.period != "gap"
    return Turn(
        name=(called, called),
        says=how_often(one),
        period=one.period,
        center=middle % 1.0 if clocked else 0.0,
        give=one.give / span if clocked else 0.0,
        next_at=one.next_at.replace(tzinfo=of.zone),
        chance=round(100 * one.probability),
        turns=one.turns,
    )


def traces(of: Looked) -> tuple[Trace, ...]:
    """The DNA in the order of its facets; what they switched off says so and nothing else."""
    said = words_of(of.connection, of.person)
    found = {one.name: one for one in dna_of(of.house, of.connection, of.snapshot, of.person, of.at)}
    made: list[Trace] = []
    for name in FACETS:
        if (word := said.get(name)) is not None and word.off:
            made.append(Trace(name=FACET_NAMES[name], value=("", ""), off=True))
        elif (one := found.get(name)) is not None:
            value = values_in_words(name, one.values)
            sure = round(100 * one.confidence)
            made.append(Trace(name=FACET_NAMES[name], value=value, sure=sure, evidence=len(one.evidence), said=one.said))
    return tuple(made)


def shown(now: Showing) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            section=(section.ko, section.en),
            title=card.title,
            kind=card.kind,
            price=card.price,
            pays=card.pays,
            why=(card.ko, card.en),
            score=round(100 * now.scores.get(card.id, 0.0)),
        )
        for section in now.home.sections
        for card in section.cards
    )


def left_out(now: Showing) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(title=one.title, rule=one.rule, detail=one.detail) for one in now.kept[:_LEFT_OUT])


def links(connection: Connection, everyone: Sequence[Identity], *, whole: bool) -> tuple[Link, ...]:
    """All identities with the evidence that joins each; without ``whole`` contacts are masked and the evidence is not told."""
    made: list[Link] = []
    for place, one in enumerate(everyone):
        line = identity_line(one.inbox, one.kind, one.external_id)
        joined = [merge for merge in merges_of(connection, one.id) if merge.undone_at is None] if place and whole else []
        best = max(joined, key=lambda merge: merge.confidence, default=None)
        made.append(
            Link(
                line=line if whole or one.kind in ("anonymous", "channel") else f"{KINDS[one.kind]} · {one.external_id[:2]}…",
                first_seen=one.first_seen,
                last_seen=one.last_seen,
                evidence=best.evidence if best else "",
                sure=round(100 * best.confidence) if best else 100,
            )
        )
    return tuple(made)


def words(connection: Connection, everyone: Sequence[Identity]) -> tuple[Word, ...]:
    """All words about advertising, the newest first; one counts while the gate would go by it."""
    inbox_of = {one.id: one.inbox for one in everyone}
    said = history(connection, list(inbox_of))
    return tuple(
        Word(
            inbox=inbox_of[one.identity],
            purpose=one.purpose,
            act=one.act,
            at=one.at,
            wording=one.wording,
            source=one.source,
            counts=_counts(one, said),
        )
        for one in reversed(said)
    )


def _counts(one: Consent, said: Sequence[Consent]) -> bool:
    """Whether it decides what is allowed now, by all that the person has said."""
    for to, purpose in AUDIENCES.items():
        if one.purpose == purpose:
            since = handing_over_since(said, one.identity, to)
            return one.at == since if one.act == "given" else since is None
    now = stands(said, one.identity)
    held = now.given_at if one.purpose == "promotional" else now.night_given_at
    return one.at == held if one.act == "given" else one.at == now.refused_at and now.given_at is None


def bought(of: Looked) -> tuple[Bought, ...]:
    """Orders as the journal has them, with how the shop says that they stand, the newest first."""
    states = {one.number: STATES.get(one.value("state"), "") for one in orders_of(of.connection, of.ids)}
    events = of.house.journal.latest(of.connection, identities=of.ids, types=("order.completed",), limit=_ORDERS)
    return tuple(
        Bought(
            number=number, products=_products(event.payload.get("products"), of.names), state=states.get(number, ""), at=event.occurred_at
        )
        for event in events
        for number in [str(event.payload.get("order_id") or "")]
    )


def _products(lines: object, names: dict[str, str]) -> str:
    """An erased order has none."""
    told = lines if isinstance(lines, list) else []
    called = [(names.get(f"product/{line['product_id']}", str(line["product_id"])), line.get("quantity")) for line in told]
    return ", ".join(f"{name} {count}" if isinstance(count, int | float) and count > 1 else name for name, count in called)


def known(of: Looked, *, whole: bool) -> tuple[Known, ...]:
    """Traits with who said them; contacts among them are the owner's to see."""
    return tuple(
        Known(name=trait_label(name), value=str(one.value), source=one.source, at=one.set_at)
        for name, one in traits(of.connection, of.person).items()
        if one.value is not None and not name.startswith(WORDS) and (whole or not _contact(name))
    )


def _contact(name: str) -> bool:
    return any(word in name.lower() for word in ("mail", "phone", "address", "birth", "전화", "주소", "생일", "생년"))


def clock(of: Looked, most: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many of their latest events fell on each hour of the day and each day of the week; none where they switched that off."""
    hours, days = [0] * 24, [0] * 7
    if (word := words_of(of.connection, of.person).get("hours")) is not None and word.off:
        return tuple(hours), tuple(days)
    for event in of.house.journal.latest(of.connection, identities=of.ids, limit=most):
        if event.occurred_at <= of.at and not event.type.endswith((".sent", ".considered", ".shown", ".described", ".aliased")):
            when = event.occurred_at.astimezone(of.zone)
            hours[when.hour] += 1
            days[when.weekday()] += 1
    return tuple(hours), tuple(days)
