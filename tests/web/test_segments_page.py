"""The page of segments, in a real Chromium over a real house: empty, full, and with a file that cannot be read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from console_house import Desk, chromium_over, served_house

from dangol.bootstrap.house import House
from dangol.bootstrap.intake import take
from dangol.bootstrap.segments.exporting import export
from dangol.bootstrap.segments.lists import freeze
from dangol.events.incoming import Incoming
from small_brand import small_brand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

SEGMENTS = """
[segment.regulars]
title = "<b>단골</b> 손님"
people = "bought p1 90d; not bought category:빵 3d; orders>=1; seen 60d"

[segment.all]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served_house(small_brand(tmp_path / "brand")) as served:
        yield served


def did(house: House, who: str, what: str, days: float, /, **data: Any) -> None:
    now = house.clock()
    at = now - timedelta(days=days)
    event = Incoming(
        id=f"{who}{what}{days}", type=what, identity=who, inbox="web", occurred_at=at, received_at=now, data=data, imported=True
    )
    take(house, [event])


def fill(house: House, to: Path) -> None:
    (house.folder / "segments.toml").write_text(SEGMENTS, encoding="utf-8")
    for who in ("minji", "jun"):
        did(house, who, "order.completed", 9, order_id=who, products=[{"product_id": "p1"}])
        did(house, who, "identity.verified", 8, kind="email", value=f"{who}@example.org")
    did(house, "minji", "consent.given", 7, purpose="audience_meta", wording="1")
    freeze(house, "regulars", "kept", house.clock())
    export(house, "all", "meta", to, by="사장님", at=house.clock())
    did(house, "minji", "consent.withdrawn", 0, purpose="promotional")
    did(house, "jun", "consent.given", 0, purpose="audience_naver", wording="1")


def test_the_owner_reads_who_is_meant_and_how_many_they_are(desk: Desk, tmp_path: Path) -> None:
    with chromium_over(desk, width=390) as page:
        page.goto(f"{desk.base}/inbox/segments")
        assert "아직 세그먼트가 없어요" in page.locator("main").inner_text()
        fill(desk.house, tmp_path / "out.csv")
        page.reload()
        regulars = page.locator(".segment").first
        told = regulars.inner_text()
        assert "<b>단골</b> 손님" in told
        assert all(
            one in told for one in ("90일 안에 보리 소금빵 구매", "3일 안에 빵 구매한 적 없음", "주문 1번 이상", "60일 안에 무엇이든 함")
        )
        assert regulars.locator("dd").all_inner_texts() == ["2", "0", "1"]
        whole = page.locator("main").inner_text()
        assert "regulars에서 얼림" in whole
        assert "all → 메타: 1명, 해시 1개" in whole
        assert "해시 1개를 메타에서 빼야 해요" in whole
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert "example.org" not in page.content()


def test_a_wrong_file_is_said_on_the_page(desk: Desk) -> None:
    (desk.house.folder / "segments.toml").write_text('[segment.a]\npeople = "likes bread"', encoding="utf-8")
    with chromium_over(desk) as page:
        page.goto(f"{desk.base}/inbox/segments")
        assert "segments.toml segment.a.people" in page.locator("[role=alert]").inner_text()
