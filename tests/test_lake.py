"""The lake: exported piece by piece; its jobs the same on both engines and as one person's own; nobody erased left in any byte."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from pyarrow import parquet
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from dangol.bootstrap.backing_up import back_up
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.filling_lake import export_lake, keep_lawful, lake_of, nightly
from dangol.bootstrap.house import House, open_house
from dangol.cli import telling
from dangol.cli.app import app
from dangol.events.event import Event
from dangol.kit.errors import Refused
from dangol.knowledge.imports import import_folder
from dangol.offers.crowd import learn
from dangol.offers.crowd_job import popular, together
from dangol.offers.life import Past, life
from dangol.people.identities import Sighting, ensure_many
from dangol.people.rhythm import rhythms
from dangol.people.rhythm_job import micros, rhythms_of_all
from dangol.store.insight import Engine, insight
from dangol.store.lake import FULL, Lake
from small_brand import small_brand

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
WALL = datetime(2026, 11, 25, 12)  # in Seoul


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A real Spark of this process, small: without compiling its plans, which on little data takes longer than running them."""
    made = SparkSession.builder.master("local[2]").appName("dangol-tests")
    quiet = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in quiet.items():
        made = made.config(name, value)
    session = made.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=lambda: NOON)
    import_folder(opened.store, opened.folder, NOON)
    yield opened
    opened.close()


def times(rng: random.Random) -> list[datetime]:
    """One thing's history: at random, on weekday mornings, weekly, monthly, or every twenty days."""
    count = rng.randint(3, 24)
    match rng.randint(0, 4):
        case 0:
            return [WALL - timedelta(days=rng.uniform(0, 300)) for _ in range(count)]
        case 1:
            mornings = [(WALL - timedelta(days=day)).replace(hour=8, minute=rng.randint(0, 59)) for day in range(count)]
            return [one for one in mornings if one.weekday() < 5]
        case 2:
            return [(WALL - timedelta(days=7 * week + 2)).replace(hour=rng.randint(15, 21)) for week in range(count) if rng.random() < 0.8]
        case 3:
            months = [WALL.month - 2 - back for back in range(count)]
            return [datetime(WALL.year + one // 12, one % 12 + 1, rng.randint(24, 26), rng.randint(0, 23)) for one in months]
        case _:
            gaps = np.cumsum([max(1, rng.gauss(20, 2)) for _ in range(count)])
            return [WALL - timedelta(days=float(gap)) for gap in gaps]


def lived(people: int, seed: int = 1) -> dict[str, dict[str, list[datetime]]]:
    rng = random.Random(seed)
    return {f"v{who}": {f"p{thing}": times(rng) for thing in range(1, rng.randint(2, 4))} for who in range(people)}


def happened(house: House, lives: dict[str, dict[str, list[datetime]]]) -> dict[str, str]:
    """Takes the histories up as orders; answers the identity of each."""
    seen = [Sighting(inbox="web", external_id=who, kind="anonymous", at=NOON) for who in lives]
    with house.store.write() as connection:
        ids = {who: one.id for who, one in zip(lives, ensure_many(connection, house.key, seen), strict=True)}
        events = [
            order(ids[who], (at - timedelta(hours=9)).replace(tzinfo=UTC), product)
            for who, things in lives.items()
            for product, history in things.items()
            for at in history
        ]
        house.journal.append(connection, events)
    return ids


def order(who: str, at: datetime, *products: str) -> Event:
    data = {"products": [{"product_id": one} for one in products]}
    key = f"{who}{at}{products}"
    return Event(type="order.completed", inbox="web", identity=who, occurred_at=at, received_at=at, dedupe_key=key, payload=data)


def rows(lake: Lake) -> list[dict[str, Any]]:
    return [row for file in lake.choices() for row in parquet.read_table(file).to_pylist()]


def found(house: House, engine: Engine, memory: str = "1GB") -> list[dict[str, Any]]:
    with insight(lake_of(house), engine, memory=memory) as at:
        told = at.run(rhythms_of_all(at.choices(), WALL)).to_pylist()
    return sorted(told, key=lambda row: (row["person"], row["thing"]))


def test_an_export_adds_what_is_new_and_nothing_twice(house: House) -> None:
    happened(house, lived(6))
    first = export_lake(house)
    assert first.rows == len(rows(lake_of(house))) > 50
    assert export_lake(house).rows == 0
    with house.store.write() as connection:
        house.journal.append(connection, [order("x" * 26, NOON, "p1", "p2", "p1")])
    assert (export_lake(house).rows, export_lake(house).last) == (2, first.last + 1)
    positions = [(row["position"], row["thing"]) for row in rows(lake_of(house))]
    assert len(positions) == len(set(positions)) == first.rows + 2
    assert len(lake_of(house).choices()) == 1 < FULL  # it grows until it is full


def test_the_job_finds_what_each_persons_own_history_shows(house: House) -> None:
    lives = lived(60)
    ids = happened(house, lives)
    export_lake(house)
    got = {(row["person"], row["thing"]): row for row in found(house, "duckdb") if row["thing"].startswith("product/")}
    snapshot = house.knowledge.snapshot()
    expected = {}
    for who, things in lives.items():
        history = {f"product/{one}": at for one, at in things.items()}
        for one, at in things.items():
            if (product := snapshot.products.get(one)) and (category := product.text("category")):
                history.setdefault(f"category/{category}", []).extend(at)
        expected |= {(ids[who], one.thing): one for one in rhythms(history, WALL) if one.thing.startswith("product/")}
    assert set(got) == set(expected)
    assert {one.period for one in expected.values()} == {"day", "week", "month", "gap"}
    for key, one in expected.items():
        row = got[key]
        assert (row["period"], row["weekdays"], row["turns"]) == (one.period, one.weekdays, one.turns)
        told = [row[name] for name in ("center", "give", "p_value", "probability")]
        assert told == pytest.approx([one.center, one.give, one.p_value, one.probability], rel=1e-6, abs=1e-9)
        assert abs(row["next_at"] - micros(one.next_at)) <= 2


def test_spark_finds_the_same_rows(tmp_path: Path, spark: SparkSession) -> None:
    """One real Spark and one store: which store the lake came from is nothing to an engine."""
    house = open_house(small_brand(tmp_path / "brand"), clock=lambda: NOON)
    import_folder(house.store, house.folder, NOON)
    happened(house, lived(12))
    export_lake(house)
    duck, other = jobs(house, "duckdb"), jobs(house, "spark")
    house.close()
    assert [len(rows) for rows in duck] == [len(rows) for rows in other]
    assert len(duck[0]) > 10
    for one, two in zip(chain(*duck), chain(*other), strict=True):
        exact = [name for name, value in one.items() if not isinstance(value, float)]
        assert [one[name] for name in exact] == [two[name] for name in exact]
        inexact = [name for name in one if name not in exact]
        assert [one[name] for name in inexact] == pytest.approx([two[name] for name in inexact], rel=1e-9, abs=1e-12)


def jobs(house: House, engine: Engine) -> list[list[dict[str, Any]]]:
    with insight(lake_of(house), engine, memory="1GB") as at:
        told = [rhythms_of_all(at.choices(), WALL), popular(at.choices()), together(at.choices())]
        return [sorted(at.run(job).to_pylist(), key=lambda row: [row.get(name, "") for name in _NAMES]) for job in told]


_NAMES = ("person", "thing", "other")


def test_what_goes_together_is_what_the_ranking_counts(house: House) -> None:
    rng = random.Random(3)
    baskets = [rng.sample(("p1", "p2", "p3"), rng.randint(1, 3)) for _ in range(60)]
    with house.store.write() as connection:
        at = NOON - timedelta(days=100)
        house.journal.append(connection, [order("y" * 26, at + timedelta(hours=number), *one) for number, one in enumerate(baskets)])
    export_lake(house)
    with insight(lake_of(house), "duckdb", memory="1GB") as engine:
        told = engine.run(together(engine.choices())).to_pylist()
    names = ("p1", "p2", "p3")
    own = life([(float(number), [names.index(one) for one in basket]) for number, basket in enumerate(baskets)])
    crowd = learn(Past(names=names, lives={"y": own}))
    assert len(told) == 6
    for row in told:
        one, two = (names.index(row[name].removeprefix("product/")) for name in ("thing", "other"))
        assert row["cosine"] == pytest.approx(crowd.together[one, two])


def test_nobody_erased_is_left_in_any_byte(house: House) -> None:
    ids = happened(house, lived(8))
    nightly(house)
    lake = lake_of(house)
    told = parquet.read_table(lake.folder / "rhythms.parquet").to_pydict()["person"]
    gone, stays = sorted({one for one in ids.values() if one in told})[:2]

    def holders(who: str) -> list[str]:
        """Files that say it, in the open or inside a compressed column."""
        named = []
        for file in sorted(lake.folder.rglob("*.*")):
            whole = file.read_bytes()
            if who.encode() in whole or (file.suffix == ".parquet" and who in str(parquet.read_table(file).to_pydict())):
                named.append(file.name)
        return named

    assert {"people.parquet", "rhythms.parquet"} < set(holders(gone))
    before = len(rows(lake))
    erase(house, [gone])
    assert holders(gone) == []
    assert len(holders(stays)) == 3
    assert before > len(rows(lake)) > 0
    export_lake(house)
    assert holders(gone) == []


def test_who_is_erased_while_it_is_written_is_taken_out_at_its_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = happened(house, lived(3))
    write = Lake.append

    def late(lake: Lake, *told: Any) -> None:
        erase(house, [ids["v0"]])
        write(lake, *told)

    monkeypatch.setattr(Lake, "append", late)
    export_lake(house)
    assert ids["v0"] not in {row["identity"] for row in rows(lake_of(house))}
    assert ids["v1"] in {row["identity"] for row in rows(lake_of(house))}


def test_without_pyarrow_an_erasure_deletes_it_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = happened(house, lived(2))
    export_lake(house)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    erase(house, [ids["v0"]])
    assert not lake_of(house).folder.exists()
    with pytest.raises(Refused, match="not installed"):
        export_lake(house)


def test_visits_are_kept_as_long_as_the_law_says_and_orders_longer(house: House) -> None:
    path = house.folder / "brand.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[law]\nkeep_behaviour_days = 30\n", encoding="utf-8")
    old = NOON - timedelta(days=40)
    visit = Event(
        type="place.visited",
        inbox="web",
        identity="z" * 26,
        occurred_at=old,
        received_at=old,
        dedupe_key="v",
        payload={"place_id": "s1", "category": "cafe"},
    )
    with house.store.write() as connection:
        house.journal.append(connection, [visit, order("z" * 26, old, "p1")])
    export_lake(house)
    assert sorted(row["thing"] for row in rows(lake_of(house))) == ["category/cafe", "place/s1", "product/p1"]
    keep_lawful(house)
    assert [row["thing"] for row in rows(lake_of(house))] == ["product/p1"]


def test_a_lake_of_a_longer_journal_is_made_anew(house: House) -> None:
    happened(house, lived(2))
    last = export_lake(house).last
    lake = lake_of(house)
    lake.append([], last + 1, last + 500)  # as if the store were an older backup
    assert export_lake(house).last == last


def test_a_backup_does_not_hold_the_lake(tmp_path: Path) -> None:
    opened = open_house(small_brand(tmp_path / "brand"), clock=lambda: NOON)
    happened(opened, lived(2))
    export_lake(opened)
    made, _ = back_up(opened, tmp_path / "kept.zip")
    opened.close()
    with ZipFile(made) as zipped:
        assert zipped.namelist()
        assert not [name for name in zipped.namelist() if "lake" in name]


def test_the_commands_say_what_they_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small_brand(tmp_path / "brand")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    result = CliRunner().invoke(app, ["lake", "nightly", "--brand", str(folder)])
    assert "[lake.empty]" in result.output
    opened = open_house(folder)
    happened(opened, lived(3))
    opened.close()
    assert "Added" in CliRunner().invoke(app, ["lake", "export", "--brand", str(folder)]).output
    assert "rhythms" in CliRunner().invoke(app, ["lake", "nightly", "--brand", str(folder)]).output
    telling.speak(None)
