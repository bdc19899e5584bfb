"""The lake: what people chose, as Parquet files beside the store, for jobs over long history.

``choices/`` holds one row for each thing of an order or visit, in files named by the positions of the journal that they cover, so that
what is still to be exported is known without any other record. ``people.parquet`` says which identities are one person,
``products.parquet`` which product is of which category. What a job found lies beside them. Everything here can be made again from the
journal: where a file cannot be cleaned, it is deleted.
"""

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dangol.kit.errors import Refused

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER: Final = "lake"
FULL: Final = 1_000_000  # rows of one file; until then the newest one grows
_CHOICES = "choices"
_PERSONS = "people.parquet"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One thing of one occasion.

    Attributes:
        at: microseconds since 1970, UTC; wall: of the brand's wall clock.
        month: of the wall clock, year * 12 + month; phase: 0…1, how much of it has passed.
    """

    position: int
    type: str
    identity: str
    at: int
    wall: int
    month: int
    phase: float
    thing: str


@dataclass(frozen=True, slots=True)
class Lake:
    """The files of one brand. A folder that is not there is an empty lake."""

    folder: Path

    def choices(self) -> list[Path]:
        """The files of choices, oldest first."""
        return sorted((self.folder / _CHOICES).glob("[0-9]*-[0-9]*.parquet"))

    def last(self) -> int:
        """The position of the journal up to which it holds everything; 0 when it is empty."""
        return max((int(one.stem.split("-")[1]) for one in self.choices()), default=0)

    def append(self, rows: Sequence[Choice], first: int, last: int) -> None:
        """Adds rows that cover the positions ``first`` … ``last``; the newest file grows until it is full."""
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.Table.from_pylist([_plain(one) for one in rows], schema=_schema())
        files = self.choices()
        grown = files[-1] if files and parquet.read_metadata(files[-1]).num_rows + len(rows) <= FULL else None
        if grown is not None:
            table = pa.concat_tables([parquet.read_table(grown, schema=_schema()), table])
            first = int(grown.stem.split("-")[0])
        name = f"{first:012d}-{last:012d}.parquet"
        self._write(self.folder / _CHOICES / name, table)
        if grown is not None and grown.name != name:
            grown.unlink()

    def write(self, name: str, table: "pa.Table") -> None:
        """Writes ``name.parquet`` beside the choices, whole or not at all."""
        self._write(self.folder / f"{name}.parquet", table)

    def forget(self, identities: Collection[str]) -> int:
        """Rewrites every file without these identities and whoever they were; answers how many files were. Without pyarrow all files go."""
        files = sorted(self.folder.rglob("*.parquet"))
        if not files:
            return 0
        try:
            from pyarrow import compute, parquet
        except ImportError:
            self.drop()
            return len(files)
        import pyarrow as pa

        people = self.folder / _PERSONS
        gone = {*identities, *self._persons(identities)} if people.exists() else set(identities)
        theirs, changed = pa.array(sorted(gone), pa.string()), 0
        for file in files:
            whose = [name for name in ("identity", "person") if name in parquet.read_schema(file).names]
            read = parquet.read_table(file, columns=whose)
            if any(compute.any(compute.is_in(read[name], theirs)).as_py() for name in whose):
                table = parquet.read_table(file)
                for name in whose:
                    table = table.filter(compute.invert(compute.is_in(table[name], theirs)))
                self._write(file, table)
                changed += 1
        return changed

    def keep_since(self, at: int, types: Collection[str]) -> None:
        """Lets go of choices before ``at`` (microseconds, UTC) that came from other events than ``types``; their law of keeping is over."""
        import pyarrow as pa
        from pyarrow import compute, parquet

        for file in self.choices():
            table = parquet.read_table(file)
            kept = compute.or_(compute.greater_equal(table["at"], at), compute.is_in(table["type"], pa.array(sorted(types), pa.string())))
            if not compute.all(kept).as_py():
                self._write(file, table.filter(kept))

    def drop(self) -> None:
        """Deletes it all."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _persons(self, identities: Collection[str]) -> set[str]:
        from pyarrow import parquet

        known: Mapping[str, list[str]] = parquet.read_table(self.folder / _PERSONS).to_pydict()
        wanted = set(identities)
        return {person for one, person in zip(known["identity"], known["person"], strict=True) if one in wanted}

    def _write(self, file: Path, table: "pa.Table") -> None:
        from pyarrow import parquet

        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".writing")
        parquet.write_table(table, beside, compression="zstd")
        beside.replace(file)


def needs_extra() -> Refused:
    """The error of somebody who has not installed what the lake needs."""
    return Refused(
        "lake.not_installed",
        ko='레이크에 필요한 것이 설치되어 있지 않습니다. pip install "dangol[lake]" (Spark는 "dangol[spark]"과 자바 17)을 실행해 주세요.',
        en='What the lake needs is not installed. Run pip install "dangol[lake]" (for Spark "dangol[spark]", and Java 17).',
    )


def _plain(one: Choice) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _schema() -> "pa.Schema":
    import pyarrow as pa

    texts, numbers = pa.string(), pa.int64()
    when = {"at": numbers, "wall": numbers, "month": numbers, "phase": pa.float64()}
    return pa.schema([("position", numbers), ("type", texts), ("identity", texts), *when.items(), ("thing", texts)])
