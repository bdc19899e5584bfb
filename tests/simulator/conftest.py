"""One brand and its simulated platforms for all tests of a file."""

from collections.abc import Iterator

import pytest
from stage import Stage, staged

from dangol.bootstrap.house import open_house
from dangol.channels.kakao.channel import Kakao
from dangol.channels.talktalk.channel import TalkTalk
from dangol.knowledge.imports import import_folder
from dangol.simulator import kakao, talktalk
from small_brand import small_brand


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with too much to do is no test of the deadline; the tests of it set their own."""
    for platform in (kakao, talktalk):
        monkeypatch.setattr(platform, "SECONDS", 60.0)
    for channel in (Kakao, TalkTalk):
        monkeypatch.setattr(channel, "seconds", 60.0)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    house = open_house(small_brand(tmp_path_factory.mktemp("brand")))
    import_folder(house.store, house.folder, house.clock())
    house.knowledge.answerer()
    with staged(house) as opened:
        yield opened
    house.close()
