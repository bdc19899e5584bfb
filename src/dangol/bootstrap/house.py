"""A brand's installation, opened: its folder, its store, its journal and its knowledge, and how each inbox is served."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dangol.bootstrap.connecting import Connection, Outside, connect
from dangol.bootstrap.consultation.analysers import Analyse, analysers
from dangol.bootstrap.consultation.chat import with_consultations
from dangol.bootstrap.consultation.files import Consultations
from dangol.bootstrap.contact_keys import check_keys, vault_from
from dangol.bootstrap.knowing import Knowledge
from dangol.bootstrap.law import Law, read_law
from dangol.bootstrap.looking_back import with_past
from dangol.bootstrap.measures import Measures
from dangol.bootstrap.models import plug_models
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.ordering import with_orders
from dangol.bootstrap.phrasing import Phrasing, phrasing_of
from dangol.bootstrap.scenes import Scenes
from dangol.bootstrap.secret_key import brand_key
from dangol.bootstrap.settings import Settings, read_limits, read_settings
from dangol.bootstrap.thinking import lines_of, think_within, with_picks
from dangol.bootstrap.write_keys import sites
from dangol.decisions.handle import Manner, Think
from dangol.events.journal import Journal
from dangol.kit.clock import Clock, utc_now
from dangol.kit.errors import Busy, NotFound
from dangol.kit.ids import new_id
from dangol.knowledge.brand_toml import FILE, Inbox
from dangol.outbox.ad_label import Sender
from dangol.outbox.deliver import Desk
from dangol.outbox.pressure import Caps
from dangol.store.engine import Store, open_store

WEB = "web"  # the channel whose other side is our own thread


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """Everything opened. ``key`` is the brand's secret; ids and instants come from ``new_id`` and ``clock``."""

    folder: Path
    settings: Settings
    key: bytes
    store: Store
    journal: Journal
    knowledge: Knowledge
    clock: Clock
    new_id: Callable[[datetime], str]
    outside: Outside = field(default_factory=Outside)
    measures: Measures = field(default_factory=Measures)
    phrasing: Phrasing | None = None
    scenes: Scenes = field(default_factory=Scenes)
    consultations: Consultations

    def inboxes(self) -> dict[str, Inbox]:
        """The inboxes of ``brand.toml``; a brand that names none has one automatic chat, ``web``."""
        own = dict(self.knowledge.brand().inboxes) or {WEB: Inbox(name=WEB, channel=WEB, mode="automatic")}
        spoken = {inbox.channel for inbox in own.values()}
        return own | {name: inbox for name, inbox in self.outside.extra.items() if inbox.channel not in spoken and name not in own}

    def web_inboxes(self) -> tuple[str, ...]:
        return tuple(inbox.name for inbox in self.inboxes().values() if inbox.channel == WEB)

    def connection(self, inbox: str) -> Connection | None:
        """How an inbox is connected to its platform; None for the web chat, for an unknown inbox, and for a channel not spoken here."""
        known = self.inboxes().get(inbox)
        if known is None or known.channel == WEB:
            return None
        return connect(known, self.outside, key=self.key, environment=self.settings.inboxes)

    def connections(self) -> tuple[Connection, ...]:
        return tuple(found for name in self.inboxes() if (found := self.connection(name)))

    def manner(self, inbox: str) -> Manner:
        """How an inbox is served; one that the brand does not name is off: what comes in waits for a person."""
        brand = self.knowledge.brand()
        known = self.inboxes().get(inbox)
        mode = known.mode if known else "off"
        connected = self.connection(inbox)
        return Manner(
            mode=mode,
            lines=lines_of(brand.profile),
            threshold=read_limits(brand.limits).confidence,
            must_speak=connected is not None and connected.channel.must_speak,
        )

    @property
    def analyse(self) -> Analyse:
        """Runs the brand's analysers."""
        return analysers(lambda: self.knowledge.brand().analysers)

    def law(self) -> Law:
        """What the brand says of keeping and masking.

        Raises:
            BadInput: ``brand.bad_law``.
        """
        return read_law(self.knowledge.brand().law)

    def think(self) -> Think:
        """Thinks within the brand's time for an answer."""
        seconds = read_limits(self.knowledge.brand().limits).answer_seconds
        think = think_within(self.knowledge, seconds, phrasing=self.phrasing)
        think = with_orders(self.store, lambda: self.knowledge.brand().profile, think)
        think = with_past(self.store, self.journal, self.knowledge.snapshot, think)
        think = with_consultations(self.store, self.consultations.now, self.knowledge.read, self.analyse, think)
        return with_picks(self.knowledge, think)

    def desk(self) -> Desk:
        """What a delivery needs."""
        profile = self.knowledge.brand().profile
        sender = Sender(name=profile.name, phone=profile.phone, email=profile.email)
        told = read_offer_settings(self.knowledge.brand().offers)
        return Desk(
            store=self.store,
            journal=self.journal,
            clock=self.clock,
            new_id=self.new_id,
            jitter=random.random,
            sender=sender,
            caps=Caps(a_day=told.a_day, a_week=told.a_week, a_month=told.a_month),
        )

    def ready(self) -> None:
        """Raises ``Busy`` or ``Broken`` while the store cannot be read or has another version, or while the knowledge is being loaded."""
        if not self.store.is_newest():
            raise Busy(
                "store.other_version",
                ko="저장소의 버전이 이 프로그램과 다릅니다. 업그레이드가 끝나기를 기다리거나 같은 판의 프로그램을 쓰세요.",
                en="The store has another version than this program. Wait for the upgrade, or run the program of its version.",
            )
        if not self.knowledge.loaded:
            raise Busy("knowledge.loading", ko="지식을 불러오는 중입니다.", en="The knowledge is being loaded.")

    def close(self) -> None:
        self.knowledge.close()
        if self.phrasing:
            self.phrasing.close()
        self.store.close()


def open_house(folder: Path, *, url: str | None = None, clock: Clock = utc_now, outside: Outside | None = None) -> House:
    """Opens a brand's folder; makes its key and its store when they are missing, and brings the store to the newest version.

    Args:
        outside: the platforms; None is the real world.
        url: the store's address; None takes ``DANGOL_DATABASE_URL``, else ``dangol.db`` in the folder.

    Raises:
        NotFound: ``brand.no_folder``. BadInput: ``brand.toml`` or a setting is wrong. Refused, Busy, Broken: key or store.
    """
    folder = _checked(folder)
    settings = read_settings()
    plug_models(settings)
    address = url or settings.database_url
    key = settings.secret.encode() if settings.secret else brand_key(folder)
    vault = vault_from(key, settings.contact_keys)
    store = open_store(address or folder / "dangol.db", vault)
    try:
        knowledge = Knowledge(store, folder, folder / "index")
        read_limits(knowledge.brand().limits)
        read_law(knowledge.brand().law)
        read_offer_settings(knowledge.brand().offers)
        phrasing = phrasing_of(knowledge.brand(), settings, store)
        sites(knowledge.brand())
        store.upgrade()
        check_keys(store, vault, clock())
    except BaseException:
        store.close()
        raise
    return House(
        folder=folder,
        settings=settings,
        key=key,
        store=store,
        journal=Journal(key),
        knowledge=knowledge,
        clock=clock,
        new_id=new_id,
        outside=outside or Outside(),
        phrasing=phrasing,
        consultations=Consultations(folder),
    )


@contextmanager
def opened(folder: Path, *, clock: Clock = utc_now, outside: Outside | None = None) -> Iterator[House]:
    """``open_house`` for the length of a block."""
    house = open_house(folder, clock=clock, outside=outside)
    try:
        yield house
    finally:
        house.close()


def _checked(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    if not folder.is_dir() or not (folder / FILE).exists():
        missing = "폴더가" if not folder.is_dir() else f"{FILE} 파일이"
        raise NotFound(
            "brand.no_folder",
            ko=f"브랜드 폴더를 열 수 없습니다: {folder} — {missing} 없습니다. 새로 만들려면 dangol init 폴더 를 실행하세요.",
            en=f"{folder} is no brand folder: {'it does not exist' if not folder.is_dir() else f'it has no {FILE}'}. "
            "Make one with: dangol init DIR.",
        )
    return folder
