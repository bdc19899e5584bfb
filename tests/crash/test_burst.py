"""A burst over the platforms' addresses, scaled down; ``python -m crash burst`` sends twenty thousand."""

import pytest
from crash.brand import bakery
from crash.burst import run_burst


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_is_lost_doubled_or_answered_with_an_error(engine: str) -> None:
    with bakery(engine) as (folder, url):
        done = run_burst(folder, url, many=240, seed=20261125, at_once=80)
    assert done.wrong == []
    assert len(done.outcome.accepted) + len(done.outcome.refused) > 200
    assert {status for _, status in done.outcome.statuses} <= {200, 400, 413, 429, 503}
    assert len(done.outcome.accepted) > 100
    assert done.peak_mb - done.idle_mb < 400
