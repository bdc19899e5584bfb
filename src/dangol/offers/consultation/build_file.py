"""Reads ``build:`` of a consultation: parts with their options, and the rules, limits and wishes over them."""

from collections.abc import Sequence

from dangol.offers.consultation.parts_file import by_options, condition_of, ids_of, options_of, text_of
from dangol.offers.consultation.questionnaire import Build, Limit, Option, Part, Question, Rule, Text, Wish
from dangol.offers.consultation.yaml_nodes import At

MOST_PARTS = 30
MOST_RULES = 300


def read_build(at: At, questions: Sequence[Question]) -> Build:
    """What is made to measure.

    Raises:
        BadInput: ``consultation.bad_file``.
    """
    told = at.table(("parts", "main"), ("rules", "limits", "wishes", "total", "unit"))
    parts: list[Part] = []
    for one in told["parts"].items(MOST_PARTS, 1):
        parts.append(_part(one, {*(part.id for part in parts), *(question.id for question in questions)}))
    known: dict[str, Sequence[Option]] = {**by_options(questions), **{one.id: one.options for one in parts}}
    rules = tuple(rule for one in (told["rules"].items(MOST_RULES) if "rules" in told else ()) for rule in _rules(one, parts, known))
    main = told["main"].word()
    if main not in [part.id for part in parts]:
        raise told["main"].bad(f"{main!r} 부분이 없습니다", f"there is no part {main!r}")
    return Build(
        parts=tuple(parts),
        rules=rules,
        limits=tuple(_limit(one, questions, parts) for one in (told["limits"].items(20) if "limits" in told else ())),
        wishes=tuple(_wish(one, parts, by_options(questions)) for one in (told["wishes"].items(MOST_RULES) if "wishes" in told else ())),
        main=main,
        total=_amount(told["total"], parts) if "total" in told else "",
        unit=text_of(told["unit"], 20) if "unit" in told else Text(ko="", en=""),
    )


def _part(at: At, taken: set[str]) -> Part:
    told = at.table(("id", "ko", "en", "options"))
    name = told["id"].word(40)
    if name in taken or name.startswith("@"):
        raise told["id"].bad(f"{name!r} 은(는) 이미 있는 이름입니다", f"{name!r} is a name that is taken")
    label = Text(ko=told["ko"].word(), en=told["en"].word())
    return Part(id=name, label=label, options=options_of(told["options"], amounts=True))


def _rules(at: At, parts: Sequence[Part], known: dict[str, Sequence[Option]]) -> list[Rule]:
    """One rule of the file; it may hold of several parts."""
    told = at.table(("because",), ("if", "then", "not"))
    if ("then" in told) == ("not" in told):
        raise at.bad("then과 not 가운데 하나만 있어야 합니다", "it takes either then or not")
    when = condition_of(told["if"], known) if "if" in told else {}
    because = text_of(told["because"])
    found: list[Rule] = []
    for key, value in (told["then"] if "then" in told else told["not"]).entries():
        part = _of(key, parts)
        if part.id in when:
            raise key.bad(f"{part.id!r} 이(가) 조건에도 있습니다", f"{part.id!r} stands in the condition, too")
        named, every = ids_of(value, part.options), frozenset(one.id for one in part.options)
        found.append(Rule(when=when, part=part.id, allowed=named if "then" in told else every - named, because=because))
    return found


def _limit(at: At, questions: Sequence[Question], parts: Sequence[Part]) -> Limit:
    told = at.table(("sum", "most", "because"))
    most: float | str
    if any(one.id == told["most"].node.value and one.kind == "number" for one in questions):
        most = told["most"].word()
    else:
        most = told["most"].number()
    return Limit(amount=_amount(told["sum"], parts), most=most, because=text_of(told["because"]))


def _wish(at: At, parts: Sequence[Part], known: dict[str, Sequence[Option]]) -> Wish:
    told = at.table(("prefer", "because"), ("if", "points"))
    pairs = list(told["prefer"].entries())
    if len(pairs) != 1:
        raise told["prefer"].bad("한 부분만 적어 주세요", "name one part")
    part = _of(pairs[0][0], parts)
    return Wish(
        when=condition_of(told["if"], known) if "if" in told else {},
        part=part.id,
        options=ids_of(pairs[0][1], part.options),
        points=told["points"].number() if "points" in told else 1.0,
        because=text_of(told["because"]),
    )


def _of(key: At, parts: Sequence[Part]) -> Part:
    for part in parts:
        if part.id == key.word():
            return part
    raise key.bad(f"{key.word()!r} 부분이 없습니다", f"there is no part {key.word()!r}")


def _amount(at: At, parts: Sequence[Part]) -> str:
    name = at.word()
    if not any(name in option.amounts for part in parts for option in part.options):
        raise at.bad(f"어느 선택지에도 {name!r} 값이 없습니다", f"no option has an amount {name!r}")
    return name
