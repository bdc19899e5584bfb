"""What ``dangol read --json -`` answers to texts of any kind: a reading always comes."""

import io
import json

import pytest

from dangol.cli.hearing import Hearing
from dangol.cli.json_lines import answer_lines
from dangol.kit.errors import BadInput
from dangol.language.lexicon import Lexicon

ANY = [
    "",
    "   ",
    "가" * 100_000,
    "😀😀❤️",
    "안녕 hello こんにちは Привет",
    "\ud800가\udfff 010-1234-5678\ud800",
    "\x00\x01\x1b[31m",
    "ㄱㄱ",
    "ㄴㄴ",
    "\u200b",
]


def read_lines(*texts: str) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = answer_lines(
        Hearing(Lexicon(())), io.BytesIO(b"".join(json.dumps({"text": one}).encode() + b"\n" for one in texts)), out, stored=False
    )
    out.getvalue().encode("utf-8")  # what is written can be written
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_reading_always_comes() -> None:
    code, answers = read_lines(*ANY)
    assert code == 0
    assert [set(answer) & {"act", "error"} for answer in answers] == [{"act"}] * len(ANY)


def test_times_are_told_against_when_it_was_written() -> None:
    answer = Hearing(Lexicon(()))({"text": "내일 오후 3시까지 와요?", "at": "2026-11-25T10:30:00+09:00"})
    assert answer["times"] == [
        {"text": "내일 오후 3시까지", "start": 0, "end": 10, "begins": None, "ends": "2026-11-26T15:00+09:00", "sure": True}
    ]
    with pytest.raises(BadInput):
        Hearing(Lexicon(()))({"text": "내일", "at": "tomorrow"})


@pytest.mark.parametrize("text", ["ㄱㄱ", "ㄴㄴ", "😀😀", "ㅇㅇ", "ㅋㅋㅋ", ""])
def test_without_a_syllable_nothing_is_an_offence(text: str) -> None:
    (answer,) = read_lines(text)[1]
    assert answer["toxicity"] == {"label": "none", "score": 0.0}


@pytest.mark.parametrize("text", ["시1발", "ㅅㅂ", "tlqkf"])
def test_a_known_insult_is_one_however_it_is_typed(text: str) -> None:
    (answer,) = read_lines(text)[1]
    assert answer["toxicity"]["label"] != "none"  # type: ignore[index]
