"""What the message benchmark counts: a question that went to a person is answered, and only silence is missing."""

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest

from dangol.cli import bench_crowd
from dangol.cli.bench_crowd import Answered, Crowd


@dataclass
class Fake:
    """Its second question goes to a person; "silence" is never answered, and "trouble" is the platform's."""

    number: int
    asked: list[str] = field(default_factory=list)
    left: bool = False

    async def ask(self, text: str) -> Answered:
        assert not self.left
        self.asked.append(text)
        if text == "silence":
            await asyncio.Event().wait()
        if text == "trouble":
            raise RuntimeError(text)
        await asyncio.sleep(0)
        return Answered(took=1.0, whole=2.0, with_person=len(self.asked) == 2)

    async def leave(self) -> None:
        self.left = True


@pytest.fixture
def come() -> list[Fake]:
    return []


def crowd(come: list[Fake]) -> Crowd:
    async def comes() -> Fake:
        come.append(Fake(len(come)))
        return come[-1]

    return Crowd({"web": comes, "kakao": comes})


def test_who_is_with_a_person_is_answered_and_followed_by_a_new_customer(come: list[Fake]) -> None:
    one = crowd(come)
    asyncio.run(one.steady(iter(["q"] * 12), a_second=200, seconds=0.06))
    assert [(heard.handed, heard.missing, len(heard.took)) for heard in one.heard.values()] == [(3, 0, 6), (3, 0, 6)]
    assert {len(fake.asked) for fake in come if fake.left} == {2}
    one.forget()
    assert one.heard["web"].took == []


def test_silence_and_trouble_are_missing_and_hold_up_nobody(come: list[Fake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_crowd, "PATIENCE", 0.05)
    one = crowd(come)
    texts = itertools.chain(["silence", "trouble"], itertools.repeat("q"))
    asyncio.run(one.flat_out(texts, customers=4, seconds=0.1))
    assert sum(heard.missing for heard in one.heard.values()) == 2
    assert all(heard.took for heard in one.heard.values())
    assert [fake.left for fake in come if {"silence", "trouble"} & {*fake.asked}] == [True, True]
    asyncio.run(one.leave())
    assert all(fake.left for fake in come)
