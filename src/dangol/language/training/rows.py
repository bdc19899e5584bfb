"""The public data, read and split for good: a text's own hash says whether it trains, develops or tests, so no text stands on two sides.

NSMC (Naver movie reviews, CC0), 3i4K (spoken Korean by act, CC BY-SA 4.0), BEEP! (news comments by hatefulness, CC BY-SA 4.0).
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dangol.kit.errors import NotFound
from dangol.kit.text import normalise

Part = Literal["train", "dev", "test"]
_TEST, _DEV = 8, 16  # percent: below the first tests, below the second develops
_NOT_LETTERS = re.compile(r"[\W_]+")
FILES = {"nsmc": "nsmc_train.tsv.gz", "3i4k": "3i4k_train.tsv.gz", "beep": "beep_train.tsv"}
HATE = ("none", "offensive", "hate")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """``texts`` normalised; ``labels``: NSMC's rating 1…10, 3i4K's act 0…6, BEEP!'s 0 none, 1 offensive, 2 hate."""

    texts: list[str]
    labels: NDArray[np.int64]
    parts: NDArray[np.str_]

    def at(self, part: Part) -> NDArray[np.int64]:
        """The places of the rows of a part."""
        return np.flatnonzero(self.parts == part)


def part_of(text: str) -> Part:
    """By the text without spaces, marks and case: near copies go to one side."""
    letters = _NOT_LETTERS.sub("", text).lower() or text
    drawn = int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=4).digest(), "big") % 100
    return "test" if drawn < _TEST else "dev" if drawn < _DEV else "train"


def nsmc(folder: Path) -> Rows:
    return _rows(folder / FILES["nsmc"], _nsmc_row)


def acts(folder: Path) -> Rows:
    return _rows(folder / FILES["3i4k"], _act_row)


def beep(folder: Path) -> Rows:
    return _rows(folder / FILES["beep"], _beep_row)


def _nsmc_row(cells: list[str]) -> tuple[int, str] | None:
    return (int(cells[1]), cells[3]) if len(cells) == 4 and cells[1].isdigit() and cells[3].strip() else None


def _act_row(cells: list[str]) -> tuple[int, str] | None:
    return (int(cells[0]), cells[1]) if len(cells) == 2 and cells[0].isdigit() else None


def _beep_row(cells: list[str]) -> tuple[int, str] | None:
    return (HATE.index(cells[3]), cells[0]) if len(cells) == 4 and cells[3] in HATE and cells[0] != "comments" else None


def _rows(path: Path, row: Callable[[list[str]], tuple[int, str] | None]) -> Rows:
    found = [one for cells in _lines(path) if (one := row(cells)) is not None]
    return Rows(
        texts=[normalise(text) for _, text in found],
        labels=np.array([label for label, _ in found], dtype=np.int64),
        parts=np.array([part_of(text) for _, text in found]),
    )


def _lines(path: Path) -> Iterator[list[str]]:
    if not path.exists():
        raise NotFound(
            "data.missing",
            ko=f"{path} 파일이 없습니다. --data 로 공개 데이터가 있는 폴더를 알려 주세요.",
            en=f"There is no {path}. Name the folder of the public data with --data.",
        )
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")
