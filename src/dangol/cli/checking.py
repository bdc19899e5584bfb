"""``dangol doctor``: looks at everything an installation rests on, and says what to do about what is wrong."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from dangol.bootstrap.asking_shops import abouts, shops
from dangol.bootstrap.house import WEB, House, opened
from dangol.bootstrap.keeping import kinds, overdue
from dangol.bootstrap.secret_key import FILE as KEY
from dangol.bootstrap.shop_marks import read_mark
from dangol.channels.failures import Unauthorised
from dangol.cli.telling import FAILED, words
from dangol.conversations.inbox import unhandled
from dangol.conversations.tables import messages
from dangol.decisions import duties
from dangol.events.troubles import count as aside_count
from dangol.kit.errors import DangolError
from dangol.outbox.tables import outbox
from dangol.store.scrubbing import kept_in_log
from dangol.store.serving_lock import served_by

_LEAST_FREE = 500_000_000  # bytes
_LONGEST_WAIT = timedelta(minutes=5)
_SILENT = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing looked at: ``good`` None means worth knowing, but not wrong."""

    good: bool | None
    ko: str
    en: str


def run_doctor(folder: Path) -> int:
    """Prints the findings. Returns 0 when nothing is wrong, else 2."""
    code = 0
    with opened(folder) as house:
        for check in (
            _knowledge,
            _store,
            _durability,
            _log_of_the_store,
            _serving,
            _key,
            _inboxes,
            _shops,
            _outbox,
            _waits,
            _keeping,
            _consents,
            _consultations,
            _pages,
            _disk,
        ):
            for finding in _tried(check, house):
                mark = {True: "✓", False: "✗", None: "·"}[finding.good]
                print(f"{mark} {words(finding.ko, finding.en, between=' / ')}")
                code = FAILED if finding.good is False else code
    return code


def _tried(check: Callable[[House], Iterator[Finding]], house: House) -> Iterator[Finding]:
    try:
        yield from check(house)
    except DangolError as error:
        yield Finding(good=False, ko=error.ko, en=error.en)


def _knowledge(house: House) -> Iterator[Finding]:
    known = house.knowledge.snapshot()
    counts = (len(known.products), len(known.places), len(known.faqs), len(known.passages))
    yield Finding(
        good=known.version > 0,
        ko="지식 버전 {}: 상품 {}, 매장 {}, 질문 {}, 글 {}".format(known.version, *counts)
        + ("" if known.version else " — dangol import 를 실행하세요"),
        en="knowledge version {}: {} products, {} places, {} questions, {} passages".format(known.version, *counts)
        + ("" if known.version else " — run dangol import"),
    )


def _store(house: House) -> Iterator[Finding]:
    where = str(house.store.path or house.store.url.render_as_string(hide_password=True))
    sound = True
    if house.store.dialect == "sqlite":
        with house.store.read() as connection:
            sound = connection.execute(text("PRAGMA quick_check(1)")).scalar_one() == "ok"
    yield Finding(
        good=sound,
        ko=f"저장소 {where}{'' if sound else '가 손상되었습니다. 백업에서 되살려 주세요'}",
        en=f"store {where}{'' if sound else ' is damaged: restore a backup'}",
    )


def _consultations(house: House) -> Iterator[Finding]:
    """A file that is wrong is left out; only this says so."""
    book = house.consultations.now()
    for error in book.refused:
        yield Finding(good=False, ko=error.ko, en=error.en)
    registered = house.knowledge.brand().analysers
    for name in sorted({question.analyser for one in book.all.values() for question in one.questions} - {"", *registered}):
        yield Finding(good=False, ko=f"brand.toml [analysers]에 {name} 이(가) 없습니다", en=f"brand.toml [analysers] lacks {name}")
    if book.all:
        yield Finding(good=True, ko=f"상담: {', '.join(book.all)}", en=f"consultations: {', '.join(book.all)}")


def _durability(house: House) -> Iterator[Finding]:
    """What is acknowledged has to be on the disk: PostgreSQL can be told not to wait for it."""
    if house.store.dialect == "sqlite":
        return
    with house.store.read() as connection:
        off = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if _setting(connection, name) == "off"]
    yield Finding(
        good=not off,
        ko=f"PostgreSQL이 디스크를 기다{'리지 않습니다: ' + ', '.join(off) + ' 설정을 켜 주세요' if off else '립니다'}",
        en=f"PostgreSQL {'does not wait for its disk: switch on ' + ', '.join(off) if off else 'waits for its disk'}",
    )


def _log_of_the_store(house: House) -> Iterator[Finding]:
    """Worth knowing before somebody is erased: a server may keep their words in its log for a while."""
    if house.store.dialect == "sqlite":
        return
    with house.store.read() as connection:
        reasons = ", ".join(kept_in_log(connection))
    if not reasons:
        yield Finding(
            good=True, ko="삭제한 사람의 글이 PostgreSQL의 WAL에 남지 않습니다", en="words of an erased person do not stay in the WAL"
        )
        return
    yield Finding(
        good=None,
        ko=f"삭제한 사람의 글이 PostgreSQL의 WAL에 한동안 남습니다: {reasons}",
        en=f"words of an erased person stay in the WAL for a while: {reasons}",
    )


def _setting(connection: Connection, name: str) -> str:
    return str(connection.execute(select(func.current_setting(name))).scalar_one())


def _serving(house: House) -> Iterator[Finding]:
    if house.store.path is None:
        return
    pid = served_by(house.store)
    yield Finding(
        good=None,
        ko=f"지금 서비스하는 프로세스: {pid}" if pid else "지금 서비스하는 프로세스가 없습니다",
        en=f"served by process {pid}" if pid else "no process serves it now",
    )


def _waits(house: House) -> Iterator[Finding]:
    """Somebody has waited longer than any worker takes: then none is running."""
    at = house.clock()
    with house.store.read() as connection:
        said = connection.execute(select(func.min(messages.c.at)).where(~messages.c.handled)).scalar_one()
        due = connection.execute(select(func.min(outbox.c.not_before)).where(outbox.c.status == "queued")).scalar_one()
    longest = max((at - then for then in (said, due) if then), default=timedelta())
    if longest > _LONGEST_WAIT:
        minutes = int(longest.total_seconds() // 60)
        yield Finding(
            good=False,
            ko=f"{minutes}분째 기다리는 메시지가 있습니다: dangol serve 나 dangol worker 가 돌고 있는지 보세요",
            en=f"something has waited for {minutes} minutes: see that dangol serve or dangol worker is running",
        )


def _key(house: House) -> Iterator[Finding]:
    path = house.folder / KEY
    if not path.exists():
        yield Finding(good=True, ko="비밀키는 환경 변수에서 옵니다", en="the key comes from the environment")
        return
    private = not stat.S_IMODE(path.stat().st_mode) & 0o077
    yield Finding(
        good=private,
        ko=f"{KEY}{'는 주인만 읽을 수 있습니다' if private else f'를 다른 사람도 읽을 수 있습니다: chmod 600 {path}'}",
        en=f"{KEY} {'is private' if private else f'can be read by others: chmod 600 {path}'}",
    )


def _inboxes(house: House) -> Iterator[Finding]:
    for inbox in house.inboxes().values():
        connection = house.connection(inbox.name)
        known = inbox.channel == WEB or connection is not None
        missing = ", ".join(connection.missing) if connection else ""
        address = f" {connection.path}" if connection and not missing else ""
        yield Finding(
            good=known and not missing,
            ko=f"받은편지함 {inbox.name}: {inbox.channel}, {inbox.mode}{address}"
            + ("" if known else " — 이 버전이 모르는 채널입니다")
            + (f" — 설정이 없습니다: {missing}" if missing else ""),
            en=f"inbox {inbox.name}: {inbox.channel}, {inbox.mode}{address}"
            + ("" if known else " — a channel that this version does not know")
            + (f" — missing settings: {missing}" if missing else ""),
        )


def _shops(house: House) -> Iterator[Finding]:
    """Shops that have to be asked: when each last answered, and what is wrong."""
    for connection in shops(house):
        for about in abouts(connection):
            inbox, mark = f"{connection.inbox.name} {about}", read_mark(house, connection.inbox.name, about)
            if mark is None:
                yield Finding(good=None, ko=f"{inbox}: 아직 물어보지 않았습니다", en=f"{inbox}: not asked yet")
                continue
            silent = mark.answered_at is None or house.clock() - mark.answered_at > _SILENT
            when = f"{mark.answered_at:%Y-%m-%d %H:%M} UTC" if mark.answered_at else "—"
            remedy = _remedy(mark.trouble, connection.inbox.channel, connection.inbox.name)
            yield Finding(
                good=not mark.trouble and not silent,
                ko=f"{inbox}: 마지막으로 받은 때 {when}" + (f" — {mark.trouble}: {remedy[0]}" if mark.trouble else ""),
                en=f"{inbox}: last answered {when}" + (f" — {mark.trouble}: {remedy[1]}" if mark.trouble else ""),
            )


def _remedy(code: str, channel: str, inbox: str) -> tuple[str, str]:
    if code == Unauthorised.code_name and channel == "cafe24":
        return (
            f"client_id와 client_secret을 확인하고 dangol channel authorise {inbox} 로 다시 동의해 주세요",
            f"check client_id and client_secret, and consent anew: dangol channel authorise {inbox}",
        )
    if code == Unauthorised.code_name:
        return (
            "client_id와 client_secret, API 센터에 등록한 이 서버의 IP, 애플리케이션의 API 그룹을 확인해 주세요",
            "check client_id, client_secret, this server's IP at the API centre, and the application's groups of calls",
        )
    return "플랫폼이 답하지 않아 다시 물어봅니다", "the platform does not answer; it is asked again"


def _outbox(house: House) -> Iterator[Finding]:
    with house.store.read() as connection:
        by_status = select(outbox.c.status, func.count()).group_by(outbox.c.status)
        counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(by_status)}
        waiting = len(unhandled(connection, 1000))
        aside = aside_count(connection)
    yield Finding(
        good=None,
        ko=f"보낼 것 {counts.get('queued', 0)}, 초안 {counts.get('draft', 0)}, 답을 정할 메시지 {waiting}",
        en=f"{counts.get('queued', 0)} to send, {counts.get('draft', 0)} drafts, {waiting} messages to decide about",
    )
    for count, ko, en in (
        (counts.get("uncertain", 0), "도착했는지 모르는 답", "replies that may have arrived"),
        (counts.get("failed", 0), "보내지 못한 답", "replies that could not be delivered"),
        (aside, "여러 번 실패해 따로 둔 메시지와 이벤트", "messages and events set aside after failing repeatedly"),
    ):
        if count:
            yield Finding(good=False, ko=f"{ko} {count}건: dangol stuck 으로 확인해 주세요", en=f"{count} {en}: see them with dangol stuck")


def _consents(house: House) -> Iterator[Finding]:
    with house.store.read() as connection:
        late = duties.overdue(connection, house.clock())
    if late:
        yield Finding(
            good=False,
            ko=f"14일 안에 결과를 알리지 못한 수신 동의·거부 {late}건: 상담함의 '보낼 것'에서 까닭을 확인해 주세요",
            en=f"the result of {late} consents or refusals was not told within 14 days: see why under 'Outgoing' in the inbox",
        )


def _pages(_house: House) -> Iterator[Finding]:
    web = find_spec("dangol.web")
    vendor = Path(web.origin or "").parent / "static" / "vendor" / "htmx.min.js" if web else Path()
    there = vendor.is_file() and vendor.stat().st_size > 0
    yield Finding(
        good=there,
        ko=f"상담함의 화면 파일{'' if there else '이 없습니다: python tools/frontend.py 를 실행하세요'}",
        en=f"the inbox's page files{'' if there else ' are missing: run python tools/frontend.py'}",
    )


def _disk(house: House) -> Iterator[Finding]:
    free = shutil.disk_usage(house.folder).free
    yield Finding(good=free >= _LEAST_FREE, ko=f"디스크 여유 {free / 1e9:.1f} GB", en=f"{free / 1e9:.1f} GB of disk free")


def _keeping(house: House) -> Iterator[Finding]:
    ends, counts = kinds(house), overdue(house)
    if len(ends) == 1:
        yield Finding(
            good=None,
            ko="보관 기간이 정해지지 않았습니다: brand.toml의 [law]에 날수를 적으면 지난 것을 스스로 지웁니다",
            en="no retention periods: with days in [law] of brand.toml what is past them goes by itself",
        )
    for name, count in counts.items():
        if count or name != "legal_records":
            yield Finding(
                good=not count,
                ko=f"보관 기간이 지난 {ends[name].ko}: {count}{' — 일꾼(dangol worker)이 하루 한 번 지웁니다' if count else ''}",
                en=f"{ends[name].en} kept too long: {count}{' — the worker lets them go once a day' if count else ''}",
            )


_CHECKS = (_knowledge, _store, _durability, _serving, _key, _inboxes, _shops, _outbox, _waits, _keeping, _consents, _pages, _disk)
