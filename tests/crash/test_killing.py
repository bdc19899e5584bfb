"""SIGKILL under load: twenty deaths here, three hundred by ``make kill``. And programs broken on purpose, which must be caught."""

import pytest
from crash.brand import bakery
from crash.killing import Result, run_kills

from dangol.kit.machine import machine


def killed(engine: str, *, kills: int, seed: int, visitors: int, breaks: str = "") -> Result:
    with bakery(engine) as (folder, url):
        return run_kills(folder, url, kills=kills, seed=seed, visitors=visitors, breaks=breaks)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_is_lost_and_nothing_doubled(engine: str) -> None:
    done = killed(engine, kills=10, seed=20261122, visitors=4)
    assert done.verdict.wrong == [], (done.seed, machine())
    assert sum(done.moments.values()) == 10
    assert done.verdict.counts["chat messages acknowledged"] >= 5
    assert done.verdict.counts["events acknowledged"] >= 5


def test_a_program_that_acknowledges_before_it_commits_is_caught() -> None:
    done = killed("sqlite", kills=4, seed=1, visitors=4, breaks="early")
    assert any(sentence.startswith("acknowledged") and "stored 0 times" in sentence for sentence in done.verdict.wrong)


def test_a_program_that_repeats_blindly_is_caught() -> None:
    """It takes a death in the middle of a delivery to show it, so there are some tries."""
    wrong: list[str] = []
    for seed in range(12):
        wrong += killed("sqlite", kills=5, seed=seed, visitors=1, breaks="blind").verdict.wrong
        if any("arrived 2 times" in sentence for sentence in wrong):
            break
    assert any("arrived 2 times" in sentence for sentence in wrong)
