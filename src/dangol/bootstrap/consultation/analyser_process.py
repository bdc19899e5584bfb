"""The process of one analyser: a record (text), or a picture (bytes), comes in on standard input, what was found leaves as JSON."""

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module


def main() -> None:
    module, _, function = sys.argv[1].partition(":")
    with redirect_stdout(sys.stderr):  # what it prints is not what it found
        raw = sys.stdin.buffer.read()
        found = getattr(import_module(module), function)(raw if sys.argv[2] == "bytes" else raw.decode())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
