"""``dangol train`` on a small slice: each model comes out the same, byte for byte. Needs the extra ``train``."""

import gzip
from pathlib import Path

import pytest

from dangol.cli.training import TASKS, run_train

GOOD, BAD = ("정말 재미있어요", "최고의 영화예요", "감동이에요"), ("너무 지루해요", "돈이 아까워요", "별로예요")
ACTS = ("내일 아침", "오늘 비가 왔어", "몇 시에 오니", "문 좀 닫아", "그걸 누가 몰라", "잘도 하겠다", "밥 먹어")
HATE = (("none", "노래가 좋네요"), ("offensive", "연기가 형편없다"), ("hate", "저런 인간은 싫다"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A few hundred rows of each source, in its own shape."""
    rows = [f"{n}\t{10 if n % 2 else 1}\t13.01.01\t{(GOOD if n % 2 else BAD)[n % 3]} {n}" for n in range(240)]
    rows += [f"{n}\t6\t13.01.01\t그저 그래요 {n}" for n in range(240, 300)]
    with gzip.open(tmp_path / "nsmc_train.tsv.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(rows) + "\n")
    with gzip.open(tmp_path / "3i4k_train.tsv.gz", "wt", encoding="utf-8") as out:
        out.write("".join(f"{n % 7}\t{ACTS[n % 7]} {n}\n" for n in range(420)))
    comments = "".join(f"{HATE[n % 3][1]} {n}\tFalse\tnone\t{HATE[n % 3][0]}\n" for n in range(180))
    (tmp_path / "beep_train.tsv").write_text("comments\tcontain_gender_bias\tbias\thate\n" + comments, "utf-8")
    return tmp_path


def test_training_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    made = []
    for name in ("once", "again"):
        run_train("all", data, tmp_path / name)
        made.append({path.name: path.read_bytes() for path in sorted((tmp_path / name).rglob("*.npz"))})
    assert set(made[0]) == {f"{task}.npz" for task in TASKS}
    assert made[0] == made[1]
