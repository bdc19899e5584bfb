"""The door to a visitor's home, and the shop's own door to use a coupon."""

from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import homes
from dangol.bootstrap.house import House
from dangol.offers.home import Home
from dangol.web.views import CouponCode, CouponUse


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
