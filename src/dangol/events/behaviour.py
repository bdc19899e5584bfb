"""What people do in a shop and on its pages: the events that a site's tracking, a mall or an imported file tells."""

from dangol.events.commerce import ORDER_FIELDS
from dangol.events.declared import PRICE, PRODUCT, QUANTITY, RATING, TEXT, EventType, maybe
from dangol.events.payload import Field

_BOUGHT = (PRODUCT, QUANTITY, PRICE, maybe("option", "text"))
_ITEMS = Field(name="products", kind="list", items=_BOUGHT)
_MAYBE_ITEMS = Field(name="products", kind="list", required=False, items=_BOUGHT)
_ORDER = Field(name="order_id", kind="id")
_CART_LINE = (PRODUCT, QUANTITY, PRICE)
_ONE = {"product_id": "P001"}

PRODUCTS = (
    EventType(name="product.viewed", meaning="Someone looked at a product.", fields=(PRODUCT,), example=_ONE),
    EventType(name="product.clicked", meaning="Someone chose a product from a list.", fields=(PRODUCT,), example=_ONE),
    EventType(
        name="product.searched",
        meaning="Someone searched the brand's products.",
        fields=(Field(name="query", kind="text"),),
        example={"query": "수분 크림"},
    ),
    EventType(
        name="product.shared",
        meaning="Someone passed a product on to somebody else.",
        fields=(PRODUCT, maybe("share_via", "text")),
        example=_ONE | {"share_via": "kakao"},
    ),
    EventType(
        name="product_list.viewed",
        meaning="Someone looked at a list of products: a category, a collection.",
        fields=(maybe("list_id"), maybe("category", "text"), Field(name="products", kind="list", required=False, items=(PRODUCT,))),
        example={"category": "크림", "products": [_ONE]},
    ),
    EventType(name="wishlist.added", meaning="Someone put a product on a wish list.", fields=(PRODUCT,), example=_ONE),
    EventType(name="wishlist.removed", meaning="Someone took a product off a wish list.", fields=(PRODUCT,), example=_ONE),
    EventType(
        name="review.posted",
        meaning="Someone reviewed a product, with 1 to 5 stars.",
        fields=(PRODUCT, RATING, TEXT),
        example={"product_id": "P001", "rating": 4, "text": "촉촉해요"},
    ),
    EventType(
        name="promotion.viewed",
        meaning="Someone saw a promotion on the site.",
        fields=(maybe("promotion_id"), maybe("name", "text")),
        example={"promotion_id": "autumn", "name": "가을 기획전"},
        one_of=("promotion_id", "name"),
    ),
    EventType(
        name="promotion.clicked",
        meaning="Someone chose a promotion on the site.",
        fields=(maybe("promotion_id"), maybe("name", "text")),
        example={"promotion_id": "autumn"},
        one_of=("promotion_id", "name"),
    ),
)

_NEEDS = ("know", "go", "compare", "buy", "help", "complain", "praise", "idea")  # people.needs.KINDS
_OFFER = Field(name="offer", kind="id")
_PLACE = Field(name="place", kind="text", choices=("home", "message"))

OFFERS = (
    EventType(
        name="offer.shown",
        meaning="The brand showed someone an offer: on their home, or in a message that has left.",
        fields=(_OFFER, _PLACE, maybe("decision")),
        example={"offer": "beans-10", "place": "home"},
    ),
    EventType(
        name="offer.considered",
        meaning="A moment at which the brand could have written to someone about an offer; what its policy chose, silence being a choice, "
        "and with which chance. Somebody held out is always left alone.",
        fields=(
            Field(name="arm", kind="id"),
            Field(name="context", kind="id"),
            Field(name="propensity", kind="number", low=0, high=1),
            Field(name="reason", kind="text", choices=("policy", "holdout", "harm")),
            maybe("offer"),
            maybe("decision"),
            maybe("saved", "number"),
            maybe("options", "text"),
        ),
        example={"arm": "silent", "context": "likely", "propensity": 0.3, "reason": "policy", "options": "silent coupon"},
    ),
    EventType(
        name="offer.chosen",
        meaning="Someone opened an offer that was shown to them, or took its coupon.",
        fields=(_OFFER, _PLACE),
        example={"offer": "beans-10", "place": "home"},
    ),
)

NEEDS = (
    EventType(
        name="need.dismissed",
        meaning="Someone said of what we thought they wanted that they do not want it. It ends the need; what they do later begins anew.",
        fields=(Field(name="kind", kind="text", choices=_NEEDS), maybe("subject")),
        example={"kind": "buy", "subject": "product/P001"},
    ),
)

BUYING = (
    EventType(name="cart.added", meaning="Someone put a product into the cart.", fields=_CART_LINE, example=_ONE | {"quantity": 1}),
    EventType(name="cart.removed", meaning="Someone took a product out of the cart.", fields=_CART_LINE, example=_ONE | {"quantity": 1}),
    EventType(
        name="cart.viewed", meaning="Someone looked at the cart.", fields=(_MAYBE_ITEMS,), example={"products": [_ONE | {"quantity": 1}]}
    ),
    EventType(
        name="coupon.applied",
        meaning="Someone used a coupon on a cart or an order.",
        fields=(maybe("coupon_id"), maybe("coupon_name", "text"), maybe("order_id")),
        example={"coupon_id": "WELCOME"},
        one_of=("coupon_id", "coupon_name"),
    ),
    EventType(
        name="checkout.started",
        meaning="Someone began to pay for a cart.",
        fields=(maybe("order_id"), _MAYBE_ITEMS),
        example={"products": [_ONE | {"quantity": 2}]},
    ),
    EventType(
        name="order.completed",
        meaning="Someone bought; prices are of one piece, in the brand's currency.",
        fields=(_ITEMS, maybe("order_id"), *ORDER_FIELDS),
        example={"order_id": "O-1", "products": [{"product_id": "P001", "quantity": 2, "price": 18000}]},
    ),
    EventType(
        name="order.updated",
        meaning="An order changed after it was made; what is told replaces what was told before.",
        fields=(_ORDER, _MAYBE_ITEMS, *ORDER_FIELDS),
        example={"order_id": "O-1", "state": "shipped", "carrier": "한진택배", "tracking_number": "123456789012"},
    ),
    EventType(
        name="order.refunded",
        meaning="Money for an order was given back, or is being given back (`state` says which); without products, for all of it.",
        fields=(_ORDER, _MAYBE_ITEMS, *ORDER_FIELDS),
        example={"order_id": "O-1"},
    ),
    EventType(
        name="order.cancelled",
        meaning="An order was called off, or is being called off (`state` says which).",
        fields=(_ORDER, _MAYBE_ITEMS, *ORDER_FIELDS),
        example={"order_id": "O-1"},
    ),
)

PAGES = (
    EventType(
        name="page.viewed",
        meaning="Someone opened a page of the brand's site.",
        fields=(maybe("url", "text"), maybe("title", "text"), maybe("name", "text")),
        example={"url": "https://example.org/story"},
        one_of=("url", "title", "name"),
    ),
    EventType(
        name="screen.viewed",
        meaning="Someone opened a screen of the brand's app.",
        fields=(maybe("name", "text"),),
        example={"name": "상품"},
        one_of=("name",),
    ),
    EventType(
        name="action.tracked",
        meaning="A site's own tracking told something that has no word here, or that lacks what its word needs; kept as it was told.",
        fields=(Field(name="name", kind="id"), maybe("properties", "object"), maybe("because", "text")),
        example={"name": "Quiz Finished", "properties": {"score": 8}},
    ),
)
