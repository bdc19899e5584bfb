"""Who someone is, as staff see it: a short label, what is known, the linked identities, and what happened, in plain words."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from dangol.bootstrap.character import dna_of, facet_words
from dangol.bootstrap.consultation.words import answered
from dangol.bootstrap.habits import rhythm_words, rhythms_of
from dangol.bootstrap.house import House
from dangol.events.event import Event
from dangol.knowledge.facts import Snapshot
from dangol.offers.consultation.look import Pictured
from dangol.offers.consultation.pictures import pictures_of
from dangol.offers.consultation.sheets import sheets_of
from dangol.people.dna_words import WORDS, words_of
from dangol.people.identities import find, members
from dangol.people.need_state import needs_of
from dangol.people.need_words import sentence
from dangol.people.tables import identities
from dangol.people.tables import traits as traits_table
from dangol.people.timeline import timeline
from dangol.people.traits import Trait, traits
from dangol.store.among import among
from dangol.store.sealed import open_value
from dangol.web.views import PersonCard, TimelineEntry

_LATEST = 40  # events on a person's card
_NEEDS = 5
_RHYTHMS = 6
KINDS = {"anonymous": "익명 브라우저", "channel": "채널 손님", "login": "로그인", "email": "이메일", "phone": "전화번호"}
_DONE = {
    "product.clicked": "고름",
    "product.shared": "공유함",
    "wishlist.added": "찜함",
    "wishlist.removed": "찜에서 뺌",
    "cart.removed": "장바구니에서 뺌",
    "order.updated": "바뀜",
    "member.joined": "회원이 됨",
    "member.signed_in": "쇼핑몰에 로그인",
    "member.changed": "회원 정보 바꿈",
    "member.rested": "휴면 회원이 됨",
    "member.returned": "휴면 풀림",
    "post.written": "쇼핑몰 게시판에 글 씀",
    "post.changed": "게시판 글 고침",
    "post.deleted": "게시판 글 지움",
    "comment.written": "게시판에 댓글 씀",
    "comment.deleted": "게시판 댓글 지움",
    "order.refunded": "환불",
    "order.cancelled": "취소",
    "product_list.viewed": "상품 목록 봄",
    "cart.viewed": "장바구니 봄",
    "checkout.started": "결제 시작",
    "coupon.applied": "쿠폰 씀",
    "identity.described": "사이트가 누구인지 알림",
    "identity.aliased": "사이트가 다른 아이디를 알림",
}
STATES = {
    "unpaid": "입금 전",
    "paid": "결제됨",
    "held": "배송 보류",
    "shipped": "배송 중",
    "moved": "배송 상태 바뀜",
    "delivered": "배송 완료",
    "confirmed": "구매 확정",
    "cancelling": "취소 접수",
    "cancelled": "취소됨",
    "returning": "반품 접수",
    "returned": "반품 완료",
    "exchanging": "교환 접수",
    "exchanged": "교환 완료",
    "refunding": "환불 접수",
    "refunded": "환불됨",
}
_TRAITS = {"name": "이름", "interest": "관심", "habit": "습관", "membership": "회원 등급"}


def labels(connection: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """For each identity the given name of its person, or "손님" with four letters that tell strangers apart."""
    mine, other = identities.alias("mine"), identities.alias("other")
    named = (
        select(mine.c.id, traits_table.c.value)
        .join(other, other.c.person == mine.c.person)
        .join(traits_table, traits_table.c.identity == other.c.id)
        .where(among(connection, mine.c.id, ids), traits_table.c.name == "name")
        .order_by(traits_table.c.set_at, traits_table.c.id)
    )
    found = {row.id: str(open_value(connection, row.value)) for row in connection.execute(named) if row.value}
    return {id_: found.get(id_) or f"손님 {id_[-4:]}" for id_ in ids}


def person_card(house: House, connection: Connection, snapshot: Snapshot, identity: str) -> PersonCard:
    person = find(connection, identity).person
    known = traits(connection, person)
    now = house.clock()
    names = {f"{one.kind}/{one.id}": one.name for one in (*snapshot.products.values(), *snapshot.places.values())}
    return PersonCard(
        id=person,
        label=labels(connection, [identity])[identity],
        traits={trait_label(name): str(trait.value) for name, trait in known.items() if _shown(trait)},
        needs=tuple(sentence(need, names) for need in needs_of(connection, person, now)[:_NEEDS]),
        dna=tuple(facet_words(facet) for facet in dna_of(house, connection, snapshot, person, now)),
        rhythms=()
        if _quiet(connection, person)
        else tuple(rhythm_words(one, names) for one in rhythms_of(house, connection, snapshot, person, now)[:_RHYTHMS]),
        sheets=_sheets(house, connection, person),
        pictures=_pictures(house, connection, person),
        identities=tuple(identity_line(one.inbox, one.kind, one.external_id) for one in members(connection, person)),
        timeline=tuple(
            TimelineEntry(at=event.occurred_at, type=event.type, text=in_words(event, snapshot), inbox=event.inbox)
            for event in timeline(connection, house.journal, person, _LATEST)
        ),
    )


def _quiet(connection: Connection, person: str) -> bool:
    """Whether they switched off what they choose, or when."""
    said = words_of(connection, person)
    return any(word.off for name, word in said.items() if name in ("interests", "hours"))


def _sheets(house: House, connection: Connection, person: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What the person answered in consultations, for whoever guides them on."""
    known = house.consultations.now().all
    found = sheets_of(connection, [one.id for one in members(connection, person)])
    return tuple(
        (known[one.consultation].title.ko, tuple(answered(known[one.consultation], one.answers, "ko")))
        for one in found
        if one.consultation in known and one.answers
    )


def _pictures(house: House, connection: Connection, person: str) -> tuple[Pictured, ...]:
    """What the person sent in consultations, with the question that each picture answers."""
    known = house.consultations.now().all
    found = pictures_of(connection, [one.id for one in members(connection, person)])
    asked = ((one, known[one.consultation].question(one.question)) for one in found if one.consultation in known)
    return tuple(Pictured(id=one.id, asked=of.ask.ko) for one, of in asked if of)


def _shown(trait: Trait) -> bool:
    """What a person said of their DNA is shown there."""
    return trait.value is not None and not trait.name.startswith(WORDS)


def in_words(event: Event, snapshot: Snapshot) -> str:
    """One line of Korean about an event; an erased one says only what kind it was."""
    said = event.payload

    def product(id_: object) -> str:
        known = snapshot.products.get(str(id_))
        return known.name if known else str(id_ or "상품")

    match event.type:
        case "message.received" | "message.sent" | "mention.seen":
            return _short(str(said.get("text", "")))
        case "product.viewed":
            return f"{product(said.get('product_id'))} 봄"
        case "product.searched":
            return f"“{_short(str(said.get('query', '')))}” 찾음"
        case "product.clicked" | "product.shared" | "wishlist.added" | "wishlist.removed" | "cart.removed":
            return f"{product(said.get('product_id'))} {_DONE[event.type]}"
        case "order.updated" | "order.refunded" | "order.cancelled":
            return f"주문 {said.get('order_id', '')} {STATES.get(str(said.get('state', '')), _DONE[event.type])}"
        case "page.viewed" | "screen.viewed" | "action.tracked":
            return _short(str(said.get("title") or said.get("name") or said.get("url") or event.type))
        case _ if event.type.startswith(("member.", "post.", "comment.")) and event.type in _DONE:
            return _DONE[event.type]
        case "product_list.viewed" | "cart.viewed" | "checkout.started" | "coupon.applied" | "identity.described" | "identity.aliased":
            return _DONE[event.type]
        case "cart.added":
            return f"{product(said.get('product_id'))} 장바구니에 담음"
        case "order.completed":
            bought = [product(item.get("product_id")) for item in said.get("products", ())]
            return f"{bought[0]}{f' 외 {len(bought) - 1}건' if len(bought) > 1 else ''} 주문" if bought else "주문"
        case "review.posted":
            return f"{product(said.get('product_id'))} 후기 {said.get('rating', '')}점: {_short(str(said.get('text', '')))}"
        case "place.visited":
            place = snapshot.places.get(str(said.get("place_id")))
            return f"{place.name if place else said.get('category', '매장')} 방문"
        case "need.dismissed":
            return f"{product(str(said.get('subject', '')).partition('/')[2])} 바라지 않는다고 함"
        case "identity.verified":
            return f"{KINDS.get(str(said.get('kind')), '신원')} 확인"
        case _:
            return event.type


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"


def identity_line(inbox: str, kind: str, external_id: str) -> str:
    return f"{inbox} · {KINDS[kind]}" if kind in {"anonymous", "channel"} else f"{KINDS[kind]} · {external_id}"


def trait_label(name: str) -> str:
    return _TRAITS.get(name, name)
