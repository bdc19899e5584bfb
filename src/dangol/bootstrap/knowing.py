"""What this process knows of the brand, brought up to date whenever the store's knowledge version has moved.

Asking costs one small query. The snapshot is reloaded at once; what is made of it (index, words) is rebuilt by one thread while others
wait a moment for it, then go on with the version before.
"""

import threading
import time
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import TYPE_CHECKING

from dangol.kit.errors import DangolError
from dangol.kit.memory import give_back
from dangol.knowledge.brand_toml import FILE, BrandFile, read_brand
from dangol.knowledge.facts import Snapshot
from dangol.knowledge.snapshot import current_version, load_snapshot
from dangol.store.engine import Store

if TYPE_CHECKING:
    from dangol.answers.engine import Answerer
    from dangol.knowledge.search import Search
    from dangol.language.reading import Reading

_PATIENCE = 1.0  # seconds that a request waits for a newer version before it goes on with the one there is


class Knowledge:
    """One a process; thread safe.

    Args:
        index: the folder of the text index, shared with other processes; None keeps it in memory.
    """

    def __init__(self, store: Store, folder: Path, index: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._index = index
        self._lock = threading.Lock()
        self._stamp = _stamp(folder)
        self._brand = read_brand(folder)
        self._snapshot: Snapshot | None = None
        self._answerer: Answerer | None = None
        self._search: Search | None = None
        self._building: Future[Answerer] | None = None
        self._build_lock = threading.Lock()

    def brand(self) -> BrandFile:
        """What ``brand.toml`` says now. A file that has become unreadable is not taken over: what it said before stays."""
        stamp = _stamp(self._folder)
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._brand = read_brand(self._folder)
                except DangolError:
                    return self._brand
            return self._brand

    def snapshot(self) -> Snapshot:
        """What is true now.

        Raises:
            Busy, Broken: as ``Store.read``.
        """
        profile = self.brand().profile
        with self._store.read() as connection:
            version = current_version(connection)
            with self._lock:
                known = self._snapshot
                if known is None or known.version != version or known.brand != profile:
                    self._snapshot = known = load_snapshot(connection, profile)
                return known

    def search(self) -> "Search":
        """The search over what is true now; waits until it is built.

        Raises:
            Busy: another process is writing the index.
        """
        snapshot = self.snapshot()
        with self._build_lock:
            return self._searching(snapshot)

    def rewrite_index(self) -> None:
        """Writes the text index anew: what was deleted from knowledge leaves its files too.

        Raises:
            Busy: another process is writing the index.
        """
        snapshot = self.snapshot()
        with self._build_lock:
            self._searching(snapshot).rewrite(snapshot)

    def answerer(self, patience: float | None = None) -> "Answerer | None":
        """Who answers from what is true now.

        Args:
            patience: seconds to wait while it is first built, None for as long as it takes (and in this thread).

        Returns:
            None when nothing has been built within ``patience``.
        """
        snapshot = self.snapshot()
        with self._lock:
            built = self._answerer
        if built is not None and built.ground.snapshot is snapshot:
            return built
        if patience is None:
            return self._build(snapshot)
        ends = time.monotonic() + (min(patience, _PATIENCE) if built else patience)
        try:
            while built is None or _older(built.ground.snapshot, snapshot):
                built = self._ordered().result(max(0.0, ends - time.monotonic()))  # the one in hand may be of the version before
        except NotYet:
            pass
        return built

    def read(self, text: str) -> "Reading | None":
        """A text read with the brand's names; None while nothing is loaded."""
        with self._lock:
            built = self._answerer
        return built.ground.read(text) if built else None

    @property
    def loaded(self) -> bool:
        """Whether customers can be answered, be it from the version before the newest."""
        return self._answerer is not None

    def warm(self) -> None:
        """Starts building in the background (Kiwi's dictionary takes seconds to load)."""
        self._ordered()

    def close(self) -> None:
        """Waits for what is being built, because it reads the store."""
        with self._lock:
            building = self._building
        if building is not None:
            wait([building])

    def _ordered(self) -> "Future[Answerer]":
        with self._lock:
            if self._building is not None and not self._building.done():
                return self._building
            ordered: Future[Answerer] = Future()
            self._building = ordered
        threading.Thread(target=self._work, args=(ordered,), name="dangol-knowledge", daemon=True).start()
        return ordered

    def _work(self, ordered: "Future[Answerer]") -> None:
        try:
            ordered.set_result(self._build(self.snapshot()))
        except BaseException as error:
            ordered.set_exception(error)

    def _build(self, snapshot: Snapshot) -> "Answerer":
        from dangol.answers.engine import Answerer

        with self._build_lock:
            if self._answerer is not None and self._answerer.ground.snapshot is snapshot:
                return self._answerer
            built = Answerer.build(snapshot, self._searching(snapshot))
            give_back()  # building takes 60 MB more than what is built, at ten thousand facts
            with self._lock:
                self._answerer = built
            return built

    def _searching(self, snapshot: Snapshot) -> "Search":
        from dangol.knowledge.search import Search

        if self._search is None:
            self._search = Search.build(snapshot, self._index)
        elif self._search.version != snapshot.version:
            self._search.update(snapshot)
        return self._search


def _older(built: Snapshot, wanted: Snapshot) -> bool:
    return built.version < wanted.version or built.brand != wanted.brand


def _stamp(folder: Path) -> tuple[int, int] | None:
    try:
        found = (folder / FILE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
