"""The measures of ``make bench-answers`` on cases worked out by hand, and the weights that it fits."""

from pathlib import Path

import pytest
from evaluation.answers.bm25 import Bm25
from evaluation.answers.refusal import auroc, coverage_at, rows_of_shop
from evaluation.answers.search import percentile
from evaluation.answers.sets import many, paraphrases, shops

from dangol.answers.fitted import Fitted


def score(features: object) -> float:
    return features["score"]  # type: ignore[index]


def rows(*given: tuple[bool, float]) -> list[tuple[bool, dict[str, float]]]:
    return [(label, {"score": value}) for label, value in given]


def test_auroc_is_the_share_of_pairs_in_order_ties_half() -> None:
    assert auroc(rows((True, 0.9), (True, 0.8), (False, 0.1)), score) == 1.0
    assert auroc(rows((True, 0.1), (False, 0.9)), score) == 0.0
    assert auroc(rows((True, 0.5), (False, 0.5)), score) == 0.5
    assert auroc(rows((True, 0.9), (True, 0.4), (False, 0.6), (False, 0.2)), score) == 0.75


def test_coverage_is_the_largest_share_at_the_precision() -> None:
    assert coverage_at(rows((True, 0.9), (True, 0.8), (False, 0.7), (True, 0.6)), score, precision=0.75) == 1.0
    assert coverage_at(rows((True, 0.9), (True, 0.8), (False, 0.7), (True, 0.6)), score, precision=0.95) == 0.5
    assert coverage_at(rows((False, 0.9), (True, 0.8)), score) == 0.0


def test_the_baseline_ranks_rare_words_first() -> None:
    plain = Bm25(["배송 안내 입니다", "교환 안내 입니다", "배송 배송 지도"])
    assert plain.query("교환 안내")[0] == 1
    assert plain.query("없는말") == []


def test_percentiles_are_by_nearest_rank() -> None:
    assert [percentile([1.0, 2.0, 3.0, 4.0], percent) for percent in (50, 99, 100)] == [2.0, 4.0, 4.0]


def test_data_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert paraphrases(tmp_path, 10) is None
    assert many(tmp_path, 10) is None


def test_paraphrases_ask_for_the_first_wording(tmp_path: Path) -> None:
    (tmp_path / "parakqc_half.tsv").write_text("1\t가\n1\t나\n2\t다\n2\t라\n", encoding="utf-8")
    found = paraphrases(tmp_path, 10)
    assert found is not None
    assert found.texts == {"1": "가", "2": "다"}
    assert sorted(found.asked) == [("나", "1"), ("라", "2")]


def test_a_shop_without_half_of_its_texts_knows_better_than_chance_what_it_lacks() -> None:
    (bakery,) = shops(("bakery",))
    found = rows_of_shop(bakery)
    assert {label for label, _ in found} == {True, False}
    assert all(0.0 <= features["confidence"] <= 1.0 for _, features in found)
    assert auroc(found, lambda features: features["confidence"]) > 0.7


def test_weights_without_a_file() -> None:
    assert Fitted.of({"bias": 0.0, "a": 2.0}).probability({"a": 1.0, "b": 5.0}) == pytest.approx(0.8808, abs=1e-4)
