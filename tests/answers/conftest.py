"""The bookshop of ``bookshop``, imported for real once; every answer that a test asks for is held against its evidence."""

from datetime import datetime

import pytest
from bookshop import TUESDAY, Ask, write
from evaluation.score import answerer_for
from evidence import unsupported

from dangol.answers.answer import Answer, Topic
from dangol.answers.engine import Answerer


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = write(tmp_path_factory.mktemp("bookshop"))
    return answerer_for(folder)


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
