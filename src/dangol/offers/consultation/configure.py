"""Made to measure: the best combinations that no rule forbids, why they fit, and why each other option is out. Pure.

Nothing is enumerated: impossible options are propagated away, then the combination with the most points is searched depth first, options
with more points first, and a branch is left as soon as its best possible points are no better than what is found (branch and bound).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dangol.offers.consultation.propagation import Clause, Domains, Problem, options_in, problem, propagate
from dangol.offers.consultation.questionnaire import Answers, Build, Limit, Rule, Text, holds

ALTERNATIVES = 3
NODES = 400  # looked at before a search stops with what it has found
MOST_NODES = 4_000  # before it stops with nothing: such rules have to be made simpler
_SAME = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Combination:
    """One valid combination: the option of each part, its points, its sum, and which wishes it meets."""

    options: Mapping[str, str]
    points: float
    total: float
    because: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Excluded:
    """An option that is in no valid combination, and the fewest rules and limits that rule it out together."""

    part: str
    option: str
    because: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What can be made for somebody.

    Attributes:
        combinations: the best first; each further one has another option of the main part. None = nothing is possible.
        conflict: where nothing is possible, rules and limits that cannot all hold, as few as that takes.
        best: False when the search was cut short: what is given is valid, and a better one may exist.
    """

    combinations: tuple[Combination, ...]
    excluded: tuple[Excluded, ...]
    conflict: tuple[Text, ...] = ()
    best: bool = True


class _Search:
    """Depth first, most points first; ``found`` is the best so far."""

    def __init__(self, of: Problem, points: list[list[float]]) -> None:
        self._of, self._points = of, points
        self.found: list[int] | None = None
        self.most = float("-inf")
        self.nodes = 0

    def run(self) -> bool:
        """Whether it came to its end."""
        domains = list(self._of.domains)
        return not propagate(self._of, domains) or self._down(domains)

    def _down(self, domains: Domains) -> bool:
        self.nodes += 1
        if self.nodes > (MOST_NODES if self.found is None else NODES):
            return False
        bound = sum(max(self._points[part][n] for n in options_in(domain)) for part, domain in enumerate(domains))
        if bound <= self.most + _SAME:
            return True
        open_ = [part for part, domain in enumerate(domains) if domain & (domain - 1)]
        if not open_:
            self.found, self.most = [options_in(domain)[0] for domain in domains], bound
            return True
        part = min(open_, key=lambda one: (domains[one].bit_count(), one))
        for option in sorted(options_in(domains[part]), key=lambda n: -self._points[part][n]):
            narrowed = list(domains)
            narrowed[part] = 1 << option
            if propagate(self._of, narrowed, [part]) and not self._down(narrowed):
                return False
        return True


def configure(build: Build, answers: Answers) -> Built:
    """Up to three combinations for these answers, and what is out."""
    of, points = problem(build, answers), _points(build, answers)
    main = next(number for number, part in enumerate(build.parts) if part.id == build.main)
    found: list[Combination] = []
    whole, best = of, True
    while len(found) < ALTERNATIVES:
        search = _Search(whole, points)
        best &= search.run()
        if search.found is None:
            break
        found.append(_combination(build, answers, search.found, search.most))
        whole = whole.with_clause(Clause(literals=((main, ~(1 << search.found[main])),), source=-1))
    conflict = () if found else _sentences(of, _conflict(of))
    excluded = _excluded(build, of) if found else ()
    return Built(combinations=tuple(found), excluded=excluded, conflict=conflict, best=best)


def broken(build: Build, answers: Answers, options: Mapping[str, str]) -> tuple[Rule | Limit, ...]:
    """The rules and limits that a whole combination breaks, looked at one by one, without any propagation."""
    bad: list[Rule | Limit] = []
    everything = {**answers, **{name: (option,) for name, option in options.items()}}
    bad += [rule for rule in build.rules if holds(rule.when, everything) and options[rule.part] not in rule.allowed]
    for limit in build.limits:
        most = answers.get(limit.most) if isinstance(limit.most, str) else limit.most
        if isinstance(most, int | float) and _sum(build, options, limit.amount) > most + _SAME:
            bad.append(limit)
    return tuple(bad)


def _points(build: Build, answers: Answers) -> list[list[float]]:
    points = [[0.0] * len(part.options) for part in build.parts]
    for wish in build.wishes:
        if holds(wish.when, answers):
            part = next(number for number, one in enumerate(build.parts) if one.id == wish.part)
            for number, option in enumerate(build.parts[part].options):
                points[part][number] += wish.points if option.id in wish.options else 0.0
    return points


def _combination(build: Build, answers: Answers, numbers: list[int], points: float) -> Combination:
    options = {part.id: part.options[number].id for part, number in zip(build.parts, numbers, strict=True)}
    met = [wish.because for wish in build.wishes if wish.points > 0 and holds(wish.when, answers) and options[wish.part] in wish.options]
    total = _sum(build, options, build.total) if build.total else 0.0
    return Combination(options=options, points=points, total=total, because=tuple(dict.fromkeys(met)))


def _sum(build: Build, options: Mapping[str, str], amount: str) -> float:
    chosen = (option for part in build.parts for option in part.options if option.id == options[part.id])
    return round(sum(option.amounts.get(amount, 0.0) for option in chosen), 6)


def _excluded(build: Build, of: Problem) -> tuple[Excluded, ...]:
    """Each option with which propagation alone comes to nothing."""
    out = []
    for number, part in enumerate(build.parts):
        for place, option in enumerate(part.options):
            if not _possible(of, number, place):
                out.append(Excluded(part=part.id, option=option.id, because=_sentences(of, _why(of, number, place))))
    return tuple(out)


def _possible(of: Problem, part: int, option: int) -> bool:
    domains = list(of.domains)
    domains[part] = 1 << option
    return propagate(of, domains)


def _why(of: Problem, part: int, option: int) -> list[int]:
    """The fewest sources that rule an option out: one after the other is left away, and stays away if the rest still does."""
    kept = sorted({clause.source for clause in of.clauses} | {one.source for one in of.sums})
    for source in list(kept):
        less = of.without(source)
        if not _possible(less, part, option):
            of = less
            kept.remove(source)
    return kept


def _conflict(of: Problem) -> list[int]:
    """As ``_why``, where nothing at all is possible; by search, for propagation alone may not see it."""
    kept = sorted({clause.source for clause in of.clauses} | {one.source for one in of.sums})
    nothing = [[0.0] * domain.bit_count() for domain in of.domains]
    for source in list(kept):
        search = _Search(less := of.without(source), nothing)
        search.run()
        if search.found is None:
            of = less
            kept.remove(source)
    return kept


def _sentences(of: Problem, sources: list[int]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(of.sources[source].because for source in sources))
