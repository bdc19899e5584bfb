"""What a shop tells of its goods: an event, and facts of the product, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Database

from dangol.bootstrap.happenings import event_of
from dangol.bootstrap.house import House
from dangol.channels.port import Heard
from dangol.knowledge.shop_products import CODE, NUMBER, known_product, tell_product, withdraw_product


def take(house: House, inbox: str, heard: Heard, at: datetime) -> None:
    """Appends the event, once, and says its facts. The mall that it names is nobody's identity, so none is made."""
    with house.store.write() as database:
        tell(house, database, inbox, heard, at)


def tell(house: House, database: Database, inbox: str, heard: Heard, at: datetime) -> None:
    """The same inside of the caller's transaction."""
    if not house.journal.append(database, [event_of(house, inbox, heard, at)])[0].duplicate:
        _say(database, inbox, heard, at)


def known_id(database: Database, product: str) -> str:
    """The id by which the brand knows a product of a shop; the shop's own when it knows none."""
    return known_product(database, [product]) or product


def as_known(database: Database, products: Any) -> list[dict[str, Any]] | None:
    """The lines of an order with the ids by which the brand knows its products; None where there are no lines."""
    if not isinstance(products, list):
        return None
    return [{**line, "product_id": known_id(database, line["product_id"])} for line in products]


def _say(database: Database, inbox: str, heard: Heard, at: datetime) -> None:
    said, origin = heard.data, f"products:{inbox}"
    names = [str(said.get(name) or "") for name in ("own_id", "product_id", "product_no")]
    known = known_product(database, names)
    match heard.type:
        case "product.removed":
            withdraw_product(database, names, at)
        case "product.changed" if said.get("on_sale") is False:
            withdraw_product(database, names, at)
        case "product.changed" if isinstance(said.get("facts"), Mapping):
            ids = {CODE: said.get("product_id"), NUMBER: said.get("product_no")}
            facts: dict[str, str | None] = {str(name): str(value) for name, value in said["facts"].items()}
            facts |= {column: str(value) for column, value in ids.items() if value}
            first = [names[1], names[0], names[2]] if known is None else names
            tell_product(database, first, facts, origin, at)
        case "stock.changed" if "variant" not in said and isinstance(said.get("sold_out"), bool):
            left = said.get("quantity")
            stock = "0" if said["sold_out"] else f"{left:.0f}" if isinstance(left, int | float) else None
            tell_product(database, names, {"stock": stock}, origin, at, new=False)
