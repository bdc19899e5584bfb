"""A small shop in which one person has left traces everywhere, through the real doors, among many others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from dangol.bootstrap import intake, talking
from dangol.bootstrap.event_file import import_events
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.rating import rate
from dangol.bootstrap.reviewers import take_reviews
from dangol.bootstrap.sending import sweep
from dangol.conversations.tables import conversations
from dangol.decisions import agent, gaps
from dangol.events.incoming import Incoming
from dangol.knowledge.imports import import_folder
from dangol.outbox import rows
from dangol.people.identities import identity_id
from dangol.people.traits import set_trait
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
WHO = "v-oulilouoli"  # every run of five of these letters has one that our ids never have (i, l, o, u), so no id looks like it
EMAIL = "oulioliu@iloulio.example"
PHONE = "010-9797-6464"
NAME = "뷁쉛뒓"
WORDS = "뷁쉛뒓퀡뗋"  # nobody else says these syllables


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def opened_shop(folder: Path, url: str | None = None, clock: Clock | None = None) -> Iterator[House]:
    house = open_house(small_brand(folder), url=url, clock=clock or Clock())
    try:
        import_folder(house.store, house.folder, NOON)
        house.knowledge.answerer()
        yield house
    finally:
        house.close()


def says(house: House, text: str, *, who: str = WHO, inbox: str = "web", key: str) -> str:
    kept = talking.accept(house, inbox=inbox, external_id=who, text=text, client_key=key, at=house.clock())
    talking.respond(house, kept.message)
    return kept.message


def fill(house: House, *, others: int = 40) -> None:
    """The person's traces, with other people's between them so that pages split around theirs."""
    says(house, "보리 소금빵 얼마예요?", key="k0")  # answered; with words that nobody knows the next ones go to a person
    says(house, f"{WORDS} 보리 소금빵 얼마예요?", key="k1")
    for number in range(others):
        says(house, f"다른 손님의 말 {number} " + "가나다라 " * (number * 7 % 90), who=f"v-{number}", key=f"o{number}")
        if number % 4 == 0:
            says(house, f"{WORDS} 보리 소금빵은 얼마예요? {number}", key=f"m{number}")
    says(house, f"{WORDS} 케이크 주문 제작 되나요? {PHONE} 로 알려 주세요", key="k2")  # a gap: nothing answers it
    says(house, f"제 메일은 {EMAIL} 이에요 {WORDS} {PHONE.replace(chr(45), '')}", inbox="careful", key="k3")
    says(house, "보리 소금빵 얼마예요?", inbox="careful", key="k4")  # draft only: a draft waits
    proofs: dict[talking.AddressKind, str] = {"login": WHO, "email": EMAIL, "phone": PHONE}
    for inbox in ("web", "careful"):
        talking.vouch(house, inbox=inbox, external_id=WHO, proofs=proofs, at=house.clock())
    me = identity_id(house.key, "web", WHO)
    with house.store.write() as connection:
        set_trait(connection, me, "name", NAME, "agent", house.clock())
    bought = {"order_id": "A-1", "products": [{"product_id": "p1", "quantity": 2}], "note": WORDS}
    intake.take(house, [_event("e1", "order.completed", **bought, carrier=WORDS, email=EMAIL, phone=PHONE)])
    intake.take(
        house, [_event("e2", "product.searched", query=WORDS), _event("e3", "review.posted", product_id="p1", rating=5, text=WORDS)]
    )
    take_reviews(house)
    _rates(house)
    _agent_speaks(house, me)
    history = house.folder.parent / "history.jsonl"
    history.write_text(
        f'{{"id":"h1","type":"message.received","identity":"{WHO}","occurred_at":"2026-10-01T10:00:00+09:00","data":{{"text":"{WORDS}"}}}}\n',
        encoding="utf-8",
    )
    import_events(house, history)
    history.unlink()  # the owner's own file is the owner's
    sweep(house, "worker/1")


def _event(id_: str, type_: str, **data: object) -> Incoming:
    at = NOON - timedelta(days=1)
    return Incoming(id=id_, type=type_, identity=WHO, inbox="web", occurred_at=at, received_at=NOON, data=data, imported=False)


def _rates(house: House) -> None:
    heard = talking.listen(house, inbox="web", external_id=WHO, after=0, limit=9).messages
    answer = next(message for _, message in heard if message.citations)
    rate(house, inbox="web", external_id=WHO, message=answer.id, helpful=False, at=house.clock())


def _agent_speaks(house: House, me: str) -> None:
    someone = agent.Agent(id="boss", store=house.store, clock=house.clock, new_id=house.new_id)
    with house.store.read() as connection:
        (talk,) = connection.execute(
            select(conversations.c.id).where(conversations.c.identity == me, conversations.c.inbox == "web")
        ).scalars()
        assert any(WORDS in gap.text for gap in gaps.unanswered(connection, NOON - timedelta(days=1)))
        assert rows.of_conversation(connection, talk)
    agent.reply(someone, talk, f"{NAME}님, {PHONE} 로 전화드릴게요.", key="r1")
