"""The door to a visitor's home, and the shop's own door to use a coupon."""

from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import homes
from dangol.bootstrap.house import House
from dangol.bootstrap.offer_board import board
from dangol.bootstrap.own_policy import Trial
from dangol.offers.home import Home
from dangol.web.home_door import CouponCode, CouponUse, OfferBoard, OfferRow, PolicyRow


@dataclass(frozen=True, slots=True)
class HomeDoor:
    house: House

    def show(self, *, inbox: str, external_id: str, at: datetime) -> Home:
        return homes.show(self.house, inbox, external_id, at)

    def take(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> CouponCode:
        coupon = homes.take_coupon(self.house, inbox, external_id, offer, at)
        return CouponCode(code=coupon.code, offer=coupon.offer, expires_at=coupon.expires_at)

    def choose(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> None:
        homes.choose(self.house, inbox, external_id, offer, at)

    def board(self, *, at: datetime) -> OfferBoard:
        made = board(self.house, at)
        shown = made.effect
        return OfferBoard(
            rows=tuple(
                OfferRow(
                    id=one.entry.offer.id,
                    title=one.entry.offer.title,
                    kind=one.entry.offer.kind,
                    line=one.entry.line,
                    lost=one.lost,
                    ends=one.entry.offer.ends,
                    left=one.entry.left,
                    shown=one.shown,
                    chosen=one.chosen,
                    given=one.given,
                    used=one.used,
                )
                for one in made.offers
            ),
            messages=made.messages,
            mean=f"{shown.mean:+.2f}",
            low=f"{shown.low:+.2f}",
            high=f"{shown.high:+.2f}",
            treated=shown.treated,
            held=shown.held,
            policy=_policy(made.trial) if made.trial else None,
        )

    def redeem(self, *, code: str, order: str, at: datetime) -> CouponUse:
        used = homes.use_coupon(self.house, code, order, at)
        return CouponUse(
            offer=used.offer,
            title=used.title,
            won=used.won,
            percent=used.percent,
            most=used.most,
            minimum=used.minimum,
            together=used.together,
        )


def _policy(trial: Trial) -> PolicyRow:
    found = trial.verdict.found
    return PolicyRow(
        arms=tuple(trial.policy.arms.items()),
        why=trial.verdict.why,
        live_at=trial.live_at,
        mean=f"{found.gain.value:+.3f}",
        low=f"{found.gain.low:+.3f}",
        high=f"{found.gain.high:+.3f}",
        choices=found.rows,
        people=found.people,
        worth=round(found.effective),
    )
