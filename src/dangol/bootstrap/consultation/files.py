"""The brand's consultations, read again when their files change. A file that is wrong is left out and named; the others go on."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dangol.bootstrap.consultation.claims import medical_claim
from dangol.kit.errors import BadInput
from dangol.kit.text import squash
from dangol.knowledge.text_file import read_text
from dangol.offers.consultation.file import FOLDER, read_questionnaire
from dangol.offers.consultation.questionnaire import Questionnaire

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """The consultations by id, and what is wrong with the files that were left out."""

    all: Mapping[str, Questionnaire] = field(default_factory=dict)
    refused: tuple[BadInput, ...] = ()

    def started_by(self, text: str) -> Questionnaire | None:
        """The consultation that these words begin: they name it, and hardly say anything else."""
        said = squash(text)
        for one in self.all.values():
            for words in one.starts:
                word = squash(words)
                if word and word in said and len(said) <= 2 * len(word) + _AROUND:
                    return one
        return None


_AROUND = 12  # letters around the words that begin a consultation: "… 받고 싶어요", "please start …"


class Consultations:
    """One a process; thread safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._book = Book()

    def now(self) -> Book:
        """What the files say now."""
        stamp = self._stamped()
        with self._lock:
            if stamp != self._stamp:
                self._book, self._stamp = self._read(stamp), stamp
            return self._book

    def _stamped(self) -> _Stamp:
        try:
            files = sorted(self._folder.glob("*.yaml"))
            return tuple((one.name, found.st_mtime_ns, found.st_size) for one in files for found in (one.stat(),))
        except OSError:
            return ()

    def _read(self, stamp: _Stamp) -> Book:
        found: dict[str, Questionnaire] = {}
        refused: list[BadInput] = []
        for name, _, _ in stamp:
            path = self._folder / name
            try:
                found[path.stem] = _lawful(read_questionnaire(path.stem, f"{FOLDER}/{name}", read_text(path, name).text), name)
            except BadInput as error:
                refused.append(error)
        return Book(all=found, refused=tuple(refused))


def _lawful(of: Questionnaire, name: str) -> Questionnaire:
    """It, unless it claims an effect on health.

    Raises:
        BadInput: ``consultation.medical``.
    """
    if claim := medical_claim(of):
        raise BadInput(
            "consultation.medical",
            ko=f"{FOLDER}/{name}: “{claim}”은(는) 건강에 효과가 있다는 말이라 내보낼 수 없습니다. 그 문장을 고쳐 주세요.",
            en=f"{FOLDER}/{name}: “{claim}” claims an effect on health, which may not be said. Change that sentence.",
        )
    return of
