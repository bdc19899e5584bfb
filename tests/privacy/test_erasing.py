"""Who is erased, what goes with them, what stays, and that nothing which was under way writes anything back."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from filled_shop import EMAIL, NOON, PHONE, WHO, WORDS, Clock, says
from sqlalchemy import func, select, text

from dangol.bootstrap import intake, ledger, talking
from dangol.bootstrap.erasing import erase, inventory
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House
from dangol.bootstrap.legal_records import months_after
from dangol.bootstrap.sending import hand_out, sweep
from dangol.bootstrap.tables import erasures, legal_records
from dangol.conversations.tables import conversations, messages
from dangol.decisions import gaps
from dangol.decisions.handle import Think, Thought
from dangol.events.incoming import Incoming
from dangol.events.tables import envelopes, payloads
from dangol.events.troubles import aside, record_failure
from dangol.kit.errors import Broken, Conflict, DangolError, NotFound, Refused
from dangol.knowledge.corrections import add_faq
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow
from dangol.outbox.tables import outbox
from dangol.people.identities import identity_id
from dangol.people.tables import identities, merges
from dangol.people.traits import traits
from dangol.store.personal import ERASED, rows_of


def everyone(house: House, who: str = WHO, inbox: str | None = None) -> list[str]:
    with house.store.read() as connection:
        return [one.id for one in find_person(house, connection, who, inbox=inbox)[1]]


def count(house: House, table: Any) -> int:
    with house.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def of(house: House, ids: list[str]) -> dict[str, int]:
    with house.store.read() as connection:
        return {name: len(found) for name, found in rows_of(connection, ids) if found}


@pytest.mark.parametrize("who", [WHO, EMAIL, EMAIL.upper(), PHONE, "+82 10 9797 6464"])
def test_a_person_is_found_by_id_login_mail_and_phone(shop: House, who: str) -> None:
    found = everyone(shop, who)
    assert len(found) == 5  # two inboxes, a login, an e-mail, a phone number
    assert set(found) == set(everyone(shop, identity_id(shop.key, "careful", WHO)))


@pytest.mark.parametrize(("who", "inbox"), [("nobody", None), (EMAIL, "web"), ("", None), ("x" * 600, None), ("\x00", None)])
def test_nobody_is_said_so(shop: House, who: str, inbox: str | None) -> None:
    with pytest.raises(NotFound, match=r"person\.unknown"):
        everyone(shop, who, inbox)


def test_two_strangers_with_one_name_are_not_taken_for_one(shop: House) -> None:
    for inbox in ("web", "careful"):
        talking.accept(shop, inbox=inbox, external_id="v-3", text="안녕하세요", client_key=f"x-{inbox}", at=NOON)
    with pytest.raises(Conflict, match=r"person\.ambiguous"):
        everyone(shop, "v-3")
    assert everyone(shop, "v-3", "careful") == [identity_id(shop.key, "careful", "v-3")]


def test_all_of_theirs_goes_and_nothing_of_anybody_elses(house: House) -> None:
    ids = everyone(house)
    strangers = everyone(house, "v-3")
    theirs, before = of(house, strangers), count(house, envelopes)
    told = erase(house, ids)
    assert {name for name, rows in told.rows.items() if rows} >= {
        "payloads",
        "messages",
        "decisions",
        "outbox",
        "deliveries",
        "traits",
        "merges",
    }
    assert of(house, ids) == {"erasures": 5, "legal_records": 1}
    assert of(house, strangers) == theirs
    assert count(house, envelopes) == before  # that something happened stays, without a name and without a word
    with house.store.read() as connection:
        nameless = select(func.count()).select_from(envelopes).where(envelopes.c.identity == ERASED)
        silent = select(func.count()).select_from(envelopes.outerjoin(payloads)).where(payloads.c.position.is_(None))
        assert connection.execute(nameless).scalar_one() == connection.execute(silent).scalar_one() == told.rows["envelopes"]
        assert not any(WORDS in gap.text for gap in gaps.unanswered(connection, NOON - timedelta(days=100)))
        assert connection.execute(text("SELECT count(*) FROM merges")).scalar_one() == 0
    with pytest.raises(NotFound):
        everyone(house)


def test_a_dry_run_says_the_same_and_changes_nothing(shop: House) -> None:
    ids = everyone(shop)
    before = of(shop, ids)
    with shop.store.read() as connection:
        foreseen = inventory(shop, connection, ids)
    assert of(shop, ids) == before
    done = erase(shop, ids)
    assert {name: rows for name, rows in foreseen.rows.items() if rows} == {name: rows for name, rows in done.rows.items() if rows}
    assert foreseen.legal == done.legal


def test_one_identity_alone_leaves_the_others_a_person(shop: House) -> None:
    web, careful = identity_id(shop.key, "web", WHO), identity_id(shop.key, "careful", WHO)
    erase(shop, [web])
    left = everyone(shop, EMAIL)
    assert careful in left
    assert web not in left
    with shop.store.read() as connection:
        persons = set(connection.execute(select(identities.c.person).where(identities.c.id.in_(left))).scalars())
        assert persons <= set(left)
        assert connection.execute(select(func.count()).select_from(merges).where(merges.c.left == web)).scalar_one() == 0


def test_what_a_law_keeps_is_few_fields_with_an_end(shop: House) -> None:
    says(shop, "피부가 빨갛게 부어올랐어요", inbox="careful", key="harm")
    ids = everyone(shop)
    erase(shop, ids)
    with shop.store.read() as connection:
        kept = [row._asdict() for row in connection.execute(select(legal_records).order_by(legal_records.c.basis))]
    by_basis = {row["basis"]: row for row in kept}
    assert by_basis["contract"]["record"] == {
        "type": "order.completed",
        "order_id": "A-1",
        "products": [{"product_id": "p1", "quantity": 2}],
    }  # the order's free text is gone
    assert by_basis["contract"]["keep_until"] == months_after(NOON - timedelta(days=1), 60)
    assert by_basis["dispute"]["keep_until"] == months_after(NOON, 36)
    assert WORDS not in json.dumps([row["record"] for row in kept], ensure_ascii=False)


def test_what_is_past_its_date_is_not_kept(shop: House, clock: Clock) -> None:
    clock.now = NOON + timedelta(days=6 * 366)
    assert erase(shop, everyone(shop)).legal == ()
    assert count(shop, legal_records) == 0


def test_the_ledger_names_nobody_and_knows_them(shop: House) -> None:
    ids = everyone(shop)
    erase(shop, ids)
    written = (shop.folder / ledger.FILE).read_text(encoding="utf-8")
    assert ledger.latest(ledger.entries(shop.folder / ledger.FILE)) == dict.fromkeys(ids, NOON)
    assert not any(secret in written for secret in (WHO, EMAIL, PHONE, "9797"))
    assert count(shop, erasures) == len(ids)


def test_a_damaged_ledger_is_said_by_its_line(shop: House) -> None:
    path = shop.folder / ledger.FILE
    ledger.append(path, ["a"], NOON)
    path.write_text(path.read_text() + "{half", encoding="utf-8")
    with pytest.raises(Broken, match=r"Line 2 .*ledger\.damaged"):
        list(ledger.entries(path))


def test_where_the_ledger_cannot_be_written_nothing_is_erased(shop: House) -> None:
    (shop.folder / ledger.FILE).mkdir()
    before = of(shop, ids := everyone(shop))
    with pytest.raises(Refused, match=r"ledger\.not_writable"):
        erase(shop, ids)
    assert of(shop, ids) == before


def test_what_could_not_be_done_about_them_is_forgotten(house: House) -> None:
    ids = everyone(house)
    with house.store.write() as connection:
        (position,) = connection.execute(select(envelopes.c.position).where(envelopes.c.identity.in_(ids)).limit(1)).scalars()
        (mine,) = connection.execute(select(messages.c.id).where(messages.c.text.contains("케이크")).limit(1)).scalars()
        (other,) = connection.execute(select(messages.c.id).where(messages.c.text.startswith("다른 손님")).limit(1)).scalars()
        record_failure(connection, "event.apply", str(position), reason="broken.KeyError", at=NOON, most=1)
        for subject in (mine, other):
            record_failure(connection, "message.decide", subject, reason="broken.KeyError", at=NOON, most=1)
    erase(house, ids)
    with house.store.read() as connection:
        assert [one.subject for one in aside(connection)] == [other]


def test_a_table_that_nobody_declares_stops_an_erasure(shop: House) -> None:
    with shop.store.write() as connection:
        connection.execute(text("CREATE TABLE somebodys_notes (identity TEXT, note TEXT)"))
    with pytest.raises(Broken, match=r"somebodys_notes.*personal\.undeclared"):
        erase(shop, everyone(shop))
    assert everyone(shop)


def test_a_message_that_comes_again_stays_known_and_is_not_answered(house: House) -> None:
    erase(house, everyone(house))
    before = count(house, envelopes)
    with pytest.raises(Refused, match=r"message\.erased"):
        says(house, f"{WORDS} 보리 소금빵 얼마예요?", key="k1")
    again = Incoming(
        id="e2",
        type="product.searched",
        identity=WHO,
        inbox="web",
        occurred_at=NOON,
        received_at=NOON,
        data={"query": WORDS},
        imported=False,
    )
    assert intake.take(house, [again])[0].duplicate
    assert count(house, envelopes) == before
    with pytest.raises(NotFound):
        everyone(house)


def test_who_writes_again_is_somebody_new(shop: House) -> None:
    me = everyone(shop, WHO, "web")[0]
    erase(shop, everyone(shop))
    says(shop, "보리 소금빵 얼마예요?", key="new")
    assert everyone(shop) == [me]
    with shop.store.read() as connection:
        assert traits(connection, me) == {}
        assert connection.execute(select(func.count()).select_from(conversations).where(conversations.c.identity == me)).scalar_one() == 1


def test_a_decision_under_way_writes_nothing_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = everyone(house)
    kept = talking.accept(house, inbox="web", external_id=WHO, text="보리 소금빵 얼마예요?", client_key="now", at=NOON)
    thinking = house.think()

    def erased_meanwhile(thought: Thought) -> Any:
        erase(house, ids)
        return thinking(thought)

    slow: Callable[[House], Think] = lambda _house: erased_meanwhile  # noqa: E731
    monkeypatch.setattr(House, "think", slow)
    with house.store.write() as connection:  # an agent has it: give it back to the machine, so that it thinks
        connection.execute(conversations.update().values(state="bot", owner=None))
    with pytest.raises(NotFound):
        talking.respond(house, kept.message)
    assert of(house, ids).keys() == {"erasures", "legal_records"}


def test_a_reply_on_its_way_leaves_no_trace(house: House) -> None:
    ids = everyone(house)
    with house.store.write() as connection:
        draft = connection.execute(select(outbox.c.id).where(outbox.c.status == "draft").limit(1)).scalar_one()
        connection.execute(outbox.update().where(outbox.c.id == draft).values(status="queued"))
        (row,) = lease(connection, "worker/1", NOON, 60)
    from dangol.bootstrap import sending

    def erased_meanwhile(_row: OutboxRow) -> str | None:
        erase(house, ids)
        return None

    said = sending.deliver(house.desk(), row, erased_meanwhile)
    assert said.status == "cancelled"
    assert of(house, ids).keys() == {"erasures", "legal_records"}
    assert sweep(house, "worker/2").idle


def test_a_reply_not_yet_begun_is_not_sent(shop: House) -> None:
    with shop.store.write() as connection:
        connection.execute(outbox.update().where(outbox.c.status == "draft").values(status="queued"))
        (row,) = lease(connection, "worker/1", NOON, 60)
    erase(shop, everyone(shop))
    with pytest.raises(Conflict, match=r"outbox\.lease_lost"):
        hand_out(shop, row)


def test_an_answer_in_the_owners_file_stays_and_is_named(shop: House) -> None:
    said = f"{WORDS} 케이크 주문 제작 되나요? {PHONE} 로 알려 주세요"
    faq = add_faq(shop.store, shop.folder, question=said, answer="네, 사흘 전에 말씀해 주세요.", at=NOON)
    done = erase(shop, everyone(shop))
    assert [(one.citation, one.current) for one in done.owners] == [(f"faq/{faq}", True)]
    assert WORDS in (shop.folder / "faq.csv").read_text(encoding="utf-8")


def test_what_the_owner_changed_first_goes_with_the_person(shop: House) -> None:
    from dangol.knowledge.corrections import edit_faq
    from dangol.knowledge.tables import faqs

    said = f"{WORDS} 케이크 주문 제작 되나요? {PHONE} 로 알려 주세요"
    faq = add_faq(shop.store, shop.folder, question=said, answer="네, 사흘 전에 말씀해 주세요.", at=NOON)
    edit_faq(shop.store, shop.folder, faq, at=NOON, question="케이크 주문 제작 되나요?")
    shop.knowledge.search()
    before = {path.name for path in (shop.folder / "index").rglob("*.term")}
    erase(shop, everyone(shop))
    after = {path.name for path in (shop.folder / "index").rglob("*.term")}
    assert before
    assert after
    assert not before & after  # every segment of the text index was written anew
    with shop.store.read() as connection:
        assert [row.version for row in connection.execute(select(faqs).where(faqs.c.faq == faq))] == [2]


def test_months_end_where_the_month_does() -> None:
    assert months_after(NOON.replace(month=8, day=31), 6).isoformat() == "2027-02-28T03:00:00+00:00"
    assert months_after(NOON.replace(month=12, day=1), 60).isoformat() == "2031-12-01T03:00:00+00:00"


def test_whoever_talks_while_being_erased_leaves_no_half_rows(house: House) -> None:
    """Messages come in and are answered by two threads while their sender is erased again and again."""
    stop = threading.Event()
    odd: list[str] = []

    def talk(thread: int) -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            try:
                says(house, f"{WORDS} 보리 소금빵 얼마예요?", who="v-busy", key=f"b{thread}-{number}")
            except DangolError:
                continue  # erased, or locked for the moment: what a door would answer
            except Exception as error:
                odd.append(repr(error)[:300])
                return

    threads = [threading.Thread(target=talk, args=(one,)) for one in range(2)]
    for one in threads:
        one.start()
    busy = identity_id(house.key, "web", "v-busy")
    for _ in range(3):
        time.sleep(0.3)
        erase(house, [busy])
    stop.set()
    for one in threads:
        one.join()
    erase(house, [busy])
    assert odd == []
    assert of(house, [busy]).keys() == {"erasures"}
    with house.store.read() as connection:
        known = set(connection.execute(select(identities.c.id)).scalars())
        assert set(connection.execute(select(conversations.c.identity)).scalars()) <= known
        unknown = select(func.count()).select_from(envelopes).where(envelopes.c.identity.not_in({*known, ERASED}))
        assert connection.execute(unknown).scalar_one() == 0
