"""The bookshop of ``bookshop``, imported for real once; every answer that a test asks for is held against its evidence."""

from datetime import UTC, datetime

import pytest
from bookshop import TUESDAY, Ask, write
from evidence import unsupported

from dangol.answers.answer import Answer, Topic
from dangol.answers.engine import Answerer
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.imports import import_folder
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import open_store


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = write(tmp_path_factory.mktemp("bookshop"))
    store = open_store(folder / "dangol.db")
    store.upgrade()
    import_folder(store, folder, datetime(2026, 11, 1, tzinfo=UTC))
    with store.read() as connection:
        snapshot = load_snapshot(connection, read_brand(folder).profile)
    store.close()
    return Answerer.build(snapshot)


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Ask:
    """``ask("first", "second", …, at=…)``: the answer to the last message of a talk, with every answer on the way checked."""

    def asked(*messages: str, at: str = TUESDAY, topic: Topic = Topic()) -> Answer:
        answers: list[Answer] = []
        for message in messages:
            answers.append(answerer.answer(message, topic, datetime.fromisoformat(at)))
            topic = answers[-1].topic
            assert not unsupported(answers[-1], " ".join(messages), answerer.ground.snapshot, datetime.fromisoformat(at))
        return answers[-1]

    return asked
