"""A position shared on Telegram: answered at once, kept coarse in its one event, erased with it, and nowhere else."""

import json
from typing import Any

from calls import telegram
from sqlalchemy import select
from street import Street

from dangol.bootstrap.erasing import erase
from dangol.events.tables import payloads
from dangol.people.identities import identity_id
from dangol.store.schema import metadata

OK = {"ok": True, "result": {"message_id": 42, "date": 1, "chat": {"id": 3527065, "type": "private"}, "text": "…"}}
EXACT = {"latitude": 37.5512345, "longitude": 126.9054321}


def location(**kind: Any) -> dict[str, Any]:
    update = telegram("x")
    del update["message"]["text"]
    update["message"] |= kind or {"location": EXACT}
    return update


def post(shop: Street, update: Any) -> None:
    connection = shop.house.connection("telegram")
    assert connection is not None
    assert shop.post("telegram", update, X_Telegram_Bot_Api_Secret_Token=connection.account.header_secret).status_code == 200


def said(shop: Street) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(shop.platform.sent[-1].content)
    return body


def test_a_location_is_answered_with_the_nearest_shop(shop_on_each_engine: Street) -> None:
    shop = shop_on_each_engine
    shop.platform.says(200, OK)
    post(shop, location())
    body = said(shop)
    assert "보내 주신 위치에서 가장 가까운 매장은 보리네 망원점이에요. 직선거리로 약 500m" in body["text"]
    assert body["reply_markup"]["inline_keyboard"][0][0]["url"].startswith("https://map.kakao.com/link/to/")


def test_a_venue_is_a_position_too_and_one_that_is_none_is_only_a_message(shop: Street) -> None:
    shop.platform.says(200, OK)
    post(shop, location(venue={"location": EXACT, "title": "집", "address": "어딘가"}))
    assert "직선거리로" in said(shop)["text"]
    shop.platform.says(200, OK)
    post(shop, location(location={"latitude": 123, "longitude": "east"}) | {"update_id": 99})
    assert "직선거리로" not in said(shop)["text"]


def test_it_is_kept_coarse_in_its_event_and_nowhere_else(shop: Street) -> None:
    shop.platform.says(200, OK)
    post(shop, location())
    with shop.house.store.read() as connection:
        kept = connection.execute(select(payloads.c.payload)).scalars().all()
        elsewhere = [
            repr(row) for table in metadata.sorted_tables if table.name != "payloads" for row in connection.execute(select(table)).all()
        ]
    assert [one["position"] for one in kept if "position" in one] == [{"lat": 37.551, "lon": 126.905}]
    assert "37.5512" not in repr(kept)
    assert not [row for row in elsewhere if "37.551" in row or "126.905" in row]


def test_it_goes_with_the_person(shop: Street) -> None:
    shop.platform.says(200, OK)
    post(shop, location())
    erase(shop.house, [identity_id(shop.house.key, "telegram", "3527065")])
    with shop.house.store.read() as connection:
        assert "37.551" not in repr(connection.execute(select(payloads)).all())
