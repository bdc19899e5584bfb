"""Constraint propagation over parts: what is impossible is taken away until nothing more follows.

Each part has a set of options, kept as bits of a whole number. A rule is a clause of literals "part is among these"; when all literals but
one are impossible, the last must hold (unit propagation, generalised to finite domains). A limit is a sum: an option is impossible when
it goes over the limit even with the least of every other part (bounds consistency). See Rossi, van Beek and Walsh, *Handbook of
Constraint Programming* (2006), ch. 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dangol.offers.consultation.questionnaire import Answers, Build, Limit, Rule, chosen

Domains = list[int]
"""For each part, in the order of the build, the bits of the options that are possible still."""

_ROUNDING = 1e-9  # sums of decimal amounts


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """At least one literal ``(part, bits)`` holds. ``source``: the number of the rule or limit that it comes from, -1 for our own."""

    literals: tuple[tuple[int, int], ...]
    source: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """The costs of the chosen options, by part and option, are at most ``most`` together."""

    costs: tuple[tuple[float, ...], ...]
    most: float
    source: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is possible for somebody with these answers. ``sources`` are the rules and limits, by number."""

    domains: tuple[int, ...]
    clauses: tuple[Clause, ...]
    sums: tuple[Sum, ...]
    sources: tuple[Rule | Limit, ...]
    touching: tuple[tuple[Clause, ...], ...]  # by part

    def without(self, source: int) -> "Problem":
        """The same without one rule or limit."""
        clauses = [clause for clause in self.clauses if clause.source != source]
        return _problem(self.domains, clauses, [one for one in self.sums if one.source != source], self.sources)

    def with_clause(self, clause: Clause) -> "Problem":
        return _problem(self.domains, [*self.clauses, clause], self.sums, self.sources)


def problem(build: Build, answers: Answers) -> Problem:
    """The build's rules with the answers filled in; a rule whose answers are others has nothing to say."""
    place = {part.id: number for number, part in enumerate(build.parts)}
    sources: tuple[Rule | Limit, ...] = (*build.rules, *build.limits)
    clauses: list[Clause] = []
    for number, rule in enumerate(build.rules):
        asked = {name: wanted for name, wanted in rule.when.items() if name not in place}
        if all(wanted & chosen(answers, name) for name, wanted in asked.items()):
            others = [(place[name], ~_bits(build, place[name], wanted)) for name, wanted in rule.when.items() if name in place]
            clauses.append(Clause(literals=(*others, (place[rule.part], _bits(build, place[rule.part], rule.allowed))), source=number))
    sums = []
    for number, limit in enumerate(build.limits, len(build.rules)):
        most = answers.get(limit.most) if isinstance(limit.most, str) else limit.most
        if isinstance(most, int | float):
            costs = tuple(tuple(option.amounts.get(limit.amount, 0.0) for option in part.options) for part in build.parts)
            sums.append(Sum(costs=costs, most=most + _ROUNDING, source=number))
    return _problem(tuple((1 << len(part.options)) - 1 for part in build.parts), clauses, sums, sources)


def propagate(of: Problem, domains: Domains, changed: Sequence[int] | None = None) -> bool:
    """Takes away from ``domains`` what cannot be; False when nothing is left of some part.

    Args:
        changed: the parts that became narrower since this was last done; None = look at everything.
    """
    waiting = list(of.clauses) if changed is None else [clause for part in changed for clause in of.touching[part]]
    while True:
        while waiting:
            part = _unit(waiting.pop(), domains)
            if part is None:
                continue
            if domains[part] == 0:
                return False
            waiting += of.touching[part]
        narrowed = [part for one in of.sums for part in _bounded(one, domains)]
        if any(domains[part] == 0 for part in narrowed):
            return False
        if not narrowed:
            return all(domains)
        waiting = [clause for part in narrowed for clause in of.touching[part]]


def options_in(domain: int) -> list[int]:
    """The numbers of the options in a domain, lowest first."""
    return [number for number in range(domain.bit_length()) if domain >> number & 1]


def _unit(clause: Clause, domains: Domains) -> int | None:
    """The part that the clause has made narrower, if it has."""
    last: tuple[int, int] | None = None
    for part, bits in clause.literals:
        possible = domains[part] & bits
        if possible == domains[part]:
            return None  # it holds
        if possible:
            if last is not None:
                return None
            last = (part, possible)
    if last is None:  # no literal can hold
        part = clause.literals[-1][0]
        domains[part] = 0
        return part
    domains[last[0]] = last[1]
    return last[0]


def _bounded(one: Sum, domains: Domains) -> list[int]:
    """The parts that the limit has made narrower."""
    least = [min((one.costs[part][n] for n in options_in(domain)), default=0.0) for part, domain in enumerate(domains)]
    room = one.most - sum(least)
    narrowed = []
    for part, domain in enumerate(domains):
        kept = sum(1 << n for n in options_in(domain) if one.costs[part][n] - least[part] <= room)
        if kept != domain:
            domains[part] = kept
            narrowed.append(part)
    return narrowed


def _bits(build: Build, part: int, wanted: frozenset[str]) -> int:
    return sum(1 << number for number, option in enumerate(build.parts[part].options) if option.id in wanted)


def _problem(domains: tuple[int, ...], clauses: Sequence[Clause], sums: Sequence[Sum], sources: tuple[Rule | Limit, ...]) -> Problem:
    touching: list[list[Clause]] = [[] for _ in domains]
    for clause in clauses:
        for part in {part for part, _ in clause.literals}:
            touching[part].append(clause)
    return Problem(domains=domains, clauses=tuple(clauses), sums=tuple(sums), sources=sources, touching=tuple(map(tuple, touching)))
