"""Sentiment from NSMC's ratings: 1–4 negative, 9–10 positive, 5–8 in between; both sides weigh alike, whatever their number."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from dangol.language.models.network import Grams, Network, Table
from dangol.language.models.ngrams import letters_of

from . import table
from .mixing import logistic
from .network import Plan, Say, Shape, arrays_of, train
from .rows import Rows, nsmc

SHAPE = Shape(bits=(13, 16, 17, 17), embedded=48, hidden=64, heads={"side": 3, "rating": 10})
PLAN = Plan(epochs=3, batch=512)
_TABLE_BITS, _TABLE_LONGEST, _TABLE_STRENGTH, _TABLE_STEPS = 20, 5, 10.0, 40
_BETWEEN = 0.5  # weight of a rating from 5 to 8 against a negative one


def sides_of(ratings: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 negative, 1 between, 2 positive."""
    return np.where(ratings <= 4, 0, np.where(ratings >= 9, 2, 1))


def train_sentiment(data: Path, say: Say) -> dict[str, NDArray[Any]]:
    """The arrays of ``weights/cc0/sentiment.npz``."""
    rows = nsmc(data)
    sides = sides_of(rows.labels)
    at = rows.at("train")
    share = float((sides[at] == 0).sum() / (sides[at] == 2).sum())
    weights = torch.tensor([1.0, _BETWEEN, share])
    by_rating = torch.tensor([*[1.0] * 4, *[_BETWEEN] * 4, *[share] * 2])

    def loss(heads: dict[str, Tensor], some: NDArray[np.int64]) -> Tensor:
        side = F.cross_entropy(heads["side"], torch.from_numpy(sides[some]), weight=weights)
        return side + 0.3 * F.cross_entropy(heads["rating"], torch.from_numpy(rows.labels[some] - 1), weight=by_rating)

    say("sentiment: network")
    network = arrays_of(train(rows.texts, at, loss, SHAPE, PLAN, say), SHAPE, "side")
    say("sentiment: table")
    arrays = {f"network.{key}": value for key, value in network.items()}
    arrays |= {f"table.{key}": value for key, value in _table(rows, sides, at, share).items()}
    arrays["mix"] = mixed(rows, sides, network, {key[6:]: value for key, value in arrays.items() if key.startswith("table.")}, say)
    return arrays


def _table(rows: Rows, sides: NDArray[np.int64], at: NDArray[np.int64], share: float) -> dict[str, NDArray[Any]]:
    sided = at[sides[at] != 1]
    texts = [rows.texts[row] for row in sided]
    prints = table.prints_of(texts, _TABLE_BITS, _TABLE_LONGEST)
    counted = table.matrix(texts, prints, _TABLE_LONGEST)
    positive = sides[sided] == 2
    targets = np.stack([~positive, positive], axis=1).astype(np.float32)
    inner, bias = table.fit(counted, targets, np.where(positive, share, 1.0).astype(np.float32), _TABLE_STRENGTH, _TABLE_STEPS)
    return table.arrays_of((inner[:, 1:] - inner[:, :1]), bias[1:] - bias[:1], prints, _TABLE_LONGEST)


def mixed(rows: Rows, sides: NDArray[np.int64], network: dict[str, Any], weights: dict[str, Any], say: Say) -> NDArray[np.float32]:
    """Fits on the development rows how far network and table count, and calibrates: see ``models.small.Sentiments``."""
    at = rows.at("dev")
    net, linear = Network(network), Table(weights)
    seen, told = [], []
    for begin in range(0, len(at), 512):
        grams = Grams.of(letters_of([rows.texts[row] for row in at[begin : begin + 512]], 150), 5)
        seen.append(net.logits(net.features(grams)))
        told.append(linear.logits(grams)[:, 0])
    logits, lines, truth = np.concatenate(seen), np.concatenate(told), sides[at]
    sided = truth != 1
    inputs = np.stack([logits[:, 2] - logits[:, 0], lines, np.ones(len(at))], axis=1)
    positive = (truth == 2).astype(float)
    balance = np.where(positive == 1, (truth == 0).sum() / (truth == 2).sum(), 1.0)
    side = logistic(inputs[sided], positive[sided], balance[sided])
    leaning = inputs @ side
    between = np.stack([logits[:, 1] - np.logaddexp(logits[:, 0], logits[:, 2]), np.abs(leaning), np.ones(len(at))], axis=1)
    neutral = logistic(between, (truth == 1).astype(float), np.ones(len(at)))
    for name, values in (("network", inputs[:, 0]), ("table", lines), ("both", leaning)):
        right = (values > 0) == (truth == 2)
        say(f"  development rows, {name}: {100 * (right[truth == 0].mean() + right[truth == 2].mean()) / 2:.2f} % of both sides")
    return np.concatenate([side, neutral]).astype(np.float32)
