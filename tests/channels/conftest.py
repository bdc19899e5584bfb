"""The brand with an inbox on every platform."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from street import Street, street

from dangol.channels.kakao.channel import Kakao
from dangol.channels.talktalk.channel import TalkTalk


@pytest.fixture(autouse=True)
def _patient_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with too much to do is no test of the deadline; the tests of it set their own."""
    for channel in (Kakao, TalkTalk):
        monkeypatch.setattr(channel, "seconds", 60.0)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path / "brand") as opened:
        yield opened


@pytest.fixture
def shop_on_each_engine(tmp_path: Path, store_url: str) -> Iterator[Street]:
    with street(tmp_path / "brand", store_url) as opened:
        yield opened
