"""What questions and parts have in common in the file: sentences in two languages, options, and conditions on what was chosen."""

from collections.abc import Mapping, Sequence

from dangol.offers.consultation.questionnaire import Condition, Option, Question, Text
from dangol.offers.consultation.yaml_nodes import At

MOST_OPTIONS = 40
LABEL = 20  # characters of an option: a Telegram button carries 64 bytes, three to a Korean letter
SENTENCE = 300


def text_of(at: At, most: int = SENTENCE) -> Text:
    """``{ko, en}``, or one text for both."""
    if at.node.id == "scalar":
        return Text(ko=at.word(most), en=at.word(most))
    told = at.table(("ko", "en"))
    return Text(ko=told["ko"].word(most), en=told["en"].word(most))


def condition_of(at: At, known: Mapping[str, Sequence[Option]]) -> Condition:
    """``{question or part: [options]}``; each has to be there, and have these options."""
    found: dict[str, frozenset[str]] = {}
    for key, value in at.entries():
        name = key.word()
        if name not in known:
            raise key.bad(f"{name!r} 은(는) 여기서 쓸 수 있는 앞선 질문이 아닙니다", f"{name!r} is no earlier question with options")
        found[name] = ids_of(value, known[name])
    return found


def ids_of(at: At, options: Sequence[Option]) -> frozenset[str]:
    """Ids of options that are there."""
    ids = [one.id for one in options]
    for word in (given := at.words()):
        if word not in ids:
            raise at.bad(
                f"{word!r} 선택지가 없습니다. 있는 것: {', '.join(ids)}", f"there is no option {word!r}; there are: {', '.join(ids)}"
            )
    return frozenset(given)


def options_of(at: At, amounts: bool) -> tuple[Option, ...]:
    """Two options at least, each id and each label once."""
    found: list[Option] = []
    for one in at.items(MOST_OPTIONS, 2):
        told = one.table(("id", "ko", "en"), ("also", "amounts") if amounts else ("also",))
        added = {key.word(): value.number() for key, value in told["amounts"].entries()} if "amounts" in told else {}
        label = Text(ko=told["ko"].word(LABEL), en=told["en"].word(LABEL))
        option = Option(id=told["id"].word(40), label=label, also=told["also"].words() if "also" in told else (), amounts=added)
        if any(option.id == other.id or label.ko == other.label.ko or label.en == other.label.en for other in found):
            raise one.bad(f"{option.id!r} 와 같은 선택지가 이미 있습니다", f"an option like {option.id!r} is there already")
        if any(value < 0 for value in added.values()):
            raise one.bad("0보다 작을 수 없습니다", "an amount cannot be below zero")
        found.append(option)
    return tuple(found)


def by_options(questions: Sequence[Question]) -> dict[str, Sequence[Option]]:
    """The questions on whose answers a condition may rest."""
    return {one.id: one.options for one in questions if one.options}
