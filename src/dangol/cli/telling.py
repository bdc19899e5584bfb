"""Speaking to the person at the terminal: Korean or English by their locale, both where it says neither; errors without tracebacks."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from dangol.kit.errors import DangolError

Speech = Literal["ko", "en", "both"]

FAILED = 2  # exit code: the command did not do what was asked
PARTLY = 1  # exit code: some lines could not be answered

_speech: Speech | None = None


def speak(speech: Speech | None) -> None:
    """Chooses the language for this process; None goes by the locale."""
    global _speech
    _speech = speech


def speech() -> Speech:
    if _speech is not None:
        return _speech
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "").lower()
    return "ko" if locale.startswith("ko") else "en" if locale.startswith("en") else "both"


def words(ko: str, en: str, between: str = "\n") -> str:
    """The sentence in the person's language, or both."""
    spoken = speech()
    return ko if spoken == "ko" else en if spoken == "en" else f"{ko}{between}{en}"


def tell(ko: str, en: str) -> None:
    """Says something beside the result: on standard error."""
    print(words(ko, en), file=sys.stderr, flush=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns every error into one clear sentence and exit code 2; with ``DANGOL_DEBUG`` set it is raised as it is."""
    try:
        yield
    except DangolError as error:
        if os.environ.get("DANGOL_DEBUG"):
            raise
        tell(f"{error.ko} [{error.code}]", f"{error.en} [{error.code}]")
        raise SystemExit(FAILED) from None
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PARTLY) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get("DANGOL_DEBUG"):
            raise
        kind = type(error).__name__
        tell(
            f"예상하지 못한 문제({kind})로 멈췄습니다. DANGOL_DEBUG=1을 붙여 다시 실행하면 자세한 내용이 나옵니다. [broken.{kind}]",
            f"Stopped by an unexpected problem ({kind}). Run it again with DANGOL_DEBUG=1 for the details. [broken.{kind}]",
        )
        raise SystemExit(FAILED) from None
