"""What makes the models, without torch: the split, the table and the mix."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from dangol.kit.errors import NotFound
from dangol.language.models.network import Grams, Table
from dangol.language.models.ngrams import jamo_of, letters_of
from dangol.language.training import table
from dangol.language.training.mixing import logistic, macro_f1, mixed, softmax
from dangol.language.training.rows import acts, beep, nsmc, part_of

GOOD, BAD = "정말 좋아요", "너무 별로예요"
TEXTS = [f"{GOOD} {number}" for number in range(40)] + [f"{BAD} {number}" for number in range(40)]
TRUTH = np.array([1] * 40 + [0] * 40)


@pytest.mark.parametrize("jamo", [False, True])
def test_a_table_judges_as_its_matrix_did(jamo: bool) -> None:
    prints = table.prints_of(TEXTS, 12, 4, jamo=jamo)
    counted = table.matrix(TEXTS, prints, 4, jamo=jamo)
    inner, bias = table.fit(counted, np.eye(2, dtype=np.float32)[TRUTH], np.ones(80, dtype=np.float32), 5.0, 30)
    linear = Table(table.arrays_of(inner, bias, prints, 4))
    letters = letters_of([*TEXTS, "전혀 모르는 말"])
    logits = linear.logits(Grams.of(jamo_of(letters) if jamo else letters, 4))
    assert (logits[:80].argmax(1) == TRUTH).all()
    assert np.allclose(logits[:80], counted @ inner + bias, atol=0.05)
    assert abs(logits[80, 1] - logits[80, 0]) < abs(logits[0, 1] - logits[0, 0])


def test_fitting_twice_gives_the_same() -> None:
    prints = table.prints_of(TEXTS, 10, 3)
    counted = table.matrix(TEXTS, prints, 3)
    once, again = (table.fit(counted, np.eye(2, dtype=np.float32)[TRUTH], np.ones(80, dtype=np.float32), 5.0, 10) for _ in "ab")
    assert all((left == right).all() for left, right in zip(once, again, strict=True))


def test_a_mix_trusts_the_model_that_knows() -> None:
    chance = np.random.default_rng(0)
    truth = chance.integers(0, 3, 600)
    knows, guesses = np.eye(3)[truth] * 2 + chance.normal(size=(600, 3)) * 0.5, chance.normal(size=(600, 3))
    mix, bias = mixed(knows, guesses, truth)
    assert mix[0] > 5 * abs(mix[1])
    chances = softmax(mix[0] * knows + mix[1] * guesses + bias)
    assert np.allclose(chances.sum(1), 1)
    assert abs(chances.max(1).mean() - (chances.argmax(1) == truth).mean()) < 0.03  # calibrated on what it was fitted on
    weights = logistic(np.stack([knows[:, 0] - knows[:, 1], np.ones(600)], axis=1), (truth == 0).astype(float), np.ones(600))
    assert weights[0] > 1


def test_macro_f1_is_the_mean_over_classes() -> None:
    assert macro_f1(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), 3) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert macro_f1(np.array([0, 0]), np.array([0, 0]), 2) == 0.5


def test_a_text_stands_on_one_side_however_it_is_spaced() -> None:
    parts = [part_of(f"글 {number}") for number in range(2000)]
    assert parts == [part_of(f" 글{number}!! ") for number in range(2000)]
    assert 0.05 < parts.count("test") / 2000 < 0.11
    assert 0.05 < parts.count("dev") / 2000 < 0.11


def test_rows_are_read_and_broken_ones_passed_over(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "nsmc_train.tsv.gz", "wt", encoding="utf-8") as out:
        out.write("id\trating\tdate\ttext\n1\t10\t13.01.01\t최고예요!!!!\n2\tx\t\t\n3\t1\t13.01.01\t별로\n")
    with gzip.open(tmp_path / "3i4k_train.tsv.gz", "wt", encoding="utf-8") as out:
        out.write("2\t언제 와\n없는 줄\n")
    (tmp_path / "beep_train.tsv").write_text("comments\tcontain_gender_bias\tbias\thate\n나쁜 말\tFalse\tnone\thate\n", "utf-8")
    assert (nsmc(tmp_path).texts, nsmc(tmp_path).labels.tolist()) == (["최고예요!!", "별로"], [10, 1])
    assert (acts(tmp_path).texts, acts(tmp_path).labels.tolist()) == (["언제 와"], [2])
    assert beep(tmp_path).labels.tolist() == [2]
    with pytest.raises(NotFound):
        nsmc(tmp_path / "nowhere")
