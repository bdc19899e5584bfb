"""Fits how far two models count, and calibrates their sum, on rows that neither has learnt from; and the measures that choose."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

_STILL = 0.002  # penalty on the squares of the biases


def mixed(seen: NDArray[Any], told: NDArray[Any], truth: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Two weights, and a bias for each of k classes, that make ``w0 * seen + w1 * told + bias`` as likely as can be; both (n, k)."""
    count, one_hot = seen.shape[1], np.eye(seen.shape[1])[truth]

    def cost(flat: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        chances = softmax(flat[0] * seen + flat[1] * told + flat[2:])
        loss = -np.log((chances * one_hot).sum(1) + 1e-12).mean() + _STILL * np.square(flat[2:]).sum()
        slope = (chances - one_hot) / len(truth)
        gradient = np.concatenate([[(slope * seen).sum(), (slope * told).sum()], slope.sum(0) + 2 * _STILL * flat[2:]])
        return float(loss), gradient

    found = optimize.minimize(cost, np.concatenate([[0.5, 0.5], np.zeros(count)]), jac=True, method="BFGS").x
    return found[:2].astype(np.float32), found[2:].astype(np.float32)


def logistic(inputs: NDArray[Any], truth: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
    """The weights of a logistic regression without penalty."""

    def cost(inner: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        values = inputs @ inner
        chances = 1 / (1 + np.exp(-values))
        loss = (weights * (np.logaddexp(0, values) - truth * values)).sum() / weights.sum()
        return float(loss), inputs.T @ (weights * (chances - truth)) / weights.sum()

    found: NDArray[Any] = optimize.minimize(cost, np.zeros(inputs.shape[1]), jac=True, method="BFGS").x
    return found


def softmax(logits: NDArray[Any]) -> NDArray[Any]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: NDArray[Any] = raised / raised.sum(axis=1, keepdims=True)
    return found


def macro_f1(truth: NDArray[np.int64], found: NDArray[np.int64], count: int) -> float:
    """The mean over classes of 2·right / (truly + found)."""
    scores = []
    for label in range(count):
        right = int(((truth == label) & (found == label)).sum())
        both = int((truth == label).sum() + (found == label).sum())
        scores.append(2 * right / both if both else 0.0)
    return sum(scores) / count
