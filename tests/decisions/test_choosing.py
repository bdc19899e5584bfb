"""The policy's chances, the pressure on a person, the holdout, and what the policy learns from."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.bootstrap.lessons import Moment, learn
from dangol.decisions.bandit import NOTHING, SILENT, Learned, Tally, chances, draw
from dangol.decisions.holdout import effect, held_out
from dangol.decisions.moment import when
from dangol.outbox.pressure import Caps, room

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
DAY = timedelta(days=1)

names = st.lists(st.sampled_from([SILENT, "coupon", "content", "gift", "product"]), min_size=1, max_size=5, unique=True)
outcomes = st.lists(st.floats(-6, 2), max_size=30)
learned = st.dictionaries(
    st.tuples(st.sampled_from(["likely", "maybe"]), st.sampled_from([SILENT, "coupon", "content"])), outcomes, max_size=5
)


@given(cells=learned, arms=names, explore=st.floats(0, 1), seed=st.integers(0, 9))
def test_chances_are_chances_and_no_arm_is_out_of_reach(cells: dict, arms: list[str], explore: float, seed: int) -> None:
    known = Learned(tallies={cell: Tally.of(values) for cell, values in cells.items()})
    rng = np.random.default_rng(seed)
    chance = chances(known, "likely", arms, rng, explore=explore)
    assert chance.sum() == pytest.approx(1)
    assert (chance >= explore / len(arms) - 1e-12).all()
    arm, propensity = draw(arms, chance, rng)
    assert propensity == chance[arms.index(arm)]
    assert propensity > 0


def test_what_is_clearly_better_is_chosen_and_elsewhere_it_is_tried() -> None:
    known = Learned(tallies={("likely", "coupon"): Tally.of([0.3] * 500), ("likely", SILENT): Tally.of([0.1] * 500)})
    rng = np.random.default_rng(1)
    sure = chances(known, "likely", [SILENT, "coupon"], rng, explore=0.04)
    assert sure[1] == pytest.approx(0.98)
    fresh = chances(NOTHING, "likely", [SILENT, "coupon"], rng, explore=0.04)
    assert 0.4 < fresh[0] < 0.6


spans = st.lists(st.integers(1, 60 * 24 * 40).map(lambda minutes: AT - timedelta(minutes=minutes)), max_size=12)


@given(sent=spans, tired=spans, ignored=st.integers(0, 12), day=st.integers(0, 3), week=st.integers(0, 4), month=st.integers(0, 8))
def test_never_above_a_cap_and_never_more_for_somebody_more_tired(
    sent: list[datetime], tired: list[datetime], ignored: int, day: int, week: int, month: int
) -> None:
    caps = Caps(a_day=day, a_week=week, a_month=month)
    may = room(caps, sent, AT, tired=tired, unanswered=ignored)
    for span, most in ((DAY, day), (7 * DAY, week), (30 * DAY, month)):
        assert not may or sum(one > AT - span for one in sent) < most
    if may:
        assert not any(one > AT - 14 * DAY for one in tired)
        assert room(caps, sent, AT, tired=tired[1:], unanswered=ignored)
        assert room(caps, sent, AT, unanswered=max(0, ignored - 3))
        assert room(caps, sent[1:], AT, tired=tired, unanswered=ignored)


def test_the_holdout_is_stable_and_as_large_as_it_says() -> None:
    people = [f"person-{number}" for number in range(5_000)]
    once = [held_out(b"k" * 32, one, 0.1) for one in people]
    assert once == [held_out(b"k" * 32, one, 0.1) for one in people]
    assert 0.085 < sum(once) / len(once) < 0.115
    assert all(held_out(b"k" * 32, one, 0.2) for one, held in zip(people, once, strict=True) if held)  # a larger one holds the smaller


def test_harm_is_said_only_when_it_is_sure() -> None:
    rng = np.random.default_rng(2)
    held = rng.normal(1.0, 1.0, 300).tolist()
    assert effect(rng.normal(0.2, 1.0, 3_000).tolist(), held).harms
    assert not effect(rng.normal(1.2, 1.0, 3_000).tolist(), held).harms
    assert not effect([-9.0] * 49, held).harms  # too few people
    assert not effect([], held).harms
    shown = effect(rng.normal(1.2, 1.0, 3_000).tolist(), held)
    assert shown.low < shown.mean < shown.high


def moment(days: float, arm: str, *, reason: str = "policy", saved: float = 0.0) -> Moment:
    return Moment(at=AT - days * DAY, arm=arm, context="likely", reason=reason, saved=saved)


def test_what_came_of_a_moment() -> None:
    moments = {
        "a": [moment(20, "coupon", saved=0.25), moment(15, SILENT), moment(3, "coupon")],
        "b": [moment(20, SILENT, reason="holdout")],
    }
    orders = [("a", AT - 19 * DAY), ("a", AT - 14 * DAY), ("b", AT - 18 * DAY), ("stranger", AT - 19 * DAY), ("a", AT + DAY)]
    found = learn(moments, orders, [("a", AT - 13.5 * DAY)], AT)
    coupon, silent = found.learned.tallies["likely", "coupon"], found.learned.tallies["likely", SILENT]
    assert (coupon.count, silent.count) == (1, 1)  # the third moment's week is not over, and the held out teach nothing
    assert coupon.total == pytest.approx(0.75 - 0.01 - 5)  # the refusal belongs to the message before it, not to the silence between
    assert silent.total == pytest.approx(0.75)  # an order after a coupon's message is still worth less
    assert (found.effect.treated, found.effect.held) == (1, 1)
    assert learn({}, [], [], AT).learned.tallies == {}


@pytest.mark.parametrize(
    ("now", "due", "usual", "goes"),
    [
        ("2026-11-25T10:00", ["2026-11-25T19:30"], [], "2026-11-25T18:30"),  # an hour before what is due
        ("2026-11-25T10:00", ["2026-11-28T19:30"], [], "2026-11-25T11:00"),
        ("2026-11-25T10:00", [], ["2026-11-20T17:10", "2026-11-21T17:40", "2026-11-21T02:00"], "2026-11-25T17:00"),
        ("2026-11-25T18:00", [], [], "2026-11-25T18:00"),
        ("2026-11-25T22:00", [], [], "2026-11-26T09:00"),
        ("2026-11-25T10:00", ["2026-11-26T07:00"], [], "2026-11-26T09:00"),  # never at night
    ],
)
def test_a_message_goes_at_the_persons_own_time_by_day(now: str, due: list[str], usual: list[str], goes: str) -> None:
    read = datetime.fromisoformat
    assert when(read(now), [read(one) for one in due], [read(one) for one in usual]) == read(goes)
