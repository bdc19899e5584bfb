"""``/v1/home``: what fits this visitor now, the coupons they take, and, for the shop's own server, a coupon used."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from dangol.offers.home import Card, Home, Section
from dangol.web.chat_desk import ChatDesk
from dangol.web.chat_forms import Form
from dangol.web.events_api import check_key
from dangol.web.handling import offload
from dangol.web.home_door import HomeDoor

_bearer = HTTPBearer(auto_error=False, description="An API key of this installation")
OfferId = Annotated[str, Field(min_length=1, max_length=200)]


class Text(BaseModel):
    ko: str
    en: str


class CardOut(BaseModel):
    """``price`` and ``pays`` are won; ``uses`` names what makes the difference; ``ends_at`` is when the offer is over."""

    id: str
    kind: str
    title: str
    product: str
    name: str
    category: str
    price: int | None
    pays: int | None
    saving: int
    uses: list[str]
    ends_at: datetime | None
    flash: bool
    left: int | None
    url: str
    code: str
    because: Text


class SectionOut(BaseModel):
    id: str
    title: Text
    cards: list[CardOut]


class HomeOut(BaseModel):
    """``note`` says why it is not personal, where it is not."""

    personal: bool
    note: Text
    sections: list[SectionOut]


class OfferForm(Form):
    offer: OfferId


class CodeOut(BaseModel):
    code: str
    offer: str
    expires_at: datetime


class RedeemForm(Form):
    code: Annotated[str, Field(min_length=1, max_length=64)]
    order_id: Annotated[str, Field(min_length=1, max_length=200, description="The same order again gets the same answer")]


class RedeemedOut(BaseModel):
    """``won`` or ``percent`` (at most ``most`` won) is taken off; ``together`` names coupons that it combines with, ``*`` any."""

    offer: str
    title: str
    won: int
    percent: int
    most: int | None
    minimum: int
    together: list[str]


def home_routes(door: HomeDoor, desk: ChatDesk) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["home"])

    @router.get("/home", summary="What fits this visitor now, with one-sentence reasons")
    async def home(request: Request, response: Response) -> HomeOut:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        made = await offload(door.show, inbox=visitor.inbox, external_id=visitor.external_id, at=desk.clock())
        response.headers["cache-control"] = "private, no-store"
        return home_out(made)

    @router.post("/home/coupons", summary="Take a coupon; the same one again when it is taken already")
    async def take(form: OfferForm, request: Request) -> CodeOut:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        given = await offload(door.take, inbox=visitor.inbox, external_id=visitor.external_id, offer=form.offer, at=desk.clock())
        return CodeOut(code=given.code, offer=given.offer, expires_at=given.expires_at.astimezone(UTC))

    @router.post("/home/chosen", summary="Tell that an offer was opened", status_code=204)
    async def chosen(form: OfferForm, request: Request) -> None:
        visitor = desk.visitors.of(request)
        desk.admit(visitor)
        await offload(door.choose, inbox=visitor.inbox, external_id=visitor.external_id, offer=form.offer, at=desk.clock())

    @router.post("/coupons/redeem", summary="Use a coupon for an order, once; for the shop's own server")
    async def redeem(form: RedeemForm, credentials: HTTPAuthorizationCredentials | None = Depends(_bearer)) -> RedeemedOut:
        check_key(desk.settings.api_keys, credentials.credentials if credentials else "")
        used = await offload(door.redeem, code=form.code, order=form.order_id, at=desk.clock())
        return RedeemedOut(
            offer=used.offer,
            title=used.title,
            won=used.won,
            percent=used.percent,
            most=used.most,
            minimum=used.minimum,
            together=list(used.together),
        )

    return router


def home_out(made: Home) -> HomeOut:
    return HomeOut(personal=made.personal, note=Text(ko=made.ko, en=made.en), sections=[_section(one) for one in made.sections])


def _section(section: Section) -> SectionOut:
    return SectionOut(id=section.id, title=Text(ko=section.ko, en=section.en), cards=[_card(one) for one in section.cards])


def _card(card: Card) -> CardOut:
    return CardOut(
        id=card.id,
        kind=card.kind,
        title=card.title,
        product=card.product,
        name=card.name,
        category=card.category,
        price=card.price,
        pays=card.pays,
        saving=(card.price or 0) - (card.pays or 0),
        uses=list(card.uses),
        ends_at=card.ends.astimezone(UTC) if card.ends else None,
        flash=card.flash,
        left=card.left,
        url=card.url,
        code=card.code,
        because=Text(ko=card.ko, en=card.en),
    )
