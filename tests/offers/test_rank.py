"""Ranking by a brand's own history: what a person does decides, and nothing that was not known at the moment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import DAY, WEEK, past, weekly

from dangol.offers.life import Past, life
from dangol.offers.rank import rank
from dangol.offers.ranker import PRIOR, Model, fit


def learned(made: Past) -> Model:
    return fit(made, np.random.default_rng(0))


def ids(model: Model, name: str, hour: float, limit: int = 10) -> list[str]:
    one = model.past.lives.get(name, life([]))
    return [found.id for found in rank(model, one, hour, person=name, limit=limit)]


def test_a_habit_comes_first_and_says_so() -> None:
    model = learned(past({"a": weekly(["milk"], 6), "b": weekly(["bread"], 6), "c": weekly(["bread", "jam"], 6)}))
    first, *_ = rank(model, model.past.lives["a"], 6 * WEEK + 10, person="a")
    assert (first.id, first.ko, first.en) == ("milk", first.ko, first.en)
    assert "6" in first.ko
    assert "6 times" in first.en


def test_people_alike_bring_what_someone_never_chose() -> None:
    lives = {f"c{number}": [(WEEK * week, [["tent"], ["stove"], ["lamp"]][week]) for week in range(3)] for number in range(30)}
    lives |= {f"d{number}": [(WEEK * week, [["soap"], ["towel"], ["cream"]][week]) for week in range(3)] for number in range(30)}
    model = learned(past({**lives, "x": [(0.0, ["tent"]), (WEEK, ["stove"])], "y": [(0.0, ["soap"]), (WEEK, ["towel"])]}))
    camper, washer = ids(model, "x", 2 * WEEK), ids(model, "y", 2 * WEEK)
    assert camper.index("lamp") < camper.index("cream")
    assert washer.index("cream") < washer.index("lamp")


def test_the_hour_decides_between_two_habits() -> None:
    days = [(DAY * day + hour, [thing]) for day in range(60) for hour, thing in ((8.0, "cafe"), (19.0, "gym"))]
    model = learned(past({f"p{number}": days for number in range(5)}))
    assert ids(model, "p0", DAY * 60 + 8.2)[0] == "cafe"
    assert ids(model, "p0", DAY * 60 + 19.2)[0] == "gym"


def test_what_comes_later_is_not_known() -> None:
    before = weekly(["milk"], 5)
    model = learned(past({"a": before, "b": weekly(["bread"], 5), "c": [(1.0, ["beer"])]}))
    more = life([(hour, [model.past.names.index(thing) for thing in things]) for hour, things in [*before, (5 * WEEK + 11, ["beer"])]])
    known = life([(hour, [model.past.names.index(thing) for thing in things]) for hour, things in before])
    assert rank(model, more, 5 * WEEK + 10, person="a") == rank(model, known, 5 * WEEK + 10, person="a")
    exactly = float(more.hours[-1])
    assert rank(model, more, exactly, person="a") == rank(model, known, exactly, person="a")


def test_nobody_known_gets_what_is_popular_and_is_told_so() -> None:
    model = learned(past({"a": weekly(["milk"], 5), "b": weekly(["milk"], 5), "c": weekly(["jam"], 2)}))
    found = rank(model, life([]), 6 * WEEK)
    assert [one.id for one in found] == ["milk", "jam"]
    assert "nothing is known of this person" in found[0].en


def test_one_occasion_of_one_person_keeps_the_prior() -> None:
    model = learned(past({"a": [(10.0, ["milk"])]}))
    assert model.examples == 0
    assert model.weights is PRIOR
    assert ids(model, "a", 50.0) == ["milk"]


def test_nothing_at_all() -> None:
    assert rank(learned(past({})), life([]), 0.0) == []


def test_things_newer_than_the_model_are_passed_over() -> None:
    model = learned(past({"a": weekly(["milk"], 3)}))
    assert [one.id for one in rank(model, life([(1.0, [0, 7]), (2.0, [9])]), 100.0)] == ["milk"]


def test_a_very_long_life() -> None:
    events = [(float(number), [str(number % 50)]) for number in range(100_000)]
    model = learned(past({"a": events, "b": weekly(["1"], 3)}))
    found = rank(model, model.past.lives["a"], 100_001.0, person="a")
    assert len(found) == 10
    assert sum(one.score for one in found) <= 1.0


def test_a_limit_beyond_the_likeliest_gives_everything_once() -> None:
    model = learned(past({f"p{number}": [(1.0, [f"t{number}"]), (30.0, [f"t{number + 1}"])] for number in range(400)}))
    found = ids(model, "p1", 60.0, limit=1000)
    assert sorted(found) == sorted(model.past.names)


hours = st.floats(min_value=0, max_value=20_000, allow_nan=False)
occasions = st.lists(st.tuples(hours, st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=15)
@given(st.dictionaries(st.sampled_from(["p", "q", "r", "s"]), occasions, min_size=1), hours, st.randoms(use_true_random=False))
def test_any_history_ranks_and_the_order_of_arrival_does_not_matter(lives: dict, hour: float, random) -> None:
    model = learned(past(lives))
    name = next(iter(lives))
    index = {thing: number for number, thing in enumerate(model.past.names)}
    arrived = [(at, [index[thing] for thing in things]) for at, things in lives[name]]
    found = rank(model, life(arrived), hour, person=name)
    assert sum(one.score for one in found) == pytest.approx(1.0)
    assert all(one.ko and one.en for one in found)
    if len({at for at, _ in arrived}) == len(arrived):
        random.shuffle(arrived)
        assert rank(model, life(arrived), hour, person=name) == found
