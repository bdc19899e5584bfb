"""In-memory doubles of the web room's doors: one small bakery, answers by a word, everything else as the contract says."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from dangol.channels.port import Call, Spoken, Unproven
from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput, Busy, Conflict, DangolError, NotFound, Refused
from dangol.kit.sphere import Point
from dangol.knowledge.facts import BrandProfile, Fact, Passage, Snapshot, Source, Subject
from dangol.language.evidence import weights_of
from dangol.language.lexicon import Lexicon
from dangol.language.reading import read
from dangol.offers.home import Card, Home, Section
from dangol.web.doors import Doors, HookCall, Read
from dangol.web.home_door import CouponCode, CouponUse, OfferBoard, OfferRow
from dangol.web.staff import hash_password
from dangol.web.views import (
    THREAD_STATES,
    Accepted,
    ChatMessage,
    ChatThread,
    ConversationRow,
    ConversationView,
    DecisionNote,
    Draft,
    Duties,
    FieldProblem,
    Gap,
    KnownUser,
    MessageKind,
    Outgoing,
    PersonCard,
    Site,
    SourceNote,
    StaffAccount,
    ThreadState,
    TimelineEntry,
    Turn,
)

AT = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
PRICE = SourceNote(id="product/p01/price", version=3, quote="7,500원", title="밤식빵 · 가격", file="products.csv", line=2)
SHIPPING = SourceNote(
    id="policy/shipping#배송비",
    version=1,
    quote="배송비는 3,000원이고 30,000원 이상이면 무료예요.",
    title="배송 안내",
    file="policies/shipping.md",
    line=5,
)


def product(number: int, name: str, category: str, price: str, stock: str, about: str) -> Subject:
    key = f"p{number:02d}"
    cells = {"name": name, "category": category, "price": price, "stock": stock, "description": about}
    facts = {
        column: Fact(
            kind="product",
            subject=key,
            column=column,
            value=value,
            version=1,
            valid_from=AT,
            source=Source(file="products.csv", line=number + 1),
        )
        for column, value in cells.items()
    }
    return Subject(kind="product", id=key, name=name, facts=facts)


PRODUCTS = (
    product(1, "밤식빵", "식빵", "7500", "24", "공주 밤을 통째로 넣어 결대로 찢어지는 식빵"),
    product(2, "미니 밤식빵", "식빵", "3900", "40", "혼자 먹기 좋은 작은 밤식빵"),
    product(3, "소금빵", "버터빵", "3200", "0", "게랑드 소금을 뿌려 구운 버터 롤"),
    product(4, "바질 치아바타", "식사빵", "4800", "12", "올리브유와 바질로 반죽한 담백한 빵"),
    product(5, "딸기 생크림 케이크", "케이크", "38000", "3", "예약하면 원하는 시간에 받아 갈 수 있는 2호 케이크"),
)
SNAPSHOT = Snapshot(
    version=1,
    brand=BrandProfile(name="밀밭제과", name_en="Milbat Bakery", phone="02-555-0142", email="hello@milbat.example"),
    products={one.id: one for one in PRODUCTS},
    places={},
    faqs={},
    passages=(
        Passage(
            kind="policy",
            document="shipping",
            anchor="배송비",
            number=1,
            title="배송 안내",
            headings=("배송비",),
            text=SHIPPING.quote,
            version=1,
            source=Source(file="policies/shipping.md", line=5),
        ),
    ),
)
EMPTY = replace(SNAPSHOT, products={}, passages=())


@dataclass
class Talk:
    id: str
    inbox: str
    external_id: str
    state: ThreadState = "bot"
    owner: str = ""
    turns: list[Turn] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    keys: dict[str, tuple[int, str]] = field(default_factory=dict)
    user: KnownUser | None = None


class Shop:
    """All doors in one: the state is small enough to read at a glance. ``busy`` makes the next n accepts say that they are busy."""

    def __init__(self, snapshot: Snapshot = SNAPSHOT) -> None:
        self.talks: dict[str, Talk] = {}
        self.events_seen: list[Incoming] = []
        self.positions: dict[tuple[str, str], int] = {}
        self.sites: dict[str, Site] = {}
        self.corrections: list[tuple[str, str]] = []
        self.open_gaps: list[Gap] = []
        self.waiting: list[Outgoing] = []
        self.due = Duties(rows=())
        self.staff = {
            "owner": StaffAccount(login="owner", name="김단골", role="owner", password_hash=OWNER_HASH),
            "mina": StaffAccount(login="mina", name="이미나", role="agent", password_hash=AGENT_HASH),
        }
        self.requested: list[tuple[str, int, float]] = []
        self.busy = 0
        self.pause = 0.0
        self.down = False
        self._handled: set[str] = set()
        self._snapshot = snapshot
        self._changes = 0
        self._lock = threading.RLock()

    def doors(self) -> Doors:
        return Doors(
            chat=self,
            desk=self,
            intake=Intake(self),
            shop=self,
            staff=Staff(self),
            hooks=NoHooks(),
            reader=self.read,
            ready=self.ready,
            home=Homes(),
            metrics=lambda: b"dangol_up 1\n",
            requested=lambda *told: self.requested.append(told),
        )

    def read(self, text: str) -> Read:
        reading = read(text, Lexicon(()), now=datetime.now(UTC))
        return Read(reading=reading, weights=weights_of(reading))

    def ready(self) -> None:
        if self.down:
            raise Busy("store.locked", ko="데이터베이스가 잠겨 있어요.", en="The database is locked.")

    def snapshot(self) -> Snapshot:
        return self._snapshot

    # chat
    def accept(
        self, *, inbox: str, external_id: str, text: str, client_key: str, at: datetime, kind: MessageKind, here: Point | None = None
    ) -> Accepted:
        with self._lock:
            if self.busy:
                self.busy -= 1
                raise Busy("store.busy", ko="잠시 바빠요.", en="Busy for a moment.")
            talk = self.talks.setdefault(
                f"{inbox}-{external_id}", Talk(id=f"t-{len(self.talks) + 1}", inbox=inbox, external_id=external_id)
            )
            if client_key in talk.keys:
                number, before = talk.keys[client_key]
                if before != text:
                    raise BadInput("message.id_reused", ko="같은 id로 다른 글이 왔어요.", en="The same id came with other words.")
                return Accepted(message_id=talk.turns[number - 1].id, number=number, duplicate=True)
            turn = self._say(talk, "customer", text, at)
            talk.keys[client_key] = (turn.number, text)
            if kind == "person_wanted":
                talk.state = "waiting"
            return Accepted(message_id=turn.id, number=turn.number, duplicate=False)

    def handle(self, message_id: str) -> None:
        threading.Event().wait(self.pause)
        with self._lock:
            talk, asked = self._find_turn(message_id)
            if message_id in self._handled:
                return
            self._handled.add(message_id)
            text, kind, confidence, reasons, sources = answer(asked.text, talk.state)
            if talk.state == "human":
                return
            decision = DecisionNote(kind=kind, confidence=confidence, reasons=reasons, version=1)
            self._say(talk, "bot", text, asked.at, decision=decision, sources=sources)
            if kind == "hand_over":
                talk.state = "waiting"
                draft = Draft(
                    id=f"d-{asked.id}",
                    text="내일 오전에 다시 굽고 있어요.",
                    question=asked.text,
                    decision=replace(decision, confidence=0.42),
                    sources=(SHIPPING,),
                    at=asked.at,
                )
                talk.drafts.append(draft)
                self.open_gaps.append(
                    Gap(id=f"g-{asked.id}", question=asked.text, times=2, last_at=asked.at, reason="no_evidence", conversation_id=talk.id)
                )

    def pending(self) -> Sequence[tuple[str, str, str]]:
        return [
            (turn.id, talk.inbox, talk.external_id)
            for talk in self.talks.values()
            for turn in talk.turns
            if turn.sender == "customer" and turn.id not in self._handled
        ]

    def thread(self, *, inbox: str, external_id: str, after: int, limit: int) -> ChatThread:
        with self._lock:
            talk = self.talks.get(f"{inbox}-{external_id}")
            if talk is None:
                return ChatThread(state="bot", messages=())
            keys = {number: key for key, (number, _) in talk.keys.items()}
            shown = [one for one in talk.turns if one.number > after][:limit]
            messages = [
                ChatMessage(
                    id=one.id,
                    number=one.number,
                    sender=one.sender,
                    text=one.text,
                    at=one.at,
                    client_key=keys.get(one.number, ""),
                    sources=one.sources,
                )
                for one in shown
            ]
            return ChatThread(state=talk.state, messages=tuple(messages))

    def rate(self, *, inbox: str, external_id: str, message_id: str, helpful: bool, at: datetime) -> None:
        raise NotFound("message.unknown", ko="평가할 답이 없어요.", en="There is no such answer to rate.")

    def sign_in(self, *, inbox: str, external_id: str, user: KnownUser, at: datetime) -> None:
        talk = self.talks.setdefault(f"{inbox}-{external_id}", Talk(id=f"t-{len(self.talks) + 1}", inbox=inbox, external_id=external_id))
        talk.user = user

    # desk
    def marker(self) -> str:
        return str(self._changes)

    def conversations(self, *, state: ThreadState | None, limit: int) -> Sequence[ConversationRow]:
        rows = [self._row(talk) for talk in self.talks.values() if talk.turns and state in (None, talk.state)]
        return sorted(rows, key=lambda row: THREAD_STATES.index(row.state))[:limit]

    def conversation(self, conversation_id: str) -> ConversationView:
        talk = self._talk(conversation_id)
        timeline = [
            TimelineEntry(
                at=one.at, type=f"message.{'received' if one.sender == 'customer' else 'sent'}", text=one.text[:40], inbox=talk.inbox
            )
            for one in reversed(talk.turns)
        ]
        person = PersonCard(
            id="person-1",
            label=talk.user.user_id if talk.user else "손님 3f2a",
            traits={"관심": "식빵", "방문": "3번째"},
            needs=(("2번 보았어요. 보리 소금빵을 알고 싶어 해요.", "Wants to know about 보리 소금빵: looked 2 times."),),
            rhythms=(("빵: 매주 금요일쯤 (9번 보임)", "빵: weekly about Friday (seen 9 times)"),),
            identities=("web · 익명 브라우저",),
            timeline=tuple(timeline),
        )
        return ConversationView(row=self._row(talk), turns=tuple(talk.turns), drafts=tuple(talk.drafts), person=person)

    def visitor(self, conversation_id: str) -> tuple[str, str]:
        talk = self._talk(conversation_id)
        return talk.inbox, talk.external_id

    def take_over(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        self._move(conversation_id, "human", agent)

    def hand_back(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        self._move(conversation_id, "bot", "")

    def close(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        self._move(conversation_id, "closed", "")

    def reply(self, conversation_id: str, *, agent: str, text: str, client_key: str, at: datetime) -> None:
        with self._lock:
            talk = self._talk(conversation_id)
            if client_key in talk.keys:
                return
            if talk.state == "closed":
                raise Conflict("conversation.bad_move", ko="끝난 대화예요.", en="This conversation is closed.")
            talk.state, talk.owner = "human", agent
            turn = self._say(talk, "agent", text, at, author=self.staff[agent].name)
            talk.keys[client_key] = (turn.number, text)

    def approve(self, draft_id: str, *, agent: str, text: str, at: datetime) -> None:
        with self._lock:
            talk, draft = self._find_draft(draft_id)
            talk.drafts.remove(draft)
            self._say(talk, "agent", text, at, author=self.staff[agent].name, decision=draft.decision, sources=draft.sources)

    def discard(self, draft_id: str, *, agent: str, at: datetime) -> None:
        talk, draft = self._find_draft(draft_id)
        talk.drafts.remove(draft)
        self._changes += 1

    def correct(
        self, *, question: str, answer: str, agent: str, at: datetime, gap_id: str = "", message_id: str = "", entry: str = ""
    ) -> str:
        self.corrections.append((question, answer))
        self.open_gaps = [gap for gap in self.open_gaps if gap.id != gap_id]
        self._changes += 1
        return f"faq/c{len(self.corrections)}"

    def duties(self) -> Duties:
        return self.due

    def outgoing(self, *, limit: int) -> Sequence[Outgoing]:
        return self.waiting[:limit]

    def gaps(self, *, limit: int) -> Sequence[Gap]:
        return self.open_gaps[:limit]

    # inside
    def _say(self, talk: Talk, sender: str, text: str, at: datetime, **more: object) -> Turn:
        number = len(talk.turns) + 1
        turn = Turn(id=f"{talk.id}-m{number}", number=number, sender=sender, text=text, at=at, **more)  # type: ignore[arg-type]
        talk.turns.append(turn)
        self._changes += 1
        return turn

    def _row(self, talk: Talk) -> ConversationRow:
        last = talk.turns[-1]
        return ConversationRow(
            id=talk.id,
            inbox=talk.inbox,
            label="손님 3f2a",
            state=talk.state,
            last_text=last.text,
            last_at=last.at,
            owner=talk.owner,
            drafts=len(talk.drafts),
        )

    def _talk(self, conversation_id: str) -> Talk:
        for talk in self.talks.values():
            if talk.id == conversation_id:
                return talk
        raise NotFound("conversation.unknown", ko="그 대화를 찾을 수 없어요.", en="That conversation cannot be found.")

    def _find_turn(self, message_id: str) -> tuple[Talk, Turn]:
        return next((talk, turn) for talk in self.talks.values() for turn in talk.turns if turn.id == message_id)

    def _find_draft(self, draft_id: str) -> tuple[Talk, Draft]:
        for talk in self.talks.values():
            for draft in talk.drafts:
                if draft.id == draft_id:
                    return talk, draft
        raise Conflict("draft.gone", ko="이미 처리된 초안이에요.", en="This draft has been dealt with.")

    def _move(self, conversation_id: str, state: ThreadState, owner: str) -> None:
        talk = self._talk(conversation_id)
        talk.state, talk.owner = state, owner
        self._changes += 1


class Intake:
    """Knows ``product.viewed`` and ``order.completed``; the latter needs ``products``."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def sites(self) -> Mapping[str, Site]:
        return self._shop.sites

    def check(self, event: Incoming) -> Sequence[FieldProblem]:
        if event.type not in ("product.viewed", "order.completed"):
            return [FieldProblem(field="type", ko="모르는 이벤트예요.", en="Unknown event.")]
        if event.type == "order.completed" and not isinstance(event.data.get("products"), list):
            return [FieldProblem(field="data.products", ko="꼭 있어야 하는 항목이에요.", en="This field is required.")]
        return []

    def events(self, batch: Sequence[Incoming]) -> Sequence[Appended]:
        results = []
        for event in batch:
            key = (event.inbox, event.id)
            known = key in self._shop.positions
            if not known:
                self._shop.positions[key] = len(self._shop.positions) + 1
                self._shop.events_seen.append(event)
            results.append(Appended(position=self._shop.positions[key], duplicate=known))
        return results


class Staff:
    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def account(self, login: str) -> StaffAccount | None:
        return self._shop.staff.get(login)

    def accounts(self) -> Sequence[StaffAccount]:
        return list(self._shop.staff.values())

    def add(self, account: StaffAccount) -> None:
        if account.login in self._shop.staff:
            raise Conflict("staff.taken", ko="이미 있는 아이디예요.", en="This login is taken.")
        self._shop.staff[account.login] = account


OWNER_HASH = hash_password("owner-password")
AGENT_HASH = hash_password("agent-password")


def answer(text: str, state: ThreadState) -> tuple[str, str, float, tuple[str, ...], tuple[SourceNote, ...]]:
    if state == "waiting":
        return "상담원이 보고 있어요. 곧 답해 드릴게요.", "silent", 1.0, ("waiting",), ()
    if "얼마" in text and "배송" not in text:
        return "밤식빵은 7,500원이에요.", "answer", 0.96, ("fact.price",), (PRICE,)
    if "배송" in text:
        return "배송비는 3,000원이고, 30,000원 이상 사시면 무료예요.", "answer", 0.91, ("policy.shipping",), (SHIPPING, PRICE)
    return "제가 가진 자료로는 답할 수 없어서 상담원에게 넘겼어요.", "hand_over", 0.21, ("no_evidence",), ()


CARD = Card(
    id="night-10",
    kind="coupon",
    title="밤식빵 10%",
    product="p01",
    name="밤식빵",
    category="식빵",
    price=7500,
    pays=6750,
    uses=("밤식빵 10%",),
    ends=AT + timedelta(hours=9),
    flash=True,
    left=3,
    url="",
    code="",
    ko="전에 2번 고르셔서 보여 드려요, 750원 아끼실 수 있어요.",
    en="You chose it 2 times before, and you save 750 won.",
)


class Homes:
    """One section with one coupon, of which anybody gets the same code; the code is used once."""

    def __init__(self) -> None:
        self.chosen: list[str] = []
        self._used: dict[str, str] = {}

    def show(self, *, inbox: str, external_id: str, at: datetime) -> Home:
        section = Section(id="coupons", ko="받을 수 있는 혜택", en="For you to use", cards=(CARD,))
        return Home(sections=(section,), personal=True)

    def take(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> CouponCode:
        self._known(offer)
        return CouponCode(code="ABCD-EFGH-JKMNP-QRSTV", offer=offer, expires_at=AT + timedelta(hours=9))

    def choose(self, *, inbox: str, external_id: str, offer: str, at: datetime) -> None:
        self._known(offer)
        self.chosen.append(offer)

    def board(self, *, at: datetime) -> OfferBoard:
        said = {"id": CARD.id, "title": CARD.title, "kind": "coupon", "line": 2, "lost": "", "ends": CARD.ends, "left": 3}
        row = OfferRow(**said, shown=12, chosen=4, given=4, used=1)  # type: ignore[arg-type]
        return OfferBoard(rows=(row,), messages="off", mean="+0.10", low="-0.02", high="+0.22", treated=900, held=100)

    def redeem(self, *, code: str, order: str, at: datetime) -> CouponUse:
        if code != "ABCD-EFGH-JKMNP-QRSTV" or self._used.setdefault(code, order) != order:
            raise Refused("coupon.used", ko="이미 쓴 쿠폰이에요.", en="This coupon was used already.")
        return CouponUse(offer="night-10", title="밤식빵 10%", won=0, percent=10, most=None, minimum=0, together=())

    def _known(self, offer: str) -> None:
        if offer != CARD.id:
            raise NotFound("offer.unknown", ko="그런 혜택이 없어요.", en="There is no such offer.")


class NoHooks:
    """No platform is connected; ``tests/channels`` calls the real thing."""

    def take(self, inbox: str, call: Call, at: datetime) -> HookCall:
        raise Unproven

    def refuse(self, inbox: str, call: Call, error: DangolError) -> Spoken:
        raise Unproven
