"""Once a day for everybody who agreed to advertising: is there something worth saying, and is saying nothing better?

Everything that leaves goes through ``decisions.promote`` and the gate. One decision a person and day is a rule of the journal itself: the
event that records it has a key that can be there only once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection, select

from dangol.bootstrap.fatigue import tired_at, unanswered
from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.lessons import CONSIDERED, Lessons, lessons
from dangol.bootstrap.offer_settings import OfferSettings, read_offer_settings
from dangol.bootstrap.own_policy import live_policy
from dangol.bootstrap.scenes import Gathered, coupon_key
from dangol.conversations.threads import newest
from dangol.decisions.bandit import SILENT
from dangol.decisions.holdout import held_out
from dangol.decisions.promote import Promotion, promote
from dangol.events.event import Event
from dangol.kit.errors import DangolError
from dangol.offers.coupons import issue
from dangol.offers.offer import Floor
from dangol.outbox.pressure import Caps, room, sent_to
from dangol.people.consents import standing
from dangol.people.dna import Word
from dangol.people.dna_words import words_of
from dangol.people.identities import Identity, find, members
from dangol.people.tables import consents

if TYPE_CHECKING:
    from dangol.decisions.moment import Chosen
    from dangol.offers.arrange import Item
    from dangol.offers.saving import Deal

_A_ROUND = 50  # people; the others follow in the next round
_RELEARN = timedelta(hours=1)
_FROM_HOUR = 9  # nobody is thought of before, in the brand's time: the day's own news is in by then
_ABOUT = 200  # events that say at which hour somebody is mostly about
_log = structlog.get_logger("dangol.moments")


@dataclass(slots=True)
class Moments:
    """One worker's round through everybody; what was learned is kept for an hour."""

    house: House
    _lessons: Lessons | None = None
    _learned_at: datetime | None = None
    _after: str = ""
    _day: str = ""

    def round(self) -> bool:
        """Thinks of some more people; answers whether there are more. Nothing at all while ``[offers] messages`` is off."""
        told = read_offer_settings(self.house.knowledge.brand().offers)
        now = self.house.clock()
        local = now.astimezone(ZoneInfo(self.house.knowledge.brand().profile.timezone))
        if told.messages == "off" or local.hour < _FROM_HOUR:
            return False
        if self._day != f"{local:%Y-%m-%d}":
            self._day, self._after = f"{local:%Y-%m-%d}", ""
        with self.house.store.read() as connection:
            due = _agreed(connection, self._after)
        self._after = due[-1] if due else self._after
        for name in due:
            self._think_of(name, told, now, local)
        return len(due) == _A_ROUND

    def _think_of(self, name: str, told: OfferSettings, now: datetime, local: datetime) -> None:
        try:
            consider(self.house, name, told, self.lessons(now), now, local)
        except DangolError as error:
            if error.retry:
                raise
            _log.warning("moments.failed", code=error.code)

    def lessons(self, now: datetime) -> Lessons:
        if self._lessons is None or self._learned_at is None or now - self._learned_at >= _RELEARN:
            self._lessons, self._learned_at = lessons(self.house, now), now
            if self._lessons.effect.harms:
                _log.error("moments.harm", mean=round(self._lessons.effect.mean, 4), treated=self._lessons.effect.treated)
        return self._lessons


def consider(house: House, name: str, told: OfferSettings, known: Lessons, now: datetime, local: datetime) -> bool:
    """Thinks of one identity that agreed: True when there was a choice to make, whatever it was; the day's second time changes nothing."""
    from numpy.random import default_rng

    from dangol.decisions.moment import arms, choose
    from dangol.offers.arrange import items

    with house.store.read() as connection:
        who = find(connection, name)
        if not _may(house, connection, who, told, now):
            return False
        ids = [one.id for one in members(connection, who.person)]
        fixed = live_policy(connection, told)
    found = house.scenes.of(house, ids, now, patience=None)
    if found.why == "off" or found.scene.customer.child:
        return False
    options = arms([item for item in items(found.scene, products=False) if not _apart(item)])
    if not options:
        return False
    if held_out(house.key, who.person, told.holdout):
        return _record(house, who, _said(SILENT, options, 1.0, "holdout"), now, local)
    if known.effect.harms:
        return _record(house, who, _said(SILENT, options, 1.0, "harm"), now, local)
    chosen = choose(options, known.learned, default_rng(), explore=told.explore, fixed=fixed)
    if chosen.item is None:
        return _record(house, who, _said(SILENT, options, chosen.propensity, "policy"), now, local)
    return _write(house, who, found, chosen, told, now, local)


def _may(house: House, connection: Connection, who: Identity, told: OfferSettings, now: datetime) -> bool:
    """Whether this identity may be written to at all today: connected, agreed, nobody of ours in the talk, not too much already."""
    inbox = house.inboxes().get(who.inbox)
    if inbox is None or inbox.mode == "off" or (inbox.channel != WEB and house.connection(who.inbox) is None):
        return False
    agreed = standing(connection, who.id).given_at
    if agreed is None or agreed > now:
        return False
    talk = newest(connection, identity=who.id, inbox=who.inbox)
    if talk is not None and talk.state in {"waiting", "human"}:
        return False
    ids = [one.id for one in members(connection, who.person)]
    sent = sent_to(connection, who.id, now)
    caps = Caps(a_day=told.a_day, a_week=told.a_week, a_month=told.a_month)
    if not room(caps, sent, now):
        return False
    return room(caps, sent, now, tired=tired_at(house, connection, ids, now), unanswered=unanswered(house, connection, ids, sent))


def _write(house: House, who: Identity, found: Gathered, chosen: "Chosen", told: OfferSettings, now: datetime, local: datetime) -> bool:
    """The choice, its event, the coupon and the row of the outbox in one transaction, or none of it."""
    from dangol.decisions.moment import when

    item = chosen.item
    assert item is not None
    assert item.offer is not None
    due = [one.next_at for one in found.rhythms]
    with house.store.read() as connection:
        hours = words_of(connection, who.id).get("hours", Word())
        usual = [
            event.occurred_at.astimezone(local.tzinfo).replace(tzinfo=None)
            for event in house.journal.latest(connection, identities=[who.id], limit=_ABOUT)
            if not hours.off
        ]
    goes = when(local.replace(tzinfo=None), [] if hours.off else due, usual, "".join(hours.values)).replace(tzinfo=local.tzinfo)
    deal = alone(item, found.scene.floor)
    saved = deal.saving / deal.price if deal and deal.price else 0.0
    said = {"arm": chosen.arm, "context": chosen.context, "propensity": chosen.propensity, "reason": "policy"}
    said["options"] = " ".join(chosen.options)
    with house.store.write() as connection:
        appended = house.journal.append(connection, [_event(who, {**said, "offer": item.id, "saved": saved}, now, local)])[0]
        if appended.duplicate:
            return False
        code = ""
        if item.offer.kind == "coupon":
            mine = [one.id for one in members(connection, who.person)]
            code = issue(connection, coupon_key(house), found.scene.book[item.id], who.id, mine, now).code
        wanted = Promotion(
            key=f"{item.id}/{local:%Y-%m-%d}",
            identity=who.id,
            inbox=who.inbox,
            text=text_of(item, deal, code),
            category=item.product.category if item.product else "",
            reasons=(f"offer.{item.offer.kind}", f"wanted.{item.wanted.source}", f"context.{chosen.context}"),
            propensity=chosen.propensity,
            offer=item.id,
            about=(f"product/{item.product.id}",) if item.product else (),
        )
        mode = house.inboxes()[who.inbox].mode
        draft = told.messages == "draft_only" or mode == "draft_only"
        promote(connection, wanted, sender=house.desk().sender, new_id=house.new_id, at=now, not_before=goes, draft=draft)
    return True


def alone(item: "Item", floor: Floor) -> "Deal | None":
    """What the offer makes of the price by itself: a message holds one code, so it names no price that wants another."""
    from dangol.offers.saving import best_deal

    offer, product = item.offer, item.product
    if offer is None or product is None or product.price is None:
        return None
    return best_deal(product.price, offer if offer.price is not None else None, [offer] if offer.kind == "coupon" else [], floor)


def text_of(item: "Item", deal: "Deal | None", code: str) -> str:
    """What is written: the owner's words, the price by this offer, the code, and why this person is told."""
    offer, product = item.offer, item.product
    assert offer is not None
    lines = [offer.text or offer.title]
    if product and deal and offer.kind != "content":
        price = f"{deal.pays:,}원" if deal.pays == deal.price else f"{deal.price:,}원 → {deal.pays:,}원"
        lines.append(f"{product.name} {price}")
    if code:
        lines.append(f"쿠폰 번호 {code}")
    if offer.ends:
        lines.append(f"{offer.ends:%Y-%m-%d %H:%M}까지")
    if offer.url:
        lines.append(offer.url)
    if item.wanted.ko:
        lines.append(f"{item.wanted.ko} 알려 드려요.")
    return "\n".join(lines)


def _apart(item: "Item") -> bool:
    """Offers that only make sense on the page: an event day's, which are many at once."""
    return bool(item.offer and item.offer.section)


def _said(arm: str, options: "dict[str, Item]", propensity: float, reason: str) -> dict[str, Any]:
    from dangol.decisions.moment import context_of, names_of

    said = {"arm": arm, "context": context_of(options), "propensity": propensity, "reason": reason}
    return said | {"options": " ".join(names_of(options))}


def _record(house: House, who: Identity, said: dict[str, Any], now: datetime, local: datetime) -> bool:
    with house.store.write() as connection:
        return not house.journal.append(connection, [_event(who, said, now, local)])[0].duplicate


def _event(who: Identity, said: dict[str, Any], now: datetime, local: datetime) -> Event:
    key = f"{CONSIDERED}/{who.person}/{local:%Y-%m-%d}"
    return Event(type=CONSIDERED, inbox="offers", identity=who.id, occurred_at=now, received_at=now, dedupe_key=key, payload=said)


def _agreed(connection: Connection, after: str) -> Sequence[str]:
    """Identities that ever agreed, in the order of their names; whether they still do is asked of each."""
    given = select(consents.c.identity).where(consents.c.act == "given", consents.c.purpose == "promotional", consents.c.identity > after)
    return connection.execute(given.distinct().order_by(consents.c.identity).limit(_A_ROUND)).scalars().all()
