"""A larger classifier from a folder, through onnxruntime (extra ``onnx``): any text classifier exported to ONNX, a transformer for one.

The folder holds ``model.onnx``; ``labels.json``, its labels in the order of its outputs, in our words (``["negative", "neutral",
"positive"]``; some may be missing) or as ``{"LABEL_0": "negative", …}``; and, unless the model takes strings, ``tokenizer.json`` of Hugging
Face's tokenizers.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dangol.kit.errors import BadInput

from .minds import LABELS, Classifier, Floats, Task

_BATCH = 64
_MOST = 512  # tokens of a text


class OnnxClassifier:
    """Judges with a model of one output, logits (n, labels). Labels that the model lacks get no probability."""

    def __init__(self, task: Task, folder: Path) -> None:
        labels = _labels(task, folder)
        self._columns = [LABELS[task].index(label) for label in labels]
        self._width = len(LABELS[task])
        self._session = _session(folder)
        self._inputs = {one.name: one.type for one in self._session.get_inputs()}
        self._takes_text = next(iter(self._inputs.values())) == "tensor(string)"
        self._tokenizer = None if self._takes_text else _tokenizer(folder)
        self.probabilities(("",))  # a model that does not fit is told at the start, not at the first customer

    def probabilities(self, texts: Sequence[str]) -> Floats:
        parts = [self._judge(list(texts[at : at + _BATCH])) for at in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self._width), dtype=np.float32)

    def _judge(self, texts: list[str]) -> Floats:
        logits = np.asarray(self._session.run(None, self._fed(texts))[0], dtype=np.float32)
        if logits.shape != (len(texts), len(self._columns)):
            raise BadInput(
                "model.shape",
                ko=f"모델의 출력이 {logits.shape}인데 labels.json의 이름은 {len(self._columns)}개입니다.",
                en=f"The model gives {logits.shape}, but labels.json names {len(self._columns)} labels.",
            )
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        found = np.zeros((len(texts), self._width), dtype=np.float32)
        found[:, self._columns] = raised / raised.sum(axis=1, keepdims=True)
        return found

    def _fed(self, texts: list[str]) -> dict[str, Any]:
        if self._tokenizer is None:
            return {next(iter(self._inputs)): np.array(texts, dtype=object)}
        coded = self._tokenizer.encode_batch(texts)
        given = {
            "input_ids": [one.ids for one in coded],
            "attention_mask": [one.attention_mask for one in coded],
            "token_type_ids": [one.type_ids for one in coded],
        }
        return {name: np.array(given[name], dtype=np.int64) for name in self._inputs}


def classifier(task: Task, folder: Path) -> Classifier:
    """The classifier in a folder.

    Raises:
        BadInput: ``model.extra_missing``, ``model.file_missing``, ``model.labels``, ``model.shape``, ``model.unreadable``.
    """
    return OnnxClassifier(task, folder)


def _labels(task: Task, folder: Path) -> list[str]:
    try:
        given = json.loads(_file(folder, "labels.json").read_text(encoding="utf-8"))
    except ValueError:
        given = None
    labels = list(given.values()) if isinstance(given, dict) else given
    known = LABELS[task]
    names = isinstance(labels, list) and all(isinstance(label, str) for label in labels)
    if not names or len(set(labels)) != len(labels) or not labels or not set(labels) <= set(known):
        raise BadInput(
            "model.labels",
            ko=f"{folder / 'labels.json'}에는 {', '.join(known)} 가운데에서만 한 번씩 적어 주세요.",
            en=f"{folder / 'labels.json'} may name {', '.join(known)} only, each once.",
        )
    return list(labels)


def _session(folder: Path) -> Any:
    path = _file(folder, "model.onnx")
    try:
        import onnxruntime
    except ImportError:
        raise _missing("onnxruntime") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise BadInput(
            "model.unreadable",
            ko=f"{path} 파일을 ONNX 모델로 읽을 수 없습니다.",
            en=f"{path} cannot be read as an ONNX model ({type(error).__name__}).",
        ) from error


def _tokenizer(folder: Path) -> Any:
    path = _file(folder, "tokenizer.json")
    try:
        from tokenizers import Tokenizer
    except ImportError:
        raise _missing("tokenizers") from None
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(_MOST)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]") or 0)
    return tokenizer


def _file(folder: Path, name: str) -> Path:
    if not (folder / name).is_file():
        raise BadInput("model.file_missing", ko=f"{folder} 폴더에 {name} 파일이 없습니다.", en=f"The folder {folder} has no {name}.")
    return folder / name


def _missing(package: str) -> BadInput:
    return BadInput(
        "model.extra_missing",
        ko=f"{package} 패키지가 없습니다. pip install 'dangol[onnx]' 로 설치해 주세요.",
        en=f"The package {package} is missing. Install it with: pip install 'dangol[onnx]'.",
    )
