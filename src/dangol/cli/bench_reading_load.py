"""``dangol bench reading``: how long the models take to load and what memory they hold, in a process of its own, beside kiwipiepy's."""

import subprocess
import sys

_CHILD = """
import resource, time
def held():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 1e6
import dangol.language.reading as reading
from dangol.language.lexicon import Lexicon
from dangol.language.tokens import tokenise
before, at = held(), time.process_time()
tokenise("준비")
kiwi, took = held(), time.process_time() - at
at = time.process_time()
for text in ("최고예요", "또 광고야?", "how much is it", "내일 오후 3시까지 010-1234-5678"):
    reading.read(text, Lexicon(()))
print(kiwi - before, took, held() - kiwi, time.process_time() - at, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
"""


def load() -> tuple[float, float, float, float, float]:
    """Kiwi's memory in MB and seconds of the processor to load it, the models' memory and seconds, and the process's peak in MB. Linux."""
    found = subprocess.run([sys.executable, "-c", _CHILD], check=True, capture_output=True, text=True)  # noqa: S603
    kiwi, kiwi_took, models, models_took, peak = map(float, found.stdout.split())
    return kiwi, kiwi_took, models, models_took, peak
