"""CDNOW: 39 weeks to learn from, 39 to forecast, 2,357 customers.

The file is ``CDNOW_sample.txt`` of the PyPI package ``lifetimes`` (``lifetimes/datasets/``), read as data.
Purchases of one day are one. RMSE is over customers; total is the sum of forecasts against what was bought.
"""

from datetime import date
from pathlib import Path

import numpy as np
from rich.table import Table

from dangol.people.purchase_timing import fit

_START = date(1997, 1, 1)
_LEARNED = 272  # days: until 1997-09-30
_WHOLE = 545  # days: until 1998-06-30


def table(file: Path) -> Table:
    days = _read(file)
    known = [(one, one[one <= _LEARNED]) for one in days]
    repeats = np.array([len(before) - 1 for _, before in known], dtype=float)
    last = np.array([(before[-1] - before[0]) / 7 for _, before in known])
    observed = np.array([(_LEARNED - before[0]) / 7 for _, before in known])
    bought = np.array([(one > _LEARNED).sum() for one, _ in known], dtype=float)
    ahead = (_WHOLE - _LEARNED) / 7
    model = fit(repeats, last, observed)
    systems = {
        "Dangol (BG/NBD)": model.expected(repeats, last, observed, ahead),
        "baseline: as often as before": repeats / observed * ahead,
        "baseline: everybody alike": np.full(len(days), repeats.sum() / observed.sum() * ahead),
    }
    shown = Table(title=f"CDNOW, purchases of {len(days)} customers in 39 weeks ahead: {bought.sum():.0f}", title_justify="left")
    for heading in ("what", "RMSE", "total"):
        shown.add_column(heading, justify="left" if heading == "what" else "right")
    for system, forecast in systems.items():
        rmse = np.sqrt(np.mean((forecast - bought) ** 2))
        shown.add_row(system, f"{rmse:.3f}", f"{100 * (forecast.sum() / bought.sum() - 1):+.1f} %")
    return shown


def _read(file: Path) -> list[np.ndarray]:
    """The sorted days on which each customer bought, since 1997-01-01."""
    found: dict[str, set[int]] = {}
    for line in file.read_text(encoding="ascii").splitlines():
        _, who, day, *_ = line.split()
        found.setdefault(who, set()).add((date(int(day[:4]), int(day[4:6]), int(day[6:])) - _START).days)
    return [np.array(sorted(days)) for days in found.values()]
