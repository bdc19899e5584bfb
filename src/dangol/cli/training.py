"""``dangol train``: makes the shipped models anew from the public data, and says how they do on rows they have not learnt from."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from dangol.kit.errors import BadInput

TASKS = ("sentiment", "act", "toxicity")
FOLDERS = {"sentiment": "cc0", "act": "cc_by_sa", "toxicity": "cc_by_sa"}


def run_train(task: str, data: Path, out: Path) -> None:
    """Trains one task, or ``all``, and writes ``out/cc0/*.npz`` and ``out/cc_by_sa/*.npz``.

    Toxicity looks at texts through the sentiment network in ``out``, so sentiment comes first.

    Raises:
        BadInput: ``train.unknown``; ``train.extra_missing``, torch and scipy are not installed; ``train.sentiment_first``.
        NotFound: ``data.missing``.
    """
    if task not in (*TASKS, "all"):
        known = ", ".join((*TASKS, "all"))
        raise BadInput(
            "train.unknown", ko=f"{task} 모델은 없습니다. 있는 것: {known}.", en=f"There is no model {task}. There are: {known}."
        )
    console, began = Console(highlight=False), time.monotonic()

    def say(line: str) -> None:
        console.print(f"[{time.monotonic() - began:5.0f} s] {line}", markup=False)

    for name in TASKS if task == "all" else (task,):
        arrays = _trainer(name, out)(data, say)
        path = out / FOLDERS[name] / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        _save(path, arrays)
        say(f"{name}: {path}, {path.stat().st_size / 1e6:.1f} MB")


def _trainer(name: str, out: Path) -> Callable[[Path, Callable[[str], None]], dict[str, Any]]:
    try:
        if name == "sentiment":
            from dangol.language.training.sentiment import train_sentiment

            return train_sentiment
        if name == "act":
            from dangol.language.training.act import train_act

            return train_act
        from dangol.language.training.toxicity import train_toxicity
    except ImportError as error:
        raise BadInput(
            "train.extra_missing",
            ko=f"{error.name} 패키지가 없습니다. pip install 'dangol[train]' 로 설치해 주세요.",
            en=f"The package {error.name} is missing. Install it with: pip install 'dangol[train]'.",
        ) from None
    network = _network(out / FOLDERS["sentiment"] / "sentiment.npz")
    return lambda data, say: train_toxicity(data, network, say)


def _network(path: Path) -> dict[str, Any]:
    import numpy as np

    if not path.exists():
        raise BadInput(
            "train.sentiment_first",
            ko=f"{path} 파일이 없습니다. 먼저 dangol train sentiment 를 실행하세요.",
            en=f"There is no {path}. Run dangol train sentiment first.",
        )
    with np.load(path, allow_pickle=False) as arrays:
        return {key.removeprefix("network."): arrays[key] for key in arrays.files if key.startswith("network.")}


def _save(path: Path, arrays: dict[str, Any]) -> None:
    """The same arrays make the same bytes: names in order, no times."""
    import zipfile
    from io import BytesIO

    import numpy as np

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(arrays):
            held = BytesIO()
            np.lib.format.write_array(held, np.asanyarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), held.getvalue(), zipfile.ZIP_DEFLATED)
