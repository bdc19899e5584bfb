"""``dangol next``: rankings through the public door, from an imported history without a catalogue."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dangol.bootstrap.house import opened
from dangol.bootstrap.intake import Incoming, take
from dangol.bootstrap.tastes import Tastes
from dangol.cli import telling
from dangol.cli.app import app
from small_brand import small_brand

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # a Monday, 09:00 in Seoul


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "DANGOL_BRAND", "DANGOL_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    yield
    telling.speak(None)


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    return small_brand(tmp_path / "brand")


def order(number: int, who: str, at: datetime, *products: str) -> dict[str, Any]:
    data = {"products": [{"product_id": product} for product in products]}
    return {"id": f"o{number}", "type": "order.completed", "identity": who, "occurred_at": at.isoformat(), "data": data}


def visit(number: int, who: str, at: datetime, **data: str) -> dict[str, Any]:
    return {"id": f"v{number}", "type": "place.visited", "identity": who, "occurred_at": at.isoformat(), "data": data}


def imported(brand: Path, events: list[dict[str, Any]]) -> None:
    file = brand / "history.jsonl"
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    result = CliRunner().invoke(app, ["import", str(file), "--as", "events", "--brand", str(brand)])
    assert result.exit_code == 0, result.output
    assert "refused" not in result.output


def ask(brand: Path, *lines: dict[str, Any]) -> Result:
    given = "".join(json.dumps(line) + "\n" for line in lines)
    return CliRunner().invoke(app, ["next", "--brand", str(brand), "--json", "-"], input=given)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def shop() -> list[dict[str, Any]]:
    week = timedelta(days=7)
    milk = [order(number, "m1", START + number * week, "우유", "빵") for number in range(6)]
    return milk + [order(100 + number, "m2", START + number * week, "커피") for number in range(6)]


def test_orders_without_a_catalogue(brand: Path) -> None:
    imported(brand, shop())
    at = (START + timedelta(days=42)).isoformat()
    result = ask(brand, {"identity": "m1", "at": at}, {"identity": "m2", "at": at, "limit": 1}, {"identity": "stranger", "at": at})
    assert result.exit_code == 0, result.output
    first, second, third = answers(result)
    assert {item["id"] for item in first["items"][:2]} == {"우유", "빵"}
    assert [item["id"] for item in second["items"]] == ["커피"]
    assert all(list(item) == ["id", "score", "because"] and 0 <= item["score"] <= 1 for item in first["items"])
    assert "chosen" in second["items"][0]["because"]
    assert len(third["items"]) == 3
    assert "nothing is known of this person" in third["items"][0]["because"]


def test_visits_are_ranked_by_category_and_by_place_when_asked(brand: Path) -> None:
    days = [START + timedelta(days=day) for day in range(30)]
    events = [visit(2 * number, "v", day, category="cafe", place_id="C1") for number, day in enumerate(days)]
    events += [visit(2 * number + 1, "v", day + timedelta(hours=10), category="gym", place_id="G1") for number, day in enumerate(days)]
    imported(brand, events)
    at = START + timedelta(days=30)
    result = ask(
        brand,
        {"identity": "v", "at": at.isoformat()},
        {"identity": "v", "at": (at + timedelta(hours=10)).isoformat(), "limit": 1},
        {"identity": "v", "at": at.isoformat(), "of": "places", "limit": 1},
        {"identity": "v", "at": at.isoformat(), "of": "products"},
    )
    cafe, gym, place, products = answers(result)
    assert [item["id"] for item in cafe["items"]] == ["cafe", "gym"]
    assert [item["id"] for item in gym["items"]] == ["gym"]
    assert [item["id"] for item in place["items"]] == ["C1"]
    assert products["items"] == []


BAD = [
    ({"identity": "m1", "mood": "x"}, "field.unknown", "mood"),
    ({"at": "2026-01-01T00:00:00Z"}, "field.missing", "identity"),
    ({"identity": "m1", "at": "tomorrow"}, "field.bad_instant", "at"),
    ({"identity": "m1", "limit": 0}, "field.bad_limit", "limit"),
    ({"identity": "m1", "of": "moods"}, "next.bad_of", "products, categories, places"),
]


def test_a_bad_line_gets_its_error_and_the_rest_goes_on(brand: Path) -> None:
    imported(brand, shop())
    result = ask(brand, *(line for line, _, _ in BAD), {"identity": "m2", "limit": 1})
    assert result.exit_code == 1
    *wrong, right = answers(result)
    for told, (_, code, named) in zip(wrong, BAD, strict=True):
        assert told["error"]["code"] == code
        assert named in told["error"]["en"]
    assert right["items"][0]["id"] == "커피"


def test_nothing_imported(brand: Path) -> None:
    result = ask(brand, {"identity": "m1"})
    assert (result.exit_code, answers(result)) == (0, [{"items": []}])


def test_for_the_terminal(brand: Path) -> None:
    imported(brand, shop())
    result = CliRunner().invoke(app, ["next", "m2", "--brand", str(brand)])
    assert result.exit_code == 0
    assert result.stdout.startswith("  1. 커피")
    assert CliRunner().invoke(app, ["next", "--brand", str(brand)]).exit_code == 2


def test_the_next_request_already_sees_an_event(brand: Path) -> None:
    imported(brand, shop())
    with opened(brand) as house:
        tastes = Tastes(house)
        at = START + timedelta(days=60)
        assert tastes.next("web", "new", at, limit=1)[0].en.startswith("nothing is known")
        bought = order(900, "new", at - timedelta(days=1), "커피")
        now = house.clock()
        take(
            house,
            [
                Incoming(
                    id="o900",
                    type="order.completed",
                    identity="new",
                    inbox="web",
                    occurred_at=datetime.fromisoformat(bought["occurred_at"]),
                    received_at=now,
                    data=bought["data"],
                    imported=False,
                )
            ],
        )
        first = tastes.next("web", "new", at, limit=1)[0]
        assert first.id == "커피"
        assert not first.en.startswith("nothing is known")
