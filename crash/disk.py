"""A disk that forgets at a power cut what was not synced: an SQLite VFS, put under the very library that Python's sqlite3 uses.

Each write goes to the real file and is remembered as pending; only ``xSync`` makes the pending writes of that file durable. ``image`` is
what a machine would find after a power cut now: all that is durable, and of what is pending any part, torn at a sector's end.

The VFS is SQLite's own for Unix with four calls wrapped (https://sqlite.org/vfs.html); ctypes needs neither compiler nor extension loading.
"""

import _sqlite3
import ctypes as c
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

_SECTOR = 512
_OPEN = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_void_p, c.c_int, c.c_void_p)  # the name as it is: SQLite keeps the pointer
_DELETE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_char_p, c.c_int)
_WRITE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int, c.c_int64)
_TRUNCATE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int64)
_SYNC = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int)
_NAMES = ("dlopen", "dlerror", "dlsym", "dlclose", "randomness", "sleep", "time", "error", "time64", "setcall", "getcall", "nextcall")


class _Vfs(c.Structure):
    _fields_ = (
        ("version", c.c_int),
        ("file_size", c.c_int),
        ("longest_path", c.c_int),
        ("next", c.c_void_p),
        ("name", c.c_char_p),
        ("data", c.c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("access", c.c_void_p),
        ("full_path", c.c_void_p),
        *((name, c.c_void_p) for name in _NAMES),
    )


class _Methods(c.Structure):
    _fields_ = (
        ("version", c.c_int),
        ("close", c.c_void_p),
        ("read", c.c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        *((f"more{number}", c.c_void_p) for number in range(13)),
    )


class ForgetfulDisk:
    """Remembers what is durable of each file under ``folder``. ``at_each`` is called after every write, truncation and sync."""

    def __init__(self, folder: Path, at_each: Callable[[], None]) -> None:
        self._folder = str(folder)
        self._at_each = at_each
        self._lock = threading.RLock()
        self._durable: dict[str, bytearray] = {}
        self._pending: defaultdict[str, list[tuple[int, bytes | None]]] = defaultdict(list)
        self._paths: dict[int, str] = {}
        self.syncs = 0

    def image(self, random: Random) -> dict[str, bytes]:
        """File names and what a power cut now would leave in them."""
        with self._lock:
            left = {}
            for path, durable in self._durable.items():
                content = bytearray(durable)
                for at, data in self._pending[path]:
                    if random.random() < 0.5:
                        continue
                    whole = data is None or random.random() < 0.7
                    _apply(content, at, data if whole or data is None else data[: random.randrange(0, len(data) + 1, _SECTOR)])
                left[Path(path).name] = bytes(content)
            return left

    def opened(self, file: int, path: str) -> bool:
        if not path.startswith(self._folder):
            return False
        with self._lock:
            self._paths[file] = path
            if path not in self._durable:
                self._durable[path] = bytearray(Path(path).read_bytes())
        return True

    def wrote(self, file: int, at: int, data: bytes | None) -> None:
        with self._lock:
            self._pending[self._paths[file]].append((at, data))
        self._at_each()

    def synced(self, file: int) -> None:
        with self._lock:
            self.syncs += 1
            path = self._paths[file]
            for at, data in self._pending.pop(path, ()):
                _apply(self._durable[path], at, data)
        self._at_each()

    def deleted(self, path: str) -> None:
        with self._lock:
            self._durable.pop(path, None)
            self._pending.pop(path, None)


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


@contextmanager
def forgetful(disk: ForgetfulDisk) -> Iterator[None]:
    """SQLite files opened by this process in the block lie on ``disk`` if they are under its folder. Close them before the end."""
    library = c.CDLL(_sqlite3.__file__)  # its symbols, and those of the libsqlite3 that it is linked to
    library.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
    real = library.sqlite3_vfs_find(None)
    ours = _Vfs.from_buffer_copy(real.contents)
    ours.name = b"forgetful"
    kept: list[object] = []  # what C points at must not be collected
    wrapped: dict[int, _Methods] = {}

    def methods_of(address: int) -> _Methods:
        if address not in wrapped:
            wrapped[address] = _wrapped(_Methods.from_address(address), disk)
        return wrapped[address]

    def opening(_vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        code = int(real.contents.open(c.addressof(real.contents), name, file, flags, out))
        slot = c.c_void_p.from_address(file)
        if code == 0 and slot.value and name and disk.opened(file, c.string_at(name).decode()):
            slot.value = c.addressof(methods_of(slot.value))
        return code

    def deleting(_vfs: int, name: bytes, sync: int) -> int:
        code = int(real.contents.delete(c.addressof(real.contents), name, sync))
        if code == 0:
            disk.deleted(name.decode())
        return code

    ours.open, ours.delete = _OPEN(opening), _DELETE(deleting)
    kept += [ours, wrapped]
    library.sqlite3_vfs_register(c.byref(ours), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(c.byref(ours))
        library.sqlite3_vfs_register(real, 1)
        _FOREVER.extend(kept)


_FOREVER: list[object] = []  # a connection closed late still calls through these


def _wrapped(real: _Methods, disk: ForgetfulDisk) -> _Methods:
    ours = _Methods.from_buffer_copy(real)

    def write(file: int, data: int, size: int, at: int) -> int:
        code = int(real.write(file, data, size, at))
        if code == 0:
            disk.wrote(file, at, c.string_at(data, size))
        return code

    def truncate(file: int, size: int) -> int:
        code = int(real.truncate(file, size))
        if code == 0:
            disk.wrote(file, size, None)
        return code

    def sync(file: int, _flags: int) -> int:
        disk.synced(file)  # the real one is left out: nobody pulls the plug here, and it would only take time
        return 0

    ours.write, ours.truncate, ours.sync = _WRITE(write), _TRUNCATE(truncate), _SYNC(sync)
    return ours
