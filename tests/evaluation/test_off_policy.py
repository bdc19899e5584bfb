"""Off-policy estimates: their intervals hold a known truth as often as they say, and what cannot be judged is not."""

import math

import numpy as np
import pytest
from evaluation.person.off_policy import WORLDS, World, coverage

from dangol.decisions.bandit import SILENT
from dangol.decisions.fixed import Fixed, Tried, judge
from dangol.decisions.off_policy import CLIP, Log, estimates

RUNS = 1_000


def log(arm: list[int], outcome: list[float], propensity: list[float], person: list[int] | None = None) -> Log:
    return Log(
        person=np.array(person if person is not None else range(len(arm)), dtype=np.int64),
        context=np.zeros(len(arm), dtype=np.int64),
        arm=np.array(arm, dtype=np.int64),
        propensity=np.array(propensity),
        outcome=np.array(outcome),
    )


@pytest.mark.parametrize("world", [WORLDS[1], WORLDS[3], WORLDS[4]], ids=lambda world: world.name)
def test_of_a_thousand_runs_the_interval_holds_the_truth_in_93_to_97_of_100(world: World) -> None:
    held = coverage(world, RUNS, seed=100)
    assert all(0.93 <= share <= 0.97 for share in held.values()), held


def test_what_was_done_itself_is_worth_what_came_of_it() -> None:
    rng = np.random.default_rng(0)
    outcome = rng.random(400)
    found = estimates(log([0, 1] * 200, outcome.tolist(), [0.5] * 400), np.full((400, 2), 0.5))
    for one in (found.ips, found.snips, found.logged):
        assert one.value == pytest.approx(outcome.mean())
        assert one.low < one.value < one.high
    assert found.gain.low < 0 < found.gain.high
    assert (found.weight, found.effective, found.clipped) == pytest.approx((1, 400, 0))


def test_weights_are_worked_out_by_hand() -> None:
    chance = np.array([[1.0, 0.0]] * 4)
    found = estimates(log([0, 0, 1, 1], [1.0, 0.0, 1.0, 1.0], [0.5, 0.25, 0.5, 0.5]), chance)
    assert found.ips.value == pytest.approx((2 * 1 + 4 * 0) / 4)
    assert found.snips.value == pytest.approx(2 / 6)
    assert found.effective == pytest.approx(36 / 20)


def test_a_weight_that_is_cut_is_said() -> None:
    found = estimates(log([0, 1, 0, 1], [1.0] * 4, [0.5 / CLIP, 0.5, 0.5, 0.5]), np.array([[1.0, 0.0]] * 4))
    assert found.clipped == 0.25
    assert found.ips.value == pytest.approx((CLIP + 2) / 4)


def test_choices_of_one_person_count_as_one() -> None:
    outcome = [float(number % 7 == 0) for number in range(50) for _ in range(20)]
    alone = estimates(log([0] * 1_000, outcome, [1.0] * 1_000), np.ones((1_000, 1)))
    together = estimates(log([0] * 1_000, outcome, [1.0] * 1_000, [number // 20 for number in range(1_000)]), np.ones((1_000, 1)))
    assert together.ips.value == alone.ips.value
    assert together.people == 50
    assert together.ips.high - together.ips.low > 3 * (alone.ips.high - alone.ips.low)


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_or_one_person_says_nothing(count: int) -> None:
    found = estimates(log([0] * count, [1.0] * count, [0.5] * count), np.ones((count, 1)))
    assert math.isnan(found.ips.low)
    assert math.isnan(found.dr.value) or count
    assert judge([], Fixed(arms={}), 0.1).why == "too_little"


def tried(rng: np.random.Generator, people: int, coupon: float, *, chance: float = 0.5, level: float = 0.1) -> list[Tried]:
    made = []
    for number in range(people):
        for _ in range(4):
            arm = "coupon" if rng.random() < chance else SILENT
            came = float(rng.random() < (coupon if arm == "coupon" else level))
            propensity = chance if arm == "coupon" else 1 - chance
            made.append(
                Tried(person=f"p{number}", context="likely", options=(SILENT, "coupon"), arm=arm, propensity=propensity, outcome=came)
            )
    return made


ALWAYS = Fixed(arms={"likely": "coupon"})


@pytest.mark.parametrize(
    ("coupon", "why"),
    [(0.4, ""), (0.1, "not_sure"), (0.0, "worse")],
)
def test_a_policy_passes_only_when_it_is_surely_better(coupon: float, why: str) -> None:
    found = judge(tried(np.random.default_rng(1), 400, coupon), ALWAYS, 0.04)
    assert (found.why, found.passed) == (why, not why)
    assert found.found.people == 400


def test_what_was_never_tried_cannot_pass_however_good_the_rest_was() -> None:
    never = tried(np.random.default_rng(2), 500, 0.9, chance=0.0005)
    assert judge(never, ALWAYS, 0.04).why == "too_little"
    assert judge(tried(np.random.default_rng(2), 40, 0.9), ALWAYS, 0.04).why == "too_little"  # too few people


def test_a_policy_that_is_no_better_passes_seldom() -> None:
    rng = np.random.default_rng(3)
    passed = sum(judge(tried(rng, 150, 0.1), ALWAYS, 0.04).passed for _ in range(400))
    assert passed / 400 < 0.05  # 2.5 % is what one side of the interval allows


def test_an_arm_that_is_not_to_be_had_is_silence() -> None:
    policy = Fixed(arms={"likely": "coupon", "maybe": "gift"})
    assert policy.chances("likely", [SILENT, "coupon"], 0.1).tolist() == pytest.approx([0.05, 0.95])
    assert policy.chances("maybe", [SILENT, "coupon"], 0.1).tolist() == pytest.approx([0.95, 0.05])
    assert policy.chances("unlikely", [SILENT, "coupon"], 0.0).tolist() == [1.0, 0.0]
    assert policy.digest == Fixed(arms={"maybe": "gift", "likely": "coupon"}).digest != ALWAYS.digest
