"""Made to measure: what comes back breaks no rule, what is possible is found, and what is left out is left out for a reason."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.offers.consultation.configure import broken, configure
from dangol.offers.consultation.questionnaire import Build, Limit, Option, Part, Rule, Text, Wish

BECAUSE = Text(ko="그래요.", en="So it is.")


def why(number: int) -> Text:
    return Text(ko=f"규칙 {number}", en=f"rule {number}")


@st.composite
def builds(draw: st.DrawFn) -> Build:
    """Small enough that everything can be enumerated as the other side of the comparison."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=2, max_size=4))
    parts = tuple(
        Part(
            id=f"p{number}",
            label=BECAUSE,
            options=tuple(Option(id=f"o{n}", label=why(n), amounts={"cost": draw(st.integers(0, 5))}) for n in range(size)),
        )
        for number, size in enumerate(sizes)
    )
    ids = {part.id: [option.id for option in part.options] for part in parts}

    def some(part: str) -> frozenset[str]:
        return frozenset(draw(st.lists(st.sampled_from(ids[part]), min_size=1, unique=True)))

    rules = []
    for number in range(draw(st.integers(0, 6))):
        part = draw(st.sampled_from(list(ids)))
        others = draw(st.lists(st.sampled_from([one for one in ids if one != part]), max_size=2, unique=True))
        when = {one: some(one) for one in others} | ({"q": frozenset({draw(st.sampled_from("ab"))})} if draw(st.booleans()) else {})
        rules.append(Rule(when=when, part=part, allowed=some(part), because=why(number)))
    wishes = []
    for number in range(draw(st.integers(0, 5))):
        part = draw(st.sampled_from(list(ids)))
        wishes.append(Wish(when={}, part=part, options=some(part), points=draw(st.integers(-3, 5)), because=why(number)))
    limits = (Limit(amount="cost", most=draw(st.integers(0, 14)), because=why(99)),) if draw(st.booleans()) else ()
    unit = Text(ko="", en="")
    return Build(parts=parts, rules=tuple(rules), limits=limits, wishes=tuple(wishes), main="p0", total="cost", unit=unit)


@given(builds(), st.sampled_from([{}, {"q": ("a",)}, {"q": ("b",)}, {"q": ("a", "b")}]))
@settings(max_examples=300, deadline=None)
def test_what_comes_back_is_valid_and_best_and_what_is_left_out_is_impossible(build: Build, answers: dict[str, tuple[str, ...]]) -> None:
    every = [
        dict(zip([part.id for part in build.parts], chosen, strict=True))
        for chosen in product(*([option.id for option in part.options] for part in build.parts))
    ]
    valid = [one for one in every if not broken(build, answers, one)]

    def points(one: dict[str, str]) -> float:
        return sum(wish.points for wish in build.wishes if one[wish.part] in wish.options)

    built = configure(build, answers)
    assert bool(built.combinations) == bool(valid)
    for one in built.combinations:
        assert not broken(build, answers, one.options)
    if valid:
        assert built.best
        assert built.combinations[0].points == max(map(points, valid))
        assert not built.conflict
        assert len({one.options["p0"] for one in built.combinations}) == len(built.combinations)
    else:
        assert built.conflict
    for out in built.excluded:
        assert not any(one[out.part] == out.option for one in valid)
        assert out.because


@given(builds())
@settings(max_examples=100, deadline=None)
def test_the_rules_named_for_an_option_left_out_are_enough_and_none_is_spare(build: Build) -> None:
    for out in configure(build, {}).excluded:
        named = set(out.because)
        without = [one for one in (*build.rules, *build.limits) if one.because in named]
        assert _impossible(build, out.part, out.option, without)
        for spare in without:
            assert not _impossible(build, out.part, out.option, [one for one in without if one is not spare]) or len(without) > len(named)


def _impossible(build: Build, part: str, option: str, kept: list[Rule | Limit]) -> bool:
    less = Build(
        parts=build.parts,
        rules=tuple(one for one in kept if isinstance(one, Rule)),
        limits=tuple(one for one in kept if isinstance(one, Limit)),
        main=build.main,
        unit=build.unit,
    )
    return any(out.part == part and out.option == option for out in configure(less, {}).excluded) or not configure(less, {}).combinations
