"""Runs the figures on what open data there is, and says which is missing."""

import argparse
from pathlib import Path

from rich.console import Console

from dangol.kit.machine import machine
from evaluation.person import baskets, speed, visits

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of the open data sets")
    data = parser.parse_args().data
    console = Console(highlight=False)
    console.print(machine())
    for needed, bench in (("tafeng_history.json.gz", baskets.table), ("foursquare_nyc_train.csv", visits.table)):
        if (data / needed).exists():
            console.print(bench(data))
        else:
            console.print(f"left out: {data / needed} is not here")
    console.print(speed.table())
