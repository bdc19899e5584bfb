"""Makes ``crash``, which lies beside ``src`` and is not installed, importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
