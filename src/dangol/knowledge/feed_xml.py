"""Streams the items of an RSS or Atom feed. A document type is refused, so no entity can be declared, let alone expanded."""

from collections.abc import Iterator
from xml.parsers import expat

from dangol.kit.errors import BadInput
from dangol.knowledge.text_file import DAMAGED, TextFile

_CHUNK = 65_536
_ITEMS = {"item", "entry"}
_GOOGLE = "http://base.google.com/ns/1.0"


def read_items(file: TextFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Each item's line and its elements' text by local name; where one name comes twice, the ``g:`` one wins, then the first.

    ``g:product_detail`` becomes an element named by its own ``attribute_name``; other nested elements are joined by spaces.

    Raises:
        BadInput: ``feed.no_xml`` (also a file cut short), ``feed.has_dtd``.
    """
    items = _Items(file.name)
    text = DAMAGED.sub("\ufffd", file.text).lstrip()
    first_line = file.text[: len(file.text) - len(file.text.lstrip())].count("\n")
    try:
        for start in range(0, len(text), _CHUNK):
            items.parser.Parse(text[start : start + _CHUNK], False)
            yield from ((line + first_line, cells) for line, cells in items.drain())
        items.parser.Parse("", True)
    except expat.ExpatError as error:
        line = error.lineno + first_line
        raise BadInput(
            "feed.no_xml",
            ko=f"{file.name} {line}번째 줄: XML이 아니거나 파일이 끝까지 오지 않았습니다. 다시 내려받아 주세요.",
            en=f"{file.name}, line {line}: this is no well-formed XML, or the file was cut short. Download it again.",
        ) from error


class _Items:
    """Collects what the parser tells into items."""

    def __init__(self, file: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.buffer_text = True
        self._file = file
        self._done: list[tuple[int, dict[str, str]]] = []
        self._item: dict[str, str] | None = None
        self._google: set[str] = set()
        self._line = 0
        self._path: list[str] = []
        self._parts: list[str] = []
        self._detail: dict[str, str] = {}

    def drain(self) -> list[tuple[int, dict[str, str]]]:
        done, self._done = self._done, []
        return done

    def _doctype(self, *_: object) -> None:
        raise BadInput(
            "feed.has_dtd",
            ko=f"{self._file}: 문서 형식 선언(DOCTYPE)이 있는 피드는 안전하지 않아 읽지 않습니다. 선언을 빼 주세요.",
            en=f"{self._file}: a feed with a document type declaration (DOCTYPE) is not safe to read. Remove the declaration.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if self._item is None:
            if local in _ITEMS:
                self._item, self._google, self._line, self._path = {}, set(), self.parser.CurrentLineNumber, []
            return
        self._path.append(name)
        if len(self._path) == 1:
            self._parts, self._detail = [], {}
            if local == "link" and "href" in attributes:
                self._keep(name, attributes["href"])
        else:
            self._parts.append(" ")

    def _characters(self, text: str) -> None:
        if self._item is not None and self._path:
            self._parts.append(text)
            if len(self._path) == 2:
                local = self._path[1].rpartition(" ")[2]
                self._detail[local] = self._detail.get(local, "") + text

    def _end(self, name: str) -> None:
        if self._item is None:
            return
        if not self._path:
            self._done.append((self._line, self._item))
            self._item = None
            return
        self._path.pop()
        if self._path:
            return
        if name.rpartition(" ")[2] == "product_detail":
            self._keep(self._detail.get("attribute_name", "").strip(), self._detail.get("attribute_value", ""))
        else:
            self._keep(name, "".join(self._parts))

    def _keep(self, name: str, text: str) -> None:
        space, _, local = name.rpartition(" ")
        text = text.strip() if "\n" in text and "<" in text else " ".join(text.split())
        if not local or not text or self._item is None:
            return
        if local not in self._item or (space == _GOOGLE and local not in self._google):
            self._item[local] = text
            if space == _GOOGLE:
                self._google.add(local)
