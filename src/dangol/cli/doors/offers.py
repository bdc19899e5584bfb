"""The door to the owner's file of offers."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import offer_editing
from dangol.bootstrap.house import House
from dangol.bootstrap.lessons import lessons
from dangol.bootstrap.offer_board import board
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.decisions.bandit import Tally
from dangol.web.offer_door import Choice, Experiment, OfferForm, OfferPreview, OfferTried

_SURE = 1.96  # of a normal distribution: 95 %


@dataclass(frozen=True, slots=True)
class OfferDoor:
    house: House

    def experiment(self, *, at: datetime) -> Experiment:
        known = lessons(self.house, at)
        told = read_offer_settings(self.house.knowledge.brand().offers)
        shown = known.effect
        compared = math.isfinite(shown.error)
        return Experiment(
            messages=told.messages,
            holdout=f"{100 * told.holdout:g}",
            explore=f"{100 * told.explore:g}",
            stopped=shown.harms,
            mean=f"{shown.mean:+.2f}" if compared else "",
            low=f"{shown.low:+.2f}" if compared else "",
            high=f"{shown.high:+.2f}" if compared else "",
            treated=shown.treated,
            held=shown.held,
            choices=tuple(_choice(*cell, tally) for cell, tally in sorted(known.learned.tallies.items())),
            shown=tuple((one.entry.offer.title, one.shown, one.chosen, one.used) for one in board(self.house, at).offers),
        )

    def form(self, offer: str) -> OfferForm:
        found = offer_editing.written(self.house, offer)
        return OfferForm(cells=found.cells, version=found.version)

    def look(self, cells: Mapping[str, str], *, at: datetime) -> OfferTried:
        from dangol.bootstrap.offer_preview import preview

        def looked() -> OfferTried:
            made = preview(self.house, offer_editing.check(self.house, cells).offer, at)
            return OfferTried(
                preview=OfferPreview(
                    card=made.card,
                    message=made.message,
                    rule=made.rule,
                    good=made.good,
                    blocked=made.blocked,
                    people=made.people,
                    asked=made.asked,
                )
            )

        return _tried(looked)

    def save(self, cells: Mapping[str, str], *, version: str, at: datetime) -> OfferTried:
        return _tried(lambda: OfferTried(saved=offer_editing.save(self.house, cells, version=version, at=at)))

    def end(self, offer: str, *, version: str, at: datetime) -> OfferTried:
        def ended() -> OfferTried:
            offer_editing.end(self.house, offer, version=version, at=at)
            return OfferTried(saved=offer)

        return _tried(ended)


def _choice(context: str, arm: str, tally: Tally) -> Choice:
    mean = tally.total / tally.count
    spread = max(0.0, tally.squares / tally.count - mean**2) * tally.count / max(1.0, tally.count - 1)
    half = _SURE * math.sqrt(spread / tally.count) if tally.count > 1 else math.inf
    low, high = (f"{mean - half:+.2f}", f"{mean + half:+.2f}") if math.isfinite(half) else ("–", "–")
    return Choice(arm=arm, context=context, times=int(tally.count), mean=f"{mean:+.2f}", low=low, high=high)


def _tried(work: Callable[[], OfferTried]) -> OfferTried:
    try:
        return work()
    except offer_editing.BadOffer as error:
        return OfferTried(column=error.problem.column, ko=error.problem.ko, en=error.problem.en)
    except offer_editing.Moved as error:
        now = OfferForm(cells=error.now.cells, version=error.now.version) if error.now else None
        return OfferTried(ko=error.ko, en=error.en, moved=True, now=now)
