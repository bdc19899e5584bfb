"""The list that agents work from."""

from datetime import UTC, datetime, timedelta

from dangol.conversations import threads
from dangol.conversations.inbox import counts, inbox, unhandled
from dangol.conversations.receive import receive
from dangol.kit.ids import new_id
from dangol.store.engine import Store

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)


def say(store: Store, who: str, minute: int, text: str) -> str:
    with store.write() as connection:
        at = NOON + timedelta(minutes=minute)
        return receive(connection, identity=who, inbox="web", text=text, at=at, new_id=new_id).conversation.id


def test_newest_talk_first_with_last_message_and_counts(store: Store) -> None:
    minji, jisu = say(store, "minji", 0, "하나"), say(store, "jisu", 1, "둘")
    with store.write() as connection:
        threads.add_outgoing(connection, minji, message_id="m", client_key="c", text="답", author="bot", at=NOON + timedelta(minutes=2))
    say(store, "minji", 3, "셋")
    say(store, "minji", 4, "넷")
    with store.read() as connection:
        listed = inbox(connection)
    assert [(line.conversation.id, line.last and line.last.text, line.messages, line.unanswered) for line in listed] == [
        (minji, "넷", 4, 2),
        (jisu, "둘", 1, 1),
    ]


def test_pages_and_states(store: Store) -> None:
    ids = [say(store, f"person-{number}", number, "안녕하세요") for number in range(5)]
    with store.write() as connection:
        threads.move(connection, ids[3], "hand_over")
        threads.move(connection, ids[4], "close")
    with store.read() as connection:
        first = inbox(connection, ["bot"], limit=2)
        rest = inbox(connection, ["bot"], limit=2, before=first[-1].conversation.last_at)
        assert [line.conversation.id for line in (*first, *rest)] == [ids[2], ids[1], ids[0]]
        assert [line.conversation.id for line in inbox(connection, ["waiting", "closed"])] == [ids[4], ids[3]]
        assert inbox(connection, []) == ()
        assert counts(connection) == {"bot": 3, "waiting": 1, "closed": 1}


def test_unhandled_oldest_first_and_only_what_is_old_enough(store: Store) -> None:
    for minute, text in enumerate(("하나", "둘", "셋")):
        say(store, f"person-{minute}", minute, text)
    with store.read() as connection:
        assert [message.text for message in unhandled(connection, 2)] == ["하나", "둘"]
        assert [message.text for message in unhandled(connection, 9, before=NOON + timedelta(minutes=1))] == ["하나"]


def test_a_line_keeps_the_customers_newest_words_beside_the_newest_of_all(store: Store) -> None:
    minji = say(store, "minji", 0, "하나")
    with store.write() as connection:
        threads.add_outgoing(connection, minji, message_id="m", client_key="c", text="답", author="bot", at=NOON + timedelta(minutes=2))
    with store.read() as connection:
        (line,) = inbox(connection)
    assert line.asked
    assert line.last
    assert (line.asked.text, line.last.text) == ("하나", "답")
