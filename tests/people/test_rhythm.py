"""Rhythms: found where they are, rarely where they are not, and told with when and how likely."""

import random
from datetime import datetime, timedelta

import pytest
from evaluation.person.habits import NOW, person_a, shuffled
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.people.rhythm import LEAST, Rhythm, rayleigh, rhythms

MONDAY = datetime(2026, 3, 2)


def days(count: int, hour: float, step: int = 1, start: datetime = MONDAY) -> list[datetime]:
    return [start + timedelta(days=step * number, hours=hour) for number in range(count)]


def only(times: list[datetime], now: datetime) -> Rhythm:
    (found,) = rhythms({"x": times}, now)
    return found


def test_person_a_of_the_seed_rows_is_found_in_raw_history() -> None:
    """Rows 1-15 to 1-17: camping gear before the weekend, coffee on weekday mornings, fuel once a month."""
    found = {rhythm.thing: rhythm for rhythm in rhythms(person_a(random.Random(7)), NOW)}
    assert set(found) == {"camping", "coffee", "fuel"}
    camping, coffee, fuel = found["camping"], found["coffee"], found["fuel"]
    assert camping.period == "week"
    assert 3 * 24 < camping.center < 5 * 24 + 12
    assert camping.next_at.weekday() in (3, 4)
    assert (coffee.period, coffee.weekdays) == ("day", True)
    assert coffee.center == pytest.approx(8.3, abs=0.5)
    assert (coffee.next_at.date(), coffee.next_at.hour) == ((NOW + timedelta(days=1)).date(), 8)
    assert fuel.period == "month"
    assert fuel.center == pytest.approx(25.7, abs=2)


def test_few_without_a_rhythm_are_said_to_have_one() -> None:
    draw = random.Random(3)
    people = 600
    wrong = sum(bool(rhythms(shuffled(draw), NOW)) for _ in range(people))
    assert wrong / people <= 0.01


def test_a_busy_afternoon_is_no_habit() -> None:
    afternoon = [MONDAY + timedelta(hours=15, minutes=number) for number in range(100)]
    assert rhythms({"x": afternoon}, MONDAY + timedelta(days=30)) == []


def test_coffee_on_weekdays_skips_the_weekend() -> None:
    mornings = [at for at in days(60, 8.0) if at.weekday() < 5]
    friday_noon = MONDAY + timedelta(days=60 // 7 * 7 + 4, hours=12)
    found = only(mornings, friday_noon)
    assert found.weekdays
    assert (found.next_at.weekday(), found.next_at.hour) == (0, 8)
    assert found.probability > 0.9


def test_the_last_day_of_february_is_the_last_of_a_month() -> None:
    ends = [datetime(2026, month + 1, 1, 20) - timedelta(days=1) for month in range(1, 11)]
    found = only(ends, datetime(2026, 10, 31, 23))
    assert found.period == "month"
    assert found.next_at.date() == datetime(2026, 11, 30).date()


def test_replenishment_every_forty_days() -> None:
    refills = [MONDAY + timedelta(days=40 * number + (number * 7) % 3, hours=(number * 5) % 24) for number in range(9)]
    found = only(refills, refills[-1] + timedelta(days=10))
    assert found.period == "gap"
    assert found.center / 24 == pytest.approx(40, abs=1)
    assert abs((found.next_at - refills[-1]).days - 40) <= 1


def test_who_stopped_is_unlikely_to_come_next_time() -> None:
    weekly = days(20, 19.0, step=7)
    soon, late = only(weekly, weekly[-1] + timedelta(days=1)), only(weekly, weekly[-1] + timedelta(days=7 * 12))
    assert soon.probability > 0.9
    assert late.probability < 0.15


NOTHING = {
    "no history": [],
    "one event": [MONDAY],
    "too few": days(LEAST - 1, 9.0),
    "only the future": days(30, 9.0, start=datetime(2030, 1, 1)),
    "one instant many times": [MONDAY] * 50,
}


@pytest.mark.parametrize("times", NOTHING.values(), ids=NOTHING)
def test_nothing_to_find(times: list[datetime]) -> None:
    assert rhythms({"x": times}, MONDAY + timedelta(days=200)) == []
    assert rhythms({}, MONDAY) == []


def test_a_hundred_thousand_events() -> None:
    many = [MONDAY + timedelta(hours=number * 0.3) for number in range(100_000)]
    rhythms({"x": many}, many[-1])


def test_rayleigh_by_hand() -> None:
    middle, length, p_value = rayleigh([0.0, 1.0, -1.0])
    assert middle == pytest.approx(0.0, abs=1e-9) or middle == pytest.approx(6.283185, abs=1e-5)
    assert length == pytest.approx((1 + 2 * 0.5403023) / 3)
    assert 0.1 < p_value < 0.3


times = st.lists(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 1, 1)), max_size=40)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), times), st.randoms(use_true_random=False))
def test_any_history_and_any_order_of_arrival(history: dict[str, list[datetime]], draw: random.Random) -> None:
    found = rhythms(history, NOW)
    for one in found:
        assert one.next_at >= NOW
        assert 0 < one.probability < 1
        assert one.give >= 0
    shaken = {thing: draw.sample(times * 2, len(times * 2)) for thing, times in reversed(history.items())}
    assert rhythms(shaken, NOW) == found
