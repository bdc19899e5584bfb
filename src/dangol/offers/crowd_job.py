"""What everybody together chooses, as Ibis expressions: how popular each thing is, and what is chosen on one occasion.

The same counts as ``offers.crowd`` keeps for the ranking: a share of occasions, and the cosine of two things damped by ``TOGETHER``.
"""

from typing import Any

from dangol.offers.crowd import TOGETHER

Table = Any  # an Ibis table


def popular(choices: Table) -> Table:
    """thing, occasions, people, share: of all occasions of its kind (``product``, ``category`` or ``place``), the share with it."""
    once = choices.select("position", "person", "thing").distinct().mutate(kind=lambda told: told.thing.split("/")[0])
    things = once.group_by(["kind", "thing"]).agg(occasions=once.position.nunique(), people=once.person.nunique())
    kinds = once.group_by("kind").agg(whole=once.position.nunique())
    told = things.join(kinds, "kind")
    return told.select("thing", "occasions", "people", share=told.occasions.cast("float64") / told.whole.cast("float64"))


def together(choices: Table, least: int = 2) -> Table:
    """thing, other, occasions, cosine: products chosen at least ``least`` times on one occasion, each pair both ways."""
    bought = choices.filter(choices.thing.startswith("product/")).select("position", "thing").distinct()
    counts = bought.group_by("thing").agg(times=bought.count())
    other = bought.select("position", other=bought.thing)
    both = bought.join(other, "position")
    both = both.filter(both.thing != both.other).group_by(["thing", "other"]).agg(occasions=lambda told: told.count())
    both = both.filter(both.occasions >= least)
    seen = both.join(counts, "thing")
    others = counts.select(other=counts.thing, other_times=counts.times)
    seen = seen.join(others, "other")
    product = seen.times.cast("float64") * seen.other_times.cast("float64")
    return seen.select("thing", "other", "occasions", cosine=seen.occasions.cast("float64") / (product.sqrt() + TOGETHER))
