"""Everything that offers to one person are judged by, gathered: what they did, want and are due for, and what the brand has."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dangol.bootstrap.habits import rhythms_among
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.secret_key import derived
from dangol.bootstrap.shopper import customer_of
from dangol.bootstrap.tastes import Tastes, learn_from
from dangol.bootstrap.wanting import hearing, latent
from dangol.offers.book import read_book
from dangol.offers.coupons import Coupon, given
from dangol.offers.offer import Floor
from dangol.offers.shelf import shelf
from dangol.people.dna import Word
from dangol.people.dna_words import words_of
from dangol.people.need_state import catch_up, needs_among
from dangol.people.needs import Need
from dangol.people.rhythm import Rhythm

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.offers.arrange import Scene
    from dangol.offers.life import Past
    from dangol.offers.rank import Ranked

_LEARNING = 2.0  # seconds that a request waits while the ranking is learned
_A_ROUND = 1_000  # events that a request reads into needs before it goes on


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """A scene, and what it was made of. Not ``personal`` with ``why``: ``off`` (the person's own word), ``unknown``, ``learning``.

    ``latent`` needs are guesses that staff see; they move nothing.
    """

    scene: "Scene"
    coupons: dict[str, Coupon]
    needs: tuple[Need, ...]
    rhythms: tuple[Rhythm, ...]
    latent: tuple[Need, ...]
    personal: bool
    why: str = ""


class Scenes:
    """Gathers scenes. A house has one, since it keeps what was learned of everybody. Thread safe."""

    def __init__(self) -> None:
        self._tastes: Tastes | None = None
        self._lock = threading.Lock()
        self._learner: threading.Thread | None = None
        self._known = False

    def of(self, house: "House", ids: Sequence[str], at: datetime, *, patience: float | None = _LEARNING) -> Gathered:
        """The scene of a person who is behind these identities, of none for somebody unknown.

        Args:
            patience: seconds to wait while the ranking is being learned; None for as long as it takes.
        """
        from dangol.offers.arrange import Scene
        from dangol.offers.wanted import wanted

        snapshot = house.knowledge.snapshot()
        catch_up(house.store, house.journal, hearing(house), house.clock(), _A_ROUND)
        with house.store.read() as connection:
            book = read_book(connection)
            coupons = given(connection, coupon_key(house), ids) if ids else {}
            customer = customer_of(house, connection, snapshot, ids, coupons, at)
            said = words_of(connection, ids[0]) if ids else {}
            interests, price = said.get("interests", Word()), said.get("price", Word())
            off = interests.off
            needs = () if off else tuple(needs_among(connection, ids, at))
            rhythms = () if off else tuple(rhythms_among(house, connection, snapshot, ids, at))
        ranked, learned = self._ranked(house, () if off else ids, at, patience)
        known = bool(customer.orders or needs or rhythms)
        here = shelf(snapshot)
        local = at.astimezone(ZoneInfo(snapshot.brand.timezone)).replace(tzinfo=None)
        told = read_offer_settings(house.knowledge.brand().offers)
        scene = Scene(
            book=book,
            shelf=here,
            customer=customer,
            wanted=wanted(here, ranked, needs, rhythms, local, interests.values),
            at=at,
            floor=Floor(percent=round(100 * told.floor)),
            price_word=price.values[0] if price.values else "",
        )
        why = "off" if off else "unknown" if not known else "" if learned else "learning"
        guessed = () if why else tuple(latent(ranked, snapshot, at, told.never_guess))
        return Gathered(scene=scene, coupons=coupons, needs=needs, rhythms=rhythms, latent=guessed, personal=not why, why=why)

    def _ranked(self, house: "House", ids: Sequence[str], at: datetime, patience: float | None) -> "tuple[list[Ranked], bool]":
        """The ranking of all products, and whether there was one in time. What has to be learned anew is learned beside the requests."""
        self._learning(house)
        if (thread := self._learner) is not None and not self._known:
            thread.join(patience)
        with self._lock:
            assert self._tastes is not None
            ranked = self._tastes.next_of(ids, ids[0] if ids else "", at, of="products", limit=10_000, learn=False)
        return ranked, self._known

    def _learning(self, house: "House") -> None:
        with self._lock:
            self._tastes = self._tastes or Tastes(house)
            if self._learner is not None and self._learner.is_alive():
                return
            due = self._tastes.to_learn("products")
            if due is not None:
                self._learner = threading.Thread(target=self._learn, args=due, name="dangol-tastes", daemon=True)
                self._learner.start()

    def _learn(self, past: "Past", count: int) -> None:
        model = learn_from(past)
        with self._lock:
            assert self._tastes is not None
            self._tastes.learned("products", model, count)
            self._known = True


def coupon_key(house: "House") -> bytes:
    return derived(house.key, "coupon")
