"""The owner's own policy: judged by the journal before it goes live, on both stores; until then what was learned decides."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.lessons import CONSIDERED
from dangol.bootstrap.offer_board import board
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.own_policy import go_live, live_policy, trial
from dangol.cli import telling
from dangol.cli.app import app
from dangol.events.event import Event
from dangol.kit.errors import BadInput, Refused
from dangol.people.identities import ensure
from small_brand import small_brand

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
POLICY = '\n[offers]\nexplore = 0.04\n[offers.policy]\nlikely = "coupon"\nmaybe = "silent"\n'


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    opened = open_house(folder, url=store_url, clock=lambda: NOON)
    yield opened
    opened.close()


def written(house: House, more: str) -> None:
    path = house.folder / "brand.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def history(house: House, people: int, coupon: float, silent: float = 0.1) -> None:
    """Four choices of each person, coupon or silence by the toss of a coin, and orders after them as often as said."""
    rng = random.Random(5)
    events = []
    with house.store.write() as connection:
        for number in range(people):
            who = ensure(connection, house.key, "web", f"v{number}", "anonymous", NOON - timedelta(days=60)).id
            for moment in range(4):
                at = NOON - timedelta(days=40 - 7 * moment)
                arm = rng.choice(("silent", "coupon"))
                said = {"arm": arm, "context": "likely", "propensity": 0.5, "reason": "policy", "options": "silent coupon"}
                events.append(event(CONSIDERED, who, at, said))
                if rng.random() < (coupon if arm == "coupon" else silent):
                    events.append(event("order.completed", who, at + timedelta(hours=5), {"products": [{"product_id": "p1"}]}))
        house.journal.append(connection, events)


def event(kind: str, who: str, at: datetime, data: dict[str, object]) -> Event:
    return Event(type=kind, inbox="web", identity=who, occurred_at=at, received_at=at, dedupe_key=f"{kind}{who}{at}", payload=data)


def live(house: House) -> bool:
    with house.store.read() as connection:
        return live_policy(connection, read_offer_settings(house.knowledge.brand().offers)) is not None


def test_a_better_policy_passes_goes_live_and_stays_so(house: House) -> None:
    history(house, 300, coupon=0.5)
    assert trial(house, NOON) is None
    assert board(house, NOON).trial is None
    written(house, POLICY)
    found = trial(house, NOON)
    assert found is not None
    assert (found.verdict.why, found.live_at, live(house)) == ("", None, False)
    assert found.verdict.found.rows == 1_200
    assert found.verdict.found.gain.low > 0.1  # coupons bring 0.39 each, half of what was done were coupons
    assert go_live(house, NOON).live_at == NOON
    assert live(house)
    assert go_live(house, NOON + timedelta(days=1)).live_at == NOON


@pytest.mark.parametrize(("people", "coupon", "why"), [(300, 0.11, "not_sure"), (300, 0.0, "worse"), (20, 0.9, "too_little")])
def test_another_does_not_and_the_reason_is_said(house: House, people: int, coupon: float, why: str) -> None:
    history(house, people, coupon, silent=0.3 if why == "worse" else 0.1)
    written(house, POLICY)
    found = board(house, NOON).trial
    assert found is not None
    assert found.verdict.why == why
    with pytest.raises(Refused, match="may not go live"):
        go_live(house, NOON)
    assert not live(house)


def test_another_policy_has_to_pass_again(house: House) -> None:
    history(house, 300, coupon=0.5)
    written(house, POLICY)
    go_live(house, NOON)
    path = house.folder / "brand.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('likely = "coupon"', 'likely = "gift"'), encoding="utf-8")
    assert not live(house)


def test_none_is_said_and_a_wrong_one_names_its_key(house: House) -> None:
    with pytest.raises(BadInput, match="policy"):
        go_live(house, NOON)
    with pytest.raises(BadInput, match=r"offers\.policy"):
        read_offer_settings({"policy": {"likely": "shouting"}})
    with pytest.raises(BadInput, match=r"offers\.policy"):
        read_offer_settings({"policy": {"somewhere": "coupon"}})


def test_the_command_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small_brand(tmp_path / "brand")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def said(*more: str) -> str:
        result = CliRunner().invoke(app, ["policy", "--brand", str(folder), *more])
        telling.speak(None)
        return result.output

    assert "what was learned decides" in said()
    assert json.loads(said("--json")) == {"policy": None}
    with (folder / "brand.toml").open("a", encoding="utf-8") as file:
        file.write(POLICY)
    assert "It may not go live. Too little was tried" in said()
    assert "[policy.not_passed]" in said("--live")
    opened = open_house(folder)
    history(opened, 300, coupon=0.5)
    opened.close()
    told = json.loads(said("--json"))
    assert (told["passed"], told["people"], told["policy"]) == (True, 300, {"likely": "coupon", "maybe": "silent"})
    assert "It decides since" in said("--live")
