"""One suite for all that judge: the shipped models, and ONNX models that take strings or tokens, which the tests make themselves."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer, models, pre_tokenizers

from dangol.kit.errors import BadInput
from dangol.language.lexicon import Lexicon
from dangol.language.models.minds import LABELS, Classifier, Task, minds, plug, shipped
from dangol.language.models.onnx import classifier
from dangol.language.reading import read

TEXTS = ["최고예요", "", "별로", "ㅋㅋ", "😀", "how much", "가" * 3000, "?", "\ufffd", "또 광고야? 그만 좀 보내세요", "a\tb"]


def save(folder: Path, nodes: list[onnx.NodeProto], inputs: list[onnx.ValueInfoProto], weights: list[onnx.TensorProto]) -> None:
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [None, None])
    graph = helper.make_graph(nodes, "tiny", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)
    (folder / "model.onnx").write_bytes(model.SerializeToString())


def takes_strings(folder: Path) -> Path:
    """Positive for the exact text "최고예요", else negative."""
    inputs = [helper.make_tensor_value_info("text", TensorProto.STRING, [None])]
    weights = [
        helper.make_tensor("good", TensorProto.STRING, [1], ["최고예요".encode()]),
        helper.make_tensor("sides", TensorProto.FLOAT, [1, 2], [-4.0, 4.0]),
        helper.make_tensor("base", TensorProto.FLOAT, [1, 2], [2.0, -2.0]),
        helper.make_tensor("column", TensorProto.INT64, [2], [-1, 1]),
    ]
    nodes = [
        helper.make_node("Equal", ["text", "good"], ["is_good"]),
        helper.make_node("Cast", ["is_good"], ["number"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["number", "column"], ["tall"]),
        helper.make_node("MatMul", ["tall", "sides"], ["moved"]),
        helper.make_node("Add", ["moved", "base"], ["logits"]),
    ]
    save(folder, nodes, inputs, weights)
    (folder / "labels.json").write_text(json.dumps(["negative", "positive"]), "utf-8")
    return folder


def takes_tokens(folder: Path) -> Path:
    """An embedding of two words, its mean under the mask, as a transformer's export takes it."""
    tokenizer = Tokenizer(models.WordLevel({"[PAD]": 0, "[UNK]": 1, "최고예요": 2, "별로": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    sizes = ["n", "t"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, sizes) for name in ("input_ids", "attention_mask")]
    rows = np.array([[0, 0, 0], [0, 1, 0], [-3, 0, 3], [3, 0, -3]], dtype=np.float32)
    weights = [
        helper.make_tensor("rows", TensorProto.FLOAT, [4, 3], rows.ravel()),
        helper.make_tensor("axis", TensorProto.INT64, [1], [1]),
        helper.make_tensor("last", TensorProto.INT64, [1], [-1]),
    ]
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["embedded"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["wide"]),
        helper.make_node("Mul", ["embedded", "wide"], ["seen"]),
        helper.make_node("ReduceSum", ["seen", "axis"], ["logits"], keepdims=0),
    ]
    save(folder, nodes, inputs, weights)
    (folder / "labels.json").write_text(json.dumps({"LABEL_0": "negative", "LABEL_1": "neutral", "LABEL_2": "positive"}), "utf-8")
    return folder


KINDS: list[tuple[str, Task]] = [
    ("shipped", "sentiment"),
    ("shipped", "act"),
    ("shipped", "toxicity"),
    ("strings", "sentiment"),
    ("tokens", "sentiment"),
]


@pytest.fixture(params=KINDS, ids=lambda kind: "-".join(kind))
def judge(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Task, Classifier]:
    kind, task = request.param
    if kind == "shipped":
        return task, getattr(shipped(), task)
    return task, classifier(task, (takes_strings if kind == "strings" else takes_tokens)(tmp_path))


def test_every_text_gets_probabilities(judge: tuple[Task, Classifier]) -> None:
    task, one = judge
    found = one.probabilities(TEXTS)
    assert found.shape == (len(TEXTS), len(LABELS[task]))
    assert found.dtype == np.float32
    assert (found >= 0).all()
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4)
    assert one.probabilities([]).shape == (0, len(LABELS[task]))


def test_a_text_is_judged_alike_in_any_company(judge: tuple[Task, Classifier]) -> None:
    _, one = judge
    together = one.probabilities([*TEXTS * 30, "최고예요"])
    for at, text in enumerate(TEXTS):
        assert np.allclose(one.probabilities([text])[0], together[at], atol=1e-4), text
    assert np.allclose(together[0], together[-1], atol=1e-4)


def test_it_tells_praise_from_blame(judge: tuple[Task, Classifier]) -> None:
    task, one = judge
    if task == "sentiment":
        praise, blame = one.probabilities(["최고예요", "별로"])
        assert praise[2] > praise[0]
        assert blame[0] > blame[2]


def test_a_plugged_model_reads_for_all(tmp_path: Path) -> None:
    assert minds() == shipped()
    plug("sentiment", classifier("sentiment", takes_strings(tmp_path)))
    try:
        assert read("최고예요", Lexicon(())).meaning.sentiment.label == "positive"
        assert read("정말 훌륭하고 좋아요", Lexicon(())).meaning.sentiment.label == "negative"  # it knows one word
    finally:
        plug("sentiment", None)
    assert minds() == shipped()


WRONG = [
    ("model.file_missing", lambda folder: (folder / "model.onnx").unlink()),
    ("model.file_missing", lambda folder: (folder / "labels.json").unlink()),
    ("model.labels", lambda folder: (folder / "labels.json").write_text('["good", "bad"]')),
    ("model.labels", lambda folder: (folder / "labels.json").write_text('["negative", "negative"]')),
    ("model.labels", lambda folder: (folder / "labels.json").write_text("[")),
    ("model.shape", lambda folder: (folder / "labels.json").write_text('["negative"]')),
    ("model.unreadable", lambda folder: (folder / "model.onnx").write_bytes(b"no model")),
]


@pytest.mark.parametrize(("code", "spoil"), WRONG)
def test_a_folder_that_holds_no_usable_model_is_told_at_the_start(tmp_path: Path, code: str, spoil: object) -> None:
    spoil(takes_strings(tmp_path))  # type: ignore[operator]
    with pytest.raises(BadInput) as refused:
        classifier("sentiment", tmp_path)
    assert refused.value.code == code
