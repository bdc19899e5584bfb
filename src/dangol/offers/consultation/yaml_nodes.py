"""YAML read with its lines: each value knows where it stands, so that each refusal names file, line and reason.

Only plain YAML is taken: no anchors, no aliases, no tags; a key stands once.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dangol.kit.errors import BadInput
from dangol.knowledge.text_file import DAMAGED

_NO_YAML = (
    "YAML 문법에 맞지 않습니다. 들여쓰기를 확인하고, ?나 :나 쉼표가 든 글은 따옴표로 묶어 주세요",
    "this is not valid YAML. Check the indentation, and put texts with ? or : or commas into quotes",
)
MOST_DEPTH = 12
MOST_LETTERS = 200_000
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class At:
    """A value of the file and where it stands."""

    file: str
    node: Any

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def bad(self, ko: str, en: str) -> BadInput:
        return _bad(self.file, self.line, ko, en)

    def table(self, needed: Collection[str], known: Collection[str] = ()) -> Mapping[str, "At"]:
        """The entries of a table with these keys.

        Raises:
            BadInput: it is no table, a key is unknown, stands twice, or is missing.
        """
        found: dict[str, At] = {}
        for key, value in self.entries():
            if key.word() not in {*needed, *known}:
                listed = ", ".join((*needed, *known))
                raise key.bad(f"모르는 항목 {key.word()!r}. 쓸 수 있는 것: {listed}", f"unknown key {key.word()!r}; there are: {listed}")
            found[key.word()] = value
        for name in needed:
            if name not in found:
                raise self.bad(f"{name} 이(가) 없습니다", f"{name} is missing")
        return found

    def entries(self) -> Iterator[tuple["At", "At"]]:
        """The pairs of a table, each key once."""
        if self.node.id != "mapping":
            raise self.bad("'이름: 값' 꼴이어야 합니다", "it must be a table of 'name: value'")
        seen = set[str]()
        for key, value in self.node.value:
            name = At(self.file, key)
            if name.word() in seen:
                raise name.bad(f"{name.word()!r} 이(가) 두 번 있습니다", f"{name.word()!r} stands twice")
            seen.add(name.word())
            yield name, At(self.file, value)

    def items(self, most: int, least: int = 0) -> tuple["At", ...]:
        """The items of a list of ``least`` to ``most``."""
        if self.node.id != "sequence":
            raise self.bad("'- '로 시작하는 목록이어야 합니다", "it must be a list of '- ' items")
        if not least <= len(self.node.value) <= most:
            raise self.bad(f"{least}~{most}개여야 합니다", f"there must be {least} to {most} of them")
        return tuple(At(self.file, one) for one in self.node.value)

    def word(self, most: int = 60) -> str:
        """A line of text of 1 to ``most`` characters."""
        value = str(self.node.value).strip() if self.node.id == "scalar" else ""
        if not value or len(value) > most or not value.isprintable():
            raise self.bad(f"{most}자 안의 한 줄 글이어야 합니다", f"it must be one line of at most {most} characters")
        return value

    def words(self, most: int = 40) -> tuple[str, ...]:
        """Several texts, or one."""
        return (self.word(),) if self.node.id == "scalar" else tuple(one.word() for one in self.items(most, 1))

    def number(self) -> float:
        if self.node.id != "scalar" or not _NUMBER.fullmatch(str(self.node.value)):
            raise self.bad("숫자여야 합니다", "it must be a number")
        return float(self.node.value)


def read_yaml(file: str, text: str) -> At:
    """The document.

    Raises:
        BadInput: ``consultation.bad_file`` with file, line and reason.
    """
    import yaml

    damaged = DAMAGED.search(text)
    if damaged:
        raise _bad(file, text.count("\n", 0, damaged.start()) + 1, "글자가 깨져 있습니다", "there are bytes that are no text")
    if len(text) > MOST_LETTERS:
        raise _bad(file, 1, f"{MOST_LETTERS:,}자보다 깁니다", f"it is longer than {MOST_LETTERS:,} characters")
    try:
        _check_events(file, yaml.parse(text, Loader=yaml.SafeLoader))
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad(file, line, *_NO_YAML) from None
    except (yaml.YAMLError, RecursionError):
        raise _bad(file, 1, "YAML로 읽을 수 없습니다", "it cannot be read as YAML") from None
    if node is None:
        raise _bad(file, 1, "비어 있습니다", "it is empty")
    return At(file, node)


def _check_events(file: str, events: Any) -> None:
    """Depth, anchors and tags are looked at one event at a time, before anything is built."""
    depth = 0
    for event in events:
        kind, line = type(event).__name__, event.start_mark.line + 1
        depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
        depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
        if depth > MOST_DEPTH:
            raise _bad(file, line, "너무 깊이 들어가 있습니다", "it is nested too deeply")
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise _bad(file, line, "&, *, ! 표시는 쓸 수 없습니다", "anchors, aliases and tags are not taken")


def _bad(file: str, line: int, ko: str, en: str) -> BadInput:
    return BadInput("consultation.bad_file", ko=f"{file} {line}번째 줄: {ko}.", en=f"{file}, line {line}: {en}.")
