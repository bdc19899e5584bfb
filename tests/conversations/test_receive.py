"""A customer's message finds its thread, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from dangol.conversations import threads
from dangol.conversations.conversation import Cited, Received
from dangol.conversations.inbox import unhandled
from dangol.conversations.receive import receive
from dangol.kit.errors import NotFound
from dangol.kit.ids import new_id
from dangol.store.engine import Store

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)


def say(
    store: Store, text: str = "이 크림 얼마예요?", *, who: str = "minji", inbox: str = "web", at: datetime = NOON, **more: object
) -> Received:
    with store.write() as connection:
        return receive(connection, identity=who, inbox=inbox, text=text, at=at, new_id=new_id, **more)  # type: ignore[arg-type]


def test_first_message_opens_a_thread(store: Store) -> None:
    got = say(store, client_key="k1", event_position=7)
    assert not got.duplicate
    assert (got.conversation.state, got.conversation.owner, got.conversation.language) == ("bot", None, "ko")
    assert (got.conversation.sequence, got.conversation.last_customer_at, got.conversation.topic) == (1, NOON, {})
    assert (got.message.number, got.message.direction, got.message.author, got.message.handled) == (1, "in", "customer", False)
    with store.read() as connection:
        assert threads.find(connection, got.conversation.id) == got.conversation
        assert threads.thread(connection, got.conversation.id) == (got.message,)
        assert unhandled(connection, 10) == (got.message,)


def test_next_message_follows_in_the_same_thread(store: Store) -> None:
    first, second = say(store), say(store, "배송비는요?", at=NOON + timedelta(minutes=1))
    assert second.conversation.id == first.conversation.id
    assert (second.message.number, second.conversation.sequence) == (2, 2)
    with store.read() as connection:
        assert [message.text for message in threads.thread(connection, first.conversation.id, after=1)] == ["배송비는요?"]


@pytest.mark.parametrize(("who", "inbox"), [("jisu", "web"), ("minji", "kakao")])
def test_another_identity_or_inbox_is_another_thread(store: Store, who: str, inbox: str) -> None:
    assert say(store).conversation.id != say(store, who=who, inbox=inbox).conversation.id


@pytest.mark.parametrize("key", [{"client_key": "k1"}, {"event_position": 3}, {"client_key": "k1", "event_position": 3}])
def test_a_duplicate_gets_what_was_stored_and_changes_nothing(store: Store, key: dict[str, object]) -> None:
    first = say(store, **key)
    again = say(store, "다른 글", at=NOON + timedelta(hours=1), **key)
    assert again.duplicate
    assert (again.message, again.conversation) == (first.message, first.conversation)


def test_a_duplicate_of_a_closed_thread_opens_no_new_one(store: Store) -> None:
    first = say(store, client_key="k1")
    with store.write() as connection:
        threads.move(connection, first.conversation.id, "close")
    again = say(store, client_key="k1")
    assert (again.duplicate, again.conversation.state) == (True, "closed")


def test_the_same_key_of_another_sender_is_no_duplicate(store: Store) -> None:
    assert not say(store, client_key="k1").duplicate
    assert not say(store, who="jisu", client_key="k1").duplicate


def test_a_closed_thread_is_followed_by_a_new_one(store: Store) -> None:
    first = say(store)
    with store.write() as connection:
        assert threads.move(connection, first.conversation.id, "close").state == "closed"
    second = say(store, at=NOON + timedelta(days=1))
    assert second.conversation.id != first.conversation.id
    assert second.message.number == 1
    with store.read() as connection:
        newest = threads.newest(connection, identity="minji", inbox="web")
    assert newest is not None
    assert newest.id == second.conversation.id


def test_taking_over_names_the_owner_and_handing_back_forgets_them(store: Store) -> None:
    thread = say(store).conversation.id
    with store.write() as connection:
        taken = threads.move(connection, thread, "take_over", owner="agent-1")
        assert (taken.state, taken.owner, taken.sequence) == ("human", "agent-1", 2)
    with store.write() as connection:
        back = threads.move(connection, thread, "hand_back")
        assert (back.state, back.owner, back.sequence) == ("bot", None, 3)


def test_imported_messages_count_as_handled(store: Store) -> None:
    assert say(store, imported=True).message.handled
    with store.read() as connection:
        assert unhandled(connection, 10) == ()


def test_an_older_message_does_not_turn_time_back(store: Store) -> None:
    say(store)
    late = say(store, at=NOON - timedelta(days=1))
    assert (late.conversation.last_at, late.conversation.last_customer_at) == (NOON, NOON)


def test_what_cannot_be_stored_is_replaced_and_all_else_kept(store: Store) -> None:
    got = say(store, "값\x00이 \ud800? ㅠㅠ 🧴\n둘째 줄", client_key="a\x00b")
    with store.read() as connection:
        assert threads.message(connection, got.message.id).text == "값\ufffd이 \ufffd? ㅠㅠ 🧴\n둘째 줄"
    assert say(store, client_key="a\x00b").duplicate


def test_our_own_words_stand_in_the_thread_once(store: Store) -> None:
    thread = say(store).conversation.id
    cited = (Cited(id="product/P001/price", version=2, quote="18000"),)
    for text in ("18,000원이에요.", "again"):
        with store.write() as connection:
            said = threads.add_outgoing(
                connection,
                thread,
                message_id=new_id(NOON),
                client_key="outbox/1",
                text=text,
                author="bot",
                at=NOON,
                citations=cited,
                decision="d",
            )
        assert (said.number, said.text, said.citations, said.handled) == (2, "18,000원이에요.", cited, True)
    with store.read() as connection:
        assert threads.thread(connection, thread)[1:] == (said,)


@pytest.mark.parametrize(("find", "code"), [(threads.find, "conversation.unknown"), (threads.message, "message.unknown")])
def test_what_is_not_there_is_said_to_be_missing(store: Store, find: object, code: str) -> None:
    with store.read() as connection, pytest.raises(NotFound) as caught:
        find(connection, "nowhere")  # type: ignore[operator]
    assert caught.value.code == code


def test_many_at_once_share_one_thread_without_gaps_and_without_doubles(store: Store) -> None:
    keys = [f"k{number % 12}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda key: say(store, key, client_key=key), keys))
    assert len({one.conversation.id for one in got}) == 1
    assert sum(not one.duplicate for one in got) == 12
    with store.read() as connection:
        thread = threads.thread(connection, got[0].conversation.id)
    assert [message.number for message in thread] == list(range(1, 13))
    assert {message.client_key for message in thread} == set(keys)
