"""What a shop's own system tells: its goods, its members, its boards, and how an order stands."""

from dangol.events.declared import PRODUCT, QUANTITY, EventType, maybe
from dangol.events.payload import Field

ORDER_STATES = (
    *("unpaid", "paid", "held", "shipped", "moved", "delivered", "confirmed"),
    *("cancelling", "cancelled", "returning", "returned", "exchanging", "exchanged", "refunding", "refunded"),
)
"""How an order stands. ``moved``: its delivery changed, and the shop did not say to what."""

ORDER_FIELDS = (
    maybe("line"),  # the part of an order that has a delivery of its own, by the shop's id for it
    Field(name="state", kind="text", required=False, choices=ORDER_STATES),
    maybe("carrier", "text"),
    maybe("tracking_number"),
    maybe("expected_on", "text"),
    maybe("wished_on", "text"),
    maybe("refund_expected_on", "text"),
    Field(name="amount", kind="number", required=False, low=0),
    maybe("currency"),
    maybe("email", "text"),  # the buyer's, as the shop has them: whoever has proved it may ask about the order
    maybe("phone", "text"),
)

_POST = (
    maybe("board"),
    maybe("post"),
    maybe("answers", "boolean"),  # it stands below another post
    maybe("answered", "boolean"),  # the shop has answered it there
    maybe("secret", "boolean"),  # only its writer and the shop may read it there
    maybe("product_id"),
    maybe("order_id"),
    maybe("text", "text"),
)
_CHANGED = {"product_id": "P000CCAO", "product_no": "36518", "facts": {"name": "수분 크림", "price": "24680"}}

GOODS = (
    EventType(
        name="product.changed",
        meaning="A shop's system told of a product, new or changed; what it said of it is true from then on.",
        fields=(PRODUCT, maybe("product_no"), maybe("own_id"), maybe("facts", "object"), maybe("on_sale", "boolean")),
        example=_CHANGED,
    ),
    EventType(
        name="product.removed",
        meaning="A product is gone from a shop.",
        fields=(PRODUCT, maybe("product_no")),
        example={"product_id": "P0000KQC"},
    ),
    EventType(
        name="stock.changed",
        meaning="What there is of a product, or of one variant of it, has changed.",
        fields=(PRODUCT, maybe("variant"), QUANTITY, maybe("sold_out", "boolean")),
        example={"product_id": "P000CCAO", "variant": "P000CCAO000B", "sold_out": True},
    ),
)

MEMBERS = (
    EventType(name="member.joined", meaning="Someone became a member of the shop.", fields=(maybe("email", "text"),), example={}),
    EventType(name="member.signed_in", meaning="A member signed in at the shop.", fields=(), example={}),
    EventType(name="member.changed", meaning="A member's entries at the shop were changed.", fields=(), example={}),
    EventType(name="member.rested", meaning="The shop put a member to rest for not coming.", fields=(), example={}),
    EventType(name="member.returned", meaning="A resting member came back.", fields=(), example={}),
    EventType(
        name="member.left",
        meaning="A member gave their account up. What we know under that account is erased.",
        fields=(),
        example={},
    ),
    EventType(
        name="post.written",
        meaning="Someone wrote on a board of the shop. What it says is told only where the shop tells it.",
        fields=_POST,
        example={"board": "4", "post": "274"},
    ),
    EventType(
        name="post.changed", meaning="Someone changed what they wrote on a board.", fields=_POST, example={"board": "1", "post": "82"}
    ),
    EventType(
        name="post.deleted",
        meaning="What someone wrote on a board of the shop is gone.",
        fields=_POST,
        example={"board": "4", "post": "81"},
    ),
    EventType(
        name="comment.written",
        meaning="Someone commented on a post on a board of the shop.",
        fields=_POST,
        example={"board": "8"},
    ),
    EventType(name="comment.deleted", meaning="A comment on a board of the shop is gone.", fields=_POST, example={"board": "6"}),
    EventType(
        name="shop.closed",
        meaning="The shop ended, or its connection with us: nothing more will come from it.",
        fields=(maybe("reason", "text"),),
        example={"reason": "app deleted"},
    ),
    EventType(
        name="shop.changed",
        meaning="The shop's settings about what members agree to have changed.",
        fields=(maybe("reason", "text"),),
        example={"reason": "privacy"},
    ),
)
