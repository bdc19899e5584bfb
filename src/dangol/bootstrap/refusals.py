"""Rows that an import has refused, any number of them: kept in a temporary file, so that a wrong million does not fill the memory."""

import json
import tempfile
import weakref
from collections.abc import Iterator

from dangol.knowledge.rows import RefusedRow


class Refusals:
    """Add while importing, then iterate: in order, as often as one likes. ``len`` is their number."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass")  # noqa: SIM115
        self._count = 0
        weakref.finalize(self, self._file.close)

    def add(self, row: RefusedRow) -> None:
        self._file.seek(0, 2)
        self._file.write(json.dumps([row.file, row.line, row.reason_ko, row.reason_en]) + "\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RefusedRow]:
        self._file.seek(0)
        for line in self._file:
            file, number, ko, en = json.loads(line)
            yield RefusedRow(file=file, line=number, reason_ko=ko, reason_en=en)
