"""BG/NBD against its paper's published numbers, and against a simulation of its own assumptions."""

import numpy as np
import pytest

from dangol.kit.errors import BadInput
from dangol.people.purchase_timing import PurchaseTiming, fit

PUBLISHED = PurchaseTiming(r=0.243, alpha=4.414, a=0.793, b=2.426)  # Fader, Hardie and Lee 2005, CDNOW


def test_the_papers_customer() -> None:
    """The authors' spreadsheet note: customer 1 of CDNOW, x=2, t_x=30.43, T=38.86, expects 1.226 in the next 39 weeks."""
    assert PUBLISHED.expected(2, 30.43, 38.86, 39.0) == pytest.approx(1.226, abs=0.002)
    assert PUBLISHED.alive(2, 30.43, 38.86) == pytest.approx(0.7266, abs=0.01)
    assert PUBLISHED.alive(0, 0.0, 38.86) == 1.0


def test_it_recovers_what_a_simulation_was_made_of() -> None:
    draw = np.random.default_rng(1)
    count, observed = 4_000, 52.0
    rates, leaving = draw.gamma(0.8, 1 / 6.0, count), draw.beta(1.2, 3.0, count)
    repeats, last, later = np.zeros(count), np.zeros(count), np.zeros(count)
    for number in range(count):
        at = 0.0
        while (at := at + draw.exponential(1 / rates[number])) < observed + 26:
            if at < observed:
                repeats[number] += 1
                last[number] = at
            else:
                later[number] += 1
            if draw.random() < leaving[number]:
                break
    model = fit(repeats, last, np.full(count, observed))
    assert model.r == pytest.approx(0.8, rel=0.25)
    assert model.alpha == pytest.approx(6.0, rel=0.35)
    assert model.expected(repeats, last, np.full(count, observed), 26.0).sum() == pytest.approx(later.sum(), rel=0.08)


def test_the_unit_does_not_matter() -> None:
    draw = np.random.default_rng(2)
    repeats = draw.poisson(1.5, 300).astype(float)
    observed = draw.uniform(20, 40, 300)
    last = np.where(repeats > 0, observed * draw.uniform(0.2, 1, 300), 0.0)
    weeks, hours = fit(repeats, last, observed), fit(repeats, last * 168, observed * 168)
    assert hours.expected(2, 20 * 168, 30 * 168, 10 * 168) == pytest.approx(weeks.expected(2, 20, 30, 10), rel=0.01)


BAD = [
    (([1, 2], [1.0], [3.0, 4.0]), "timing.bad_history"),
    (([1.0], [5.0], [3.0]), "timing.bad_history"),
    (([-1.0], [0.0], [3.0]), "timing.bad_history"),
    (([1.0] * 5, [1.0] * 5, [3.0] * 5), "timing.too_few"),
    (([], [], []), "timing.too_few"),
]


@pytest.mark.parametrize(("history", "code"), BAD)
def test_what_cannot_be_learned_from(history: tuple[list[float], list[float], list[float]], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        fit(*history)
    assert refused.value.code == code
