"""A warm process from which servers and workers are forked: each child runs the real ``dangol serve`` or ``dangol worker``.

Starting Python, importing everything and loading Kiwi's dictionary takes seconds; a fork takes milliseconds, and three hundred kills need
three hundred starts. Nothing of a store is open before the fork. It is asked on standard input, a JSON line each: ``{"argv", "log"}``, and
answers ``{"pid"}``.
"""

import json
import os
import signal
import sys
from pathlib import Path

from crash import broken, parcel


def warm(folder: Path) -> None:
    """Imports what a server imports, and lets the tokeniser know the brand's words."""
    from dangol.language import tokens

    tokens._MOST_WORKERS = 1  # Kiwi's own threads would not live on in a fork
    from dangol.answers.engine import Answerer
    from dangol.bootstrap.house import open_house
    from dangol.knowledge.search import Search

    house = open_house(folder, url=f"sqlite:///{folder}/warm.db")
    from dangol.cli.prepared import import_first

    import_first(house)
    snapshot = house.knowledge.snapshot()
    Answerer.build(snapshot, Search.build(snapshot, None))
    house.close()


def child(argv: list[str], log: str) -> None:
    """Becomes the program; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.argv = ["dangol", *argv]
    code = 1
    try:
        from dangol.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


def main() -> None:
    folder, platform, breaks = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    warm(folder)
    parcel.install(platform)
    if breaks:
        broken.VARIANTS[breaks]()
    signal.signal(signal.SIGCHLD, lambda *_: _reap())
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(asked["argv"], asked["log"])
        print(json.dumps({"pid": pid}), flush=True)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    main()
