"""When someone buys again, and whether they still do: BG/NBD, "Counting Your Customers" the Easy Way.

Fader, Hardie and Lee (Marketing Science 24, 2005). While alive, a customer buys as a Poisson process whose rate differs between
customers as gamma(r, alpha); after each purchase they leave with a chance that differs as beta(a, b). Of a customer it needs x repeat
purchases, the time t_x of the last one, and the time T observed, both since the first purchase, in any one unit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dangol.kit.errors import BadInput

Floats = NDArray[Any]

LEAST = 20  # customers with a repeat purchase: four numbers cannot be learned from fewer


@dataclass(frozen=True, kw_only=True, slots=True)
class PurchaseTiming:
    """A fitted model; ``a`` > 1 is not needed. Times are in the unit of the data."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, repeats: ArrayLike, last: ArrayLike, observed: ArrayLike) -> Floats:
        """The chance that a customer still buys at the end of the time observed (eq. 11 of the authors' note on P(alive), 2008)."""
        x, tx, t = _arrays(repeats, last, observed)
        gone = self.a / (self.b + np.maximum(x, 1) - 1) * ((self.alpha + t) / (self.alpha + tx)) ** (self.r + x)
        return np.asarray(np.where(x > 0, 1 / (1 + gone), 1.0))

    def expected(self, repeats: ArrayLike, last: ArrayLike, observed: ArrayLike, ahead: float) -> Floats:
        """Purchases expected in the time ``ahead`` (eq. 10)."""
        from scipy.special import hyp2f1

        x, tx, t = _arrays(repeats, last, observed)
        shrunk = (self.alpha + t) / (self.alpha + t + ahead)
        series = hyp2f1(self.r + x, self.b + x, self.a + self.b + x - 1, ahead / (self.alpha + t + ahead))
        whole = (self.a + self.b + x - 1) / (self.a - 1) * (1 - shrunk ** (self.r + x) * series)
        gone = np.where(x > 0, self.a / (self.b + np.maximum(x, 1) - 1) * ((self.alpha + t) / (self.alpha + tx)) ** (self.r + x), 0.0)
        return np.asarray(whole / (1 + gone))


def fit(repeats: ArrayLike, last: ArrayLike, observed: ArrayLike) -> PurchaseTiming:
    """The most likely model of many customers.

    Raises:
        BadInput: ``timing.too_few``: fewer than 20 of them came back; ``timing.bad_history``: not 0 <= last <= observed, or a
            negative count.
    """
    from scipy.optimize import minimize

    x, tx, t = _arrays(repeats, last, observed)
    _check(x, tx, t)
    scale = float(t.mean())  # the search is for numbers near 1 whatever the unit

    def loss(logs: Floats) -> float:
        r, alpha, a, b = np.exp(np.clip(logs, -12, 12))
        return -float(_likelihood(r, alpha, a, b, x, tx / scale, t / scale).mean())

    best = minimize(loss, np.array([0.0, 0.0, 0.0, 0.0]), method="L-BFGS-B")
    r, alpha, a, b = np.exp(np.clip(best.x, -12, 12))
    return PurchaseTiming(r=float(r), alpha=float(alpha) * scale, a=float(a) + (1e-6 if abs(a - 1) < 1e-6 else 0.0), b=float(b))


def _likelihood(r: float, alpha: float, a: float, b: float, x: Floats, tx: Floats, t: Floats) -> Floats:
    """Log likelihood of each customer (eq. 6), up to what does not depend on the model."""
    from scipy.special import betaln, gammaln

    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t)
    left = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + tx)
    return np.asarray(bought + np.logaddexp(stayed, np.where(x > 0, left, -np.inf)))


def _arrays(*values: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in values)


def _check(x: Floats, tx: Floats, t: Floats) -> None:
    if not (len(x) == len(tx) == len(t)) or bool(((x < 0) | (tx < 0) | (tx > t) | ~np.isfinite(x + tx + t)).any()):
        raise BadInput(
            "timing.bad_history",
            ko="구매 기록이 맞지 않습니다. 마지막 구매는 첫 구매와 관찰 끝 사이에 있어야 합니다.",
            en="The purchase history is inconsistent: the last purchase must lie between the first one and the end.",
        )
    if int((x > 0).sum()) < LEAST:
        raise BadInput(
            "timing.too_few",
            ko=f"다시 산 고객이 {LEAST}명보다 적어 구매 시기를 배울 수 없습니다.",
            en=f"Fewer than {LEAST} customers came back, so purchase timing cannot be learned.",
        )
