"""A Cafe24 mall's side: it calls the webhook as its members order, pay, wait and leave; refused, it calls again under the same trace.

Whoever writes here is the member of that id: "주문", "입금", "발송", "배송완료", "취소", "반품", "환불", "탈퇴"; "리뷰 5 맛있어요" is a
review with five stars and "문의 …" a question about a product, for which the mall has to be asked.
"""

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from secrets import token_hex
from typing import Any

import httpx
from starlette.routing import Route

from dangol.simulator.cafe24_admin import QUESTIONS, REVIEWS, MallApi
from dangol.simulator.scene import Scene

TRIES = 3
MALL = "simulated"
_KOREA = timezone(timedelta(hours=9))
_WORDS: dict[str, tuple[int, dict[str, str]]] = {
    "입금": (90025, {"paid": "T"}),
    "발송": (90024, {"shipping_status": "M"}),
    "배송완료": (90024, {"shipping_status": "T"}),
    "취소": (90026, {}),
    "반품": (90027, {}),
    "환불": (90029, {}),
}


@dataclass
class Cafe24Platform:
    hook: str
    client: httpx.AsyncClient
    key: str
    scene: Scene = field(default_factory=Scene)
    api: MallApi = field(default_factory=MallApi)
    name: str = "cafe24"
    title: str = "카페24"
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)  # the newest of each member
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.api.scene = self.scene

    async def say(self, user: str, text: str) -> None:
        self.scene.add(user, "customer", text)
        word = text.replace(" ", "")
        order = self.orders.get(user)
        if word.startswith("주문"):
            await self._call(user, 90023, self._ordered(user, word.removeprefix("주문") or "P00000BO"))
        elif word == "탈퇴":
            await self._call(user, 90147, {"member_id": user})
        elif word[:2] in {"리뷰", "문의"} and len(word) > 2:
            await self._wrote(user, text.strip())
        elif word in _WORDS and order is not None:
            number, changes = _WORDS[word]
            order |= changes
            if word == "취소":
                order["cancel_date"] = _said(self.scene.clock())
            await self._call(user, number, order)
            if word == "발송":
                tracking = {"order_id": order["order_id"], "shipping_company_code": "0001", "tracking_no": f"6{order['order_id'][-7:]}0000"}
                await self._call(user, 90162, tracking)
        else:
            self.scene.add(user, "platform", f"{', '.join(('주문', *_WORDS, '탈퇴', '리뷰 5 …', '문의 …'))} 가운데 하나를 적어 주세요.")

    async def _wrote(self, user: str, text: str) -> None:
        """The webhook tells that something was written, and not what."""
        review, said = text.startswith("리뷰"), text[2:].strip()
        stars = int(said[0]) if review and said[:1] in set("12345") else 5
        words = said[1:].strip() if review and said[:1] in set("12345") else said
        made = self.api.wrote(user, words or said, board=REVIEWS if review else QUESTIONS, rating=stars if review else 0)
        post = {"board_no": made["board_no"], "no": made["article_no"], "member_id": user, "writer": user, "has_parent": "F"}
        await self._call(user, 90033, post)

    def _ordered(self, user: str, product: str) -> dict[str, Any]:
        at = self.scene.clock()
        number = f"{at.astimezone(_KOREA):%Y%m%d}-{next(self.numbers):07d}"
        self.orders[user] = {
            "order_id": number,
            "currency": "KRW",
            "order_date": _said(at),
            "member_id": user,
            "buyer_name": user,
            "buyer_email": "",
            "buyer_cellphone": "",
            "paid": "F",
            "actual_payment_amount": "24680.00",
            "shipping_status": "F",
            "wished_delivery_date": "0000-00-00",
            "cancel_date": None,
            "ordering_product_code": product,
            "ordering_product_name": product,
        }
        return self.orders[user]

    async def _call(self, user: str, number: int, resource: dict[str, Any]) -> None:
        payload = {"event_no": number, "resource": {"mall_id": MALL, "event_shop_no": "1", **resource}}
        trace = token_hex(16)

        async def call() -> None:
            for attempt in range(TRIES):
                try:
                    response = await self.client.post(self.hook, json=payload, headers={"X-API-Key": self.key, "X-Trace-ID": trace})
                except httpx.HTTPError:
                    response = None
                if response is not None and response.is_success:
                    self.scene.add(user, "platform", f"{number} {resource.get('order_id', '')}: 웹훅이 받았어요.")
                    return
                await asyncio.sleep(0.2 * 2**attempt)
            self.scene.add(user, "platform", f"{number}: 웹훅이 {TRIES}번 받지 않았어요.")

        await self.scene.in_this_weather(call)

    def routes(self) -> list[Route]:
        return self.api.routes()


def _said(at: datetime) -> str:
    return at.astimezone(_KOREA).isoformat(timespec="seconds")
