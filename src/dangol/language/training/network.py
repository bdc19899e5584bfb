"""Trains a ``Network`` with torch: the same arithmetic, dropout of n-grams, Adam. One thread and a seed make it repeatable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor, nn

from dangol.language.models.ngrams import hashes_of, letters_of

_CHUNK = 20_000
_MOST = 150
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """``bits``: the size of the table for n-grams of each length; ``embedded`` d and ``hidden`` h; ``heads``: how many labels each task
    has.
    """

    bits: tuple[int, ...]
    embedded: int
    hidden: int
    heads: Mapping[str, int]

    @property
    def nothing(self) -> int:
        """The row of what stands beyond a text's end."""
        return sum(1 << bits for bits in self.bits)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """``drop``: share of n-grams hidden in training, ``drop_inside`` of what the first convolution sees, ``drop_last`` of the features;
    ``rate`` falls linearly to nothing.
    """

    epochs: float
    batch: int
    rate: float = 4e-3
    drop: float = 0.25
    drop_inside: float = 0.1
    drop_last: float = 0.3
    seed: int = 20261125


class Encoded:
    """Texts as rows of n-gram ids, and padded batches of them."""

    def __init__(self, texts: list[str], shape: Shape) -> None:
        offsets = np.cumsum([0, *(1 << bits for bits in shape.bits)])
        ids, lengths = [], []
        for at in range(0, len(texts), _CHUNK):
            letters = letters_of(texts[at : at + _CHUNK], _MOST)
            rows = np.full((len(letters.codes), len(shape.bits)), shape.nothing, dtype=np.int32)
            for length, (hashes, place) in enumerate(hashes_of(letters, len(shape.bits))):
                rows[place + length // 2, length] = (hashes >> np.uint32(32 - shape.bits[length])).astype(np.int32) + offsets[length]
            ids.append(rows)
            lengths.append(np.diff(np.append(letters.starts, len(letters.codes))))
        beyond = np.full((1, len(shape.bits)), shape.nothing, dtype=np.int32)
        self.ids, self.lengths = np.concatenate([*ids, beyond]), np.concatenate(lengths)
        self.starts = np.cumsum(self.lengths) - self.lengths

    def batch(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """(n, longest, lengths) ids and (n, longest) whether a letter stands there."""
        place = np.arange(int(self.lengths[rows].max()))
        there = place < self.lengths[rows][:, None]
        at = np.where(there, self.starts[rows][:, None] + place, len(self.ids) - 1)
        return torch.from_numpy(self.ids[at]), torch.from_numpy(there)

    def batches(self, rows: NDArray[np.int64], size: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        """Without end: shuffled anew each time round, texts of like length together."""
        while True:
            shuffled, found = chance.permutation(rows), []
            for at in range(0, len(shuffled), size * 50):
                some = shuffled[at : at + size * 50]
                some = some[np.argsort(self.lengths[some], kind="stable")]
                found += [some[begin : begin + size] for begin in range(0, len(some), size)]
            chance.shuffle(found)  # type: ignore[arg-type]
            yield from found


class Net(nn.Module):
    """See ``dangol.language.models.network.Network``; a linear layer for each head on the same features."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        wide, hidden = shape.embedded, shape.hidden
        self.nothing = shape.nothing
        self.embedding = nn.Embedding(shape.nothing + 1, wide, padding_idx=shape.nothing, sparse=True)
        nn.init.normal_(self.embedding.weight, std=0.05)
        self.embedding.weight.data[shape.nothing] = 0
        self.first, self.second = nn.Linear(3 * wide, hidden), nn.Linear(3 * hidden, hidden)
        self.heads = nn.ModuleDict({name: nn.Linear(3 * hidden + wide, count) for name, count in shape.heads.items()})

    def features(self, ids: Tensor, there: Tensor, plan: Plan) -> Tensor:
        if self.training and plan.drop:
            hidden = (torch.rand(ids.shape) < plan.drop) & (torch.arange(ids.shape[2]) > 0)
            ids = torch.where(hidden, torch.tensor(self.nothing, dtype=ids.dtype), ids)
        seen = there[:, :, None].float()
        plain = self.embedding(ids).sum(2) * seen
        first = _convolved(plain, self.first) * seen
        second = _convolved(F.dropout(first, plan.drop_inside, self.training), self.second) * seen
        root = seen.sum(1).sqrt()
        return torch.cat([first.amax(1), second.amax(1), second.sum(1) / root / 4, plain.sum(1) / root], 1)

    def forward(self, ids: Tensor, there: Tensor, plan: Plan) -> dict[str, Tensor]:
        features = F.dropout(self.features(ids, there, plan), plan.drop_last, self.training)
        return {name: head(features) for name, head in self.heads.items()}


def _convolved(values: Tensor, layer: nn.Linear) -> Tensor:
    padded = F.pad(values, (0, 0, 1, 1))
    found: Tensor = F.relu(layer(torch.cat([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], 2)))
    return found


Loss = Callable[[dict[str, Tensor], NDArray[np.int64]], Tensor]


def train(texts: list[str], rows: NDArray[np.int64], loss: Loss, shape: Shape, plan: Plan, say: Say) -> Net:
    """``loss`` gets the heads' logits and the places of the rows in ``texts``."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    chance = np.random.default_rng(plan.seed)
    encoded, net = Encoded(texts, shape), Net(shape)
    dense = [weight for name, weight in net.named_parameters() if name != "embedding.weight"]
    optimisers = (torch.optim.SparseAdam([net.embedding.weight], lr=plan.rate), torch.optim.Adam(dense, lr=plan.rate / 2))
    total = int(plan.epochs * len(rows) / plan.batch)
    batches = encoded.batches(rows, plan.batch, chance)
    for step in range(1, total + 1):
        share = max(0.02, 1 - step / total)
        for optimiser, rate in zip(optimisers, (plan.rate, plan.rate / 2), strict=True):
            optimiser.param_groups[0]["lr"] = rate * share
            optimiser.zero_grad()
        some = next(batches)
        cost = loss(net(*encoded.batch(some), plan), some)
        cost.backward()  # type: ignore[no-untyped-call]
        for optimiser in optimisers:
            optimiser.step()
        if step % 200 == 0 or step == total:
            say(f"  {step}/{total} steps, loss {float(cost.detach()):.3f}")
    return net.eval()


def arrays_of(net: Net, shape: Shape, head: str) -> dict[str, NDArray[Any]]:
    """What ``Network`` reads: the embedding as 8-bit whole numbers, the rest in half precision."""
    embedding = net.embedding.weight.detach().numpy()[:-1]
    scale = float(np.quantile(np.abs(embedding[::7]), 0.99995)) / 127
    out = net.heads[head]
    layers = {"w1": net.first.weight.T, "b1": net.first.bias, "w2": net.second.weight.T, "b2": net.second.bias}
    return {
        "embedding": np.clip(np.rint(embedding / scale), -127, 127).astype(np.int8),
        "scale": np.float32(scale),
        "bits": np.array(shape.bits, dtype=np.int64),
        **{name: weights.detach().numpy().astype(np.float16) for name, weights in layers.items()},
        "out": out.weight.T.detach().numpy().astype(np.float16),  # type: ignore[union-attr, operator]
        "bias": out.bias.detach().numpy().astype(np.float16),  # type: ignore[union-attr, operator]
    }
