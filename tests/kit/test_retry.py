"""Waiting before another try."""

import pytest

from dangol.kit.retry import delay


@pytest.mark.parametrize(
    ("attempt", "jitter", "seconds"),
    [(1, 0.0, 1.0), (1, 1.0, 2.0), (2, 0.5, 3.0), (5, 1.0, 32.0), (12, 1.0, 3600.0), (10_000, 0.0, 1800.0)],
)
def test_waits_double_up_to_the_cap(attempt: int, jitter: float, seconds: float) -> None:
    assert delay(attempt, jitter=jitter) == seconds


@pytest.mark.parametrize(("attempt", "jitter"), [(0, 0.5), (-1, 0.5), (1, -0.1), (1, 1.1)])
def test_nonsense_is_refused(attempt: int, jitter: float) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        delay(attempt, jitter=jitter)
