import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_shop import Clock, fill, opened_shop

from dangol.bootstrap.house import House, open_house


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, store_url: str, clock: Clock) -> Iterator[House]:
    """A shop in which the person has left traces, on each engine; its SQLite file lies in the brand's folder."""
    if store_url.startswith("sqlite"):
        yield request.getfixturevalue("shop")
        return
    with opened_shop(tmp_path / "brand", store_url, clock) as house:
        fill(house, others=12)
        yield house


@pytest.fixture
def shop(tmp_path: Path, clock: Clock, _filled: Path) -> Iterator[House]:
    """The same on SQLite alone: a copy of one that was filled once for all tests."""
    shutil.copytree(_filled, tmp_path / "brand")
    house = open_house(tmp_path / "brand", clock=clock)
    yield house
    house.close()


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "brand"
    with opened_shop(folder) as house:
        fill(house)
    return folder
