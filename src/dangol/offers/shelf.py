"""The brand's products as offers need them: name, category, price and stock."""

from collections.abc import Mapping
from dataclasses import dataclass

from dangol.knowledge.facts import Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """A product. ``price`` None where the files name none; ``stock`` None where they do not say."""

    id: str
    name: str
    category: str = ""
    price: int | None = None
    stock: int | None = None
    url: str = ""

    @property
    def there(self) -> bool:
        """Whether it can be had. What no file counts is taken to be there, as the shop itself shows it."""
        return self.stock is None or self.stock > 0


def shelf(snapshot: Snapshot) -> Mapping[str, Product]:
    """All products by id, in the files' order."""
    return {
        one.id: Product(
            id=one.id,
            name=one.name,
            category=one.text("category") or "",
            price=number(one.text("price")),
            stock=number(one.text("stock")),
            url=one.text("url") or "",
        )
        for one in snapshot.products.values()
    }


def number(text: str | None) -> int | None:
    """A whole number as the files keep it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else None
