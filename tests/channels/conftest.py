"""The brand with an inbox on every platform."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from street import Street, street


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path / "brand") as opened:
        yield opened


@pytest.fixture
def shop_on_each_engine(tmp_path: Path, store_url: str) -> Iterator[Street]:
    with street(tmp_path / "brand", store_url) as opened:
        yield opened
