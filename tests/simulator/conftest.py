"""One brand and its simulated platforms for all tests of a file."""

from collections.abc import Iterator

import pytest
from stage import Stage, staged

from dangol.bootstrap.house import open_house
from dangol.knowledge.imports import import_folder
from small_brand import small_brand


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    house = open_house(small_brand(tmp_path_factory.mktemp("brand")))
    import_folder(house.store, house.folder, house.clock())
    house.knowledge.answerer()
    with staged(house) as opened:
        yield opened
    house.close()
