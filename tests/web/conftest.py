"""A real server for sockets and browsers."""

from collections.abc import Iterator

import pytest
from web_double import Shop
from web_server import Served, serving


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(Shop()) as running_server:
        yield running_server
