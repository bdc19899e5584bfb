"""Functions that not every engine has, as Ibis expressions: what ``people.rhythm_job`` works with."""

import math
from typing import Any

Value = Any  # a column of an Ibis table


def least(*values: Value) -> Value:
    import ibis

    return ibis.least(*values)


def most(*values: Value) -> Value:
    import ibis

    return ibis.greatest(*values)


def log_gamma(x: Value) -> Value:
    """Stirling's series six steps further up, right to 11 digits from 0.5 on (Abramowitz and Stegun 6.1.41); Spark has no such function."""
    up = x + 6
    steps = x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5)
    series = 1 / (12 * up) - 1 / (360 * up * up * up) + 1 / (1260 * up * up * up * up * up)
    return (up - 0.5) * up.ln() - up + 0.5 * math.log(math.tau) + series - steps.ln()


_ERFC = (-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277)


def erfc(z: Value) -> Value:
    """For z >= 0, relative error below 1.2e-7 (Press et al., Numerical Recipes, 6.2)."""
    t = 1 / (1 + 0.5 * z)
    series: Value = _ERFC[-1]
    for one in reversed(_ERFC[:-1]):
        series = one + t * series
    return t * (series - z * z).exp()
