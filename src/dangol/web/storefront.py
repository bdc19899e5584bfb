"""The demo shop: the brand's own products, and the chat widget as any shop would embed it."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from fastapi import APIRouter, Request
from starlette.responses import Response

from dangol.knowledge.facts import Snapshot, Subject
from dangol.web.doors import Doors
from dangol.web.handling import offload
from dangol.web.pages import Pages
from dangol.web.settings import WebSettings
from dangol.web.suggest import suggestions

TINTS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductCard:
    """A product as the shop shows it. ``stock`` None when the brand's files do not say; ``tint`` 0…5 picks its colour."""

    id: str
    name: str
    category: str
    price: str
    stock: int | None
    text: str
    tint: int


def product_card(subject: Subject, tint: int) -> ProductCard:
    price = subject.text("price") or ""
    stock = subject.text("stock") or ""
    return ProductCard(
        id=subject.id,
        name=subject.name,
        category=subject.text("category") or "",
        price=f"{format_decimal(int(price), locale='ko')}원" if price.isdecimal() else price,
        stock=int(stock) if stock.isdecimal() else None,
        text=subject.text("description") or "",
        tint=tint,
    )


def product_cards(snapshot: Snapshot) -> tuple[list[ProductCard], list[str]]:
    """Cards in the files' order, products of one category in one tint; and the categories."""
    categories = list(dict.fromkeys(one.text("category") or "" for one in snapshot.products.values()))
    cards = [product_card(one, categories.index(one.text("category") or "") % TINTS) for one in snapshot.products.values()]
    return cards, [name for name in categories if name]


def shop_routes(doors: Doors, pages: Pages, settings: WebSettings) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def shop(request: Request) -> Response:
        snapshot = await offload(doors.shop.snapshot)
        cards, categories = product_cards(snapshot)
        asks = list(settings.suggestions or suggestions(snapshot))
        consultations = await offload(doors.consult.titles, pages.language(request)) if doors.consult else ()
        values = {
            "brand": snapshot.brand,
            "cards": cards,
            "categories": categories,
            "asks": asks,
            "inbox": settings.inboxes[0],
            "consultations": consultations,
            "home": doors.home is not None,
        }
        return pages.page(request, "storefront.html", values)

    return router
