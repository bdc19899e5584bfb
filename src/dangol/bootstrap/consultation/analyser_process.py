"""The process of one analyser: a record comes as JSON on standard input, what was found leaves as JSON on standard output."""

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module


def main() -> None:
    module, _, function = sys.argv[1].partition(":")
    with redirect_stdout(sys.stderr):  # what it prints is not what it found
        found = getattr(import_module(module), function)(json.load(sys.stdin))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
