"""``python -m crash kill [--kills N] [--store sqlite|postgresql|both] [--seed N] [--broken early|blind]``; ``python -m crash power``;
``python -m crash burst [--messages N]``."""

import argparse
import sys
from random import SystemRandom

from crash.brand import bakery
from crash.broken import VARIANTS
from crash.burst import run_burst
from crash.killing import Result, run_kills
from crash.power import run_cuts
from dangol.kit.machine import machine


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m crash", description=__doc__)
    asked.add_argument("what", choices=["kill", "power", "burst"])
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--store", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    asked.add_argument("--visitors", type=int, default=8, help="customers who write at the same time")
    asked.add_argument("--broken", choices=sorted(VARIANTS), default="", help="a program that is broken on purpose: it must be caught")
    asked.add_argument("--messages", type=int, default=20_000, help="of a burst")
    given = asked.parse_args()
    print(machine())
    if given.what == "power":
        return cut_power(given.seed)
    engines = ("sqlite", "postgresql") if given.store == "both" else (given.store,)
    if given.what == "burst":
        return max(burst(engine, given.messages, given.seed) for engine in engines)
    code = 0
    for engine in engines:
        print(f"{engine}: {given.kills} kills, seed {given.seed}", flush=True)
        with bakery(engine) as (folder, url):
            done = run_kills(folder, url, kills=given.kills, seed=given.seed, breaks=given.broken, visitors=given.visitors)
        tell(done)
        code = max(code, 1 if done.verdict.wrong else 0)
    return code


def burst(engine: str, many: int, seed: int) -> int:
    print(f"{engine}: a burst of {many} messages, seed {seed}", flush=True)
    with bakery(engine) as (folder, url):
        done = run_burst(folder, url, many=many, seed=seed, at_once=512)
    told = ", ".join(f"{channel} {status} {number} times" for (channel, status), number in sorted(done.outcome.statuses.items()))
    print(f"  taken or refused after {done.poured:.0f} s, all decided after {done.decided:.0f} s, {done.cpu:.0f} s of processor")
    print(f"  memory {done.idle_mb:.0f} MB before, {done.peak_mb:.0f} MB at most")
    print(f"  {told}\n  {len(done.outcome.accepted)} accepted, {len(done.outcome.refused)} refused")
    for what, number in sorted(done.counts.items()):
        print(f"  {number:6} {what}")
    for sentence in done.wrong[:20]:
        print(f"  WRONG {sentence}")
    print(f"  {len(done.wrong)} promises broken" if done.wrong else "  nothing lost, nothing doubled, every refusal honest")
    return 1 if done.wrong else 0


def cut_power(seed: int) -> int:
    print(f"power cuts on SQLite, seed {seed}", flush=True)
    with bakery("sqlite") as (folder, _):
        done = run_cuts(folder, seed=seed, every=300, talks=12, turns=12)
    print(f"  {done.cuts} cuts, {done.acknowledged} messages and events acknowledged, {done.syncs} syncs")
    for sentence in done.wrong[:20]:
        print(f"  WRONG {sentence}")
    print(f"  {len(done.wrong)} promises broken" if done.wrong else "  nothing acknowledged was lost")
    return 1 if done.wrong else 0


def tell(done: Result) -> None:
    where = ", ".join(f"{number} {moment}" for moment, number in done.moments.items())
    print(f"  killed {where}; {done.promises.tried} requests in {done.seconds:.0f} s")
    for what, number in sorted(done.verdict.counts.items()):
        print(f"  {number:6} {what}")
    for sentence in done.verdict.wrong[:20]:
        print(f"  WRONG {sentence}")
    print(f"  {len(done.verdict.wrong)} promises broken" if done.verdict.wrong else "  nothing lost, nothing doubled, every promise kept")


if __name__ == "__main__":
    sys.exit(main())
