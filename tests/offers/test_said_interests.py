"""A person's word on their interests and on prices, in what is shown."""

from datetime import UTC, datetime

import pytest

from dangol.offers.arrange import Scene, items
from dangol.offers.book import Entry
from dangol.offers.conditions import Customer, Things
from dangol.offers.offer import Offer
from dangol.offers.rank import Ranked
from dangol.offers.shelf import Product
from dangol.offers.wanted import Wanted, wanted

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
SHELF = {
    "bread": Product(id="bread", name="빵", category="빵", price=3_000),
    "tea": Product(id="tea", name="차", category="차", price=3_000),
}
BOUGHT_BREAD = [
    Ranked(id="bread", score=0.6, reason="before", times=4, ko="", en=""),
    Ranked(id="tea", score=0.1, reason="popular", times=0, ko="", en=""),
]


def test_what_they_said_stands_above_what_they_bought() -> None:
    before = wanted(SHELF, BOUGHT_BREAD, [], [], NOW)
    after = wanted(SHELF, BOUGHT_BREAD, [], [], NOW, ["차"])
    assert before["bread"].score > before["tea"].score
    assert after["tea"].score > after["bread"].score
    assert (after["tea"].source, after["tea"].ko) == ("said", "관심 있다고 알려 주셔서")
    assert after["bread"].score == pytest.approx(0.6 * 0.25)
    assert wanted(SHELF, BOUGHT_BREAD, [], [], NOW, ["빵"])["bread"].score > before["bread"].score


def first(price_word: str) -> str:
    """Tea is wanted a little more; bread is a fifth cheaper today."""
    cheap = Offer(id="cheap", kind="product", title="싼 빵", things=(Things(product="bread"),), price=2_400)
    likely = {name: Wanted(score=score, source="own", ko="", en="") for name, score in (("bread", 0.5), ("tea", 0.6))}
    book = {"cheap": Entry(offer=cheap, left=None, line=2)}
    scene = Scene(book=book, shelf=SHELF, customer=Customer(), wanted=likely, at=NOW, price_word=price_word)
    return items(scene)[0].id


def test_a_saving_counts_as_they_said_that_they_look_at_prices() -> None:
    assert [first(word) for word in ("", "thrifty", "usual", "generous")] == ["cheap", "cheap", "cheap", "product/tea"]
