"""Rhythms found in raw history: A among 10,000 people without rhythms, and how many of these are said to have one.

A buys camping gear on Thursday or Friday evenings, coffee on weekday mornings and fuel about the 25th; each is skipped at times, and
other things are bought at random. Everybody else's times are uniform, which is what shuffling makes of any history.
"""

import random
import time
from datetime import datetime, timedelta

from rich.table import Table

from dangol.people.rhythm import Rhythm, rhythms

NOW = datetime(2026, 11, 25, 12)  # noqa: DTZ001 - wall-clock time has no zone
_DAYS = 300
_THINGS = ("camping", "coffee", "fuel", "bread", "books")


def person_a(draw: random.Random) -> dict[str, list[datetime]]:
    """A's history of 300 days."""
    days = [NOW.replace(hour=0) - timedelta(days=back) for back in range(_DAYS, 0, -1)]
    history = shuffled(draw)
    before_weekend = [day for day in days if day.weekday() == draw.choice((3, 4)) and draw.random() < 0.7]
    history["camping"] = [day + timedelta(hours=draw.gauss(19, 2)) for day in before_weekend]
    history["coffee"] = [day + timedelta(hours=draw.gauss(8.3, 0.4)) for day in days if day.weekday() < 5 and draw.random() < 0.6]
    history["fuel"] = [day + timedelta(days=draw.gauss(0, 1.5), hours=18) for day in days if day.day == 25]
    return history


def shuffled(draw: random.Random) -> dict[str, list[datetime]]:
    return {thing: [NOW - timedelta(days=draw.uniform(0, _DAYS)) for _ in range(draw.randint(3, 60))] for thing in _THINGS}


def table(people: int = 10_000) -> Table:
    draw = random.Random(0)
    a_among = draw.randrange(people)
    found: dict[int, list[Rhythm]] = {}
    began = time.process_time()
    for number in range(people):
        one = rhythms(person_a(draw) if number == a_among else shuffled(draw), NOW)
        if one:
            found[number] = one
    took = time.process_time() - began
    false = len(found) - (a_among in found)
    shown = Table(title=f"rhythms in the raw history of {people:,} people, {took:.0f} s of the processor", title_justify="left")
    shown.add_column("what")
    shown.add_column("found")
    for one in found.get(a_among, []):
        due = f"next {one.next_at:%a %m-%d %H:%M}, {one.probability:.0%}"
        shown.add_row(f"A: {one.thing}", f"{one.period}, {one.center:.1f} ± {one.give:.1f}, {due}")
    shown.add_row("people with shuffled times said to have a rhythm", f"{false} = {false / (people - 1):.2%}")
    return shown
