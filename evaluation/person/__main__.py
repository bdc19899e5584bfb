"""Runs the figures on what open data there is, and says which is missing."""

import argparse
from pathlib import Path

from rich.console import Console

from dangol.kit.machine import machine
from evaluation.person import baskets, habits, off_policy, policy, purchases, speed, visits

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of the open data sets")
    parser.add_argument(
        "--cdnow", type=Path, default=Path("../shared/data/CDNOW_sample.txt"), help="that file of the PyPI package lifetimes"
    )
    parser.add_argument("--obp", type=Path, default=Path("../shared/data/obp"), help="the folder obp of the PyPI package obp")
    given = parser.parse_args()
    data = given.data
    console = Console(highlight=False)
    console.print(machine())
    for needed, bench in (
        (data / "tafeng_history.json.gz", lambda: baskets.table(data)),
        (data / "foursquare_nyc_train.csv", lambda: visits.table(data)),
        (given.cdnow, lambda: purchases.table(given.cdnow)),
        (given.obp, lambda: off_policy.open_bandit(given.obp)),
    ):
        console.print(bench() if needed.exists() else f"left out: {needed} is not here")
    console.print(habits.table())
    console.print(off_policy.simulated())
    console.print(policy.table())
    console.print(speed.table())
