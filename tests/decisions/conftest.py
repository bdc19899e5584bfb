"""The shop of ``decision_shop``, on each engine."""

import pytest
from decision_shop import Shop

from dangol.store.engine import Store


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)
