"""``dangol serve`` and ``dangol demo``: what is printed before the serving begins."""

import threading
from pathlib import Path

from rich.console import Console
from rich.text import Text

from dangol.bootstrap.house import House
from dangol.cli.prepared import prepared
from dangol.cli.serving import first_accounts, listen_on, serve
from dangol.cli.simulating import simulator_of
from dangol.cli.telling import words
from dangol.store.serving_lock import serving

TRY: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("별밭 텐트 2인 얼마예요?", "재고는요?"), "이어 묻기", "a question and a follow-up"),
    (("배송비 얼마예요?",), "정책", "a policy"),
    (("올빼미 헤드렌턴 얼마에여??",), "오타", "with typos"),
    (("How much is the Byeolbat Tent 2P?",), "영어", "in English"),
    (("상담원 연결해 주세요",), "사람 찾기", "a person, please"),
    (("아직도 안 왔어요. 벌써 세 번째 연락이에요!",), "화난 손님", "somebody upset"),
)
"""What to try in the demo: turns of one talk, and what they show."""


def run_serve(folder: Path, host: str | None, port: int | None) -> None:
    with prepared(folder) as house, serving(house.store):
        listener = listen_on(host or house.settings.host, house.settings.port if port is None else port)
        address = _address(host or house.settings.host, listener.getsockname()[1])
        fresh = first_accounts(house, (("owner", "사장님", "owner"),))
        console = Console(highlight=False)
        _print_addresses(console, house, address, fresh)
        serve(house, listener)


def run_demo(folder: Path, host: str, port: int) -> None:
    from dangol.demo.flash import flash_today
    from dangol.demo.folder import copy_sample
    from dangol.demo.past import refuse_real
    from dangol.demo.replies import write_today

    console = Console(highlight=False)
    with prepared(copy_sample(folder)) as house, serving(house.store):
        refuse_real(house)
        write_today(house)
        flash_today(house)
        listener = listen_on(host, port, or_next=True)
        bound = listener.getsockname()[1]
        if port and bound != port:
            console.print(words(f"{port}번 포트를 다른 프로그램이 쓰고 있어 {bound}번을 씁니다.", f"Port {port} is taken; using {bound}."))
        fresh = first_accounts(house, (("owner", "김들마", "owner"), ("mina", "이미나", "agent")), renew=True)
        with simulator_of(house, listener, bound + 100 if bound + 100 < 65_000 else 0) as (rehearsed, simulator):
            _print_addresses(console, house, _address(host, bound), fresh, simulator)
            _print_things_to_try(console)
            serve(rehearsed, listener, beside=lambda stop: _fill(console, house, stop))


def _fill(console: Console, house: House, stop: threading.Event) -> None:
    """Three months of events and talks, made while the demo is served already, once customers can be answered."""
    from dangol.demo.past import make_past
    from dangol.demo.replies import make_talks

    house.knowledge.answerer()
    past = make_past(house, stop=stop.is_set)
    talked = make_talks(house, past, stop=stop.is_set)
    if past.added and talked and not stop.is_set():
        console.print(
            words(
                f"가상의 고객 {len(past.people):,}명의 석 달을 채웠습니다: 기록 {past.added:,}건, 메시지 {talked:,}건.",
                f"Three months of {len(past.people):,} fictional people are in: {past.added:,} events, {talked:,} messages.",
            )
        )


def _print_addresses(console: Console, house: House, address: str, fresh: dict[str, str], simulator: str = "") -> None:
    rows = [
        (words("가게와 채팅", "shop and chat", between=" / "), f"{address}/"),
        (words("상담함", "inbox", between=" / "), f"{address}/inbox"),
        *([(words("카카오톡·톡톡·텔레그램 흉내", "Kakao, TalkTalk, Telegram", between=" / "), f"{simulator}/")] if simulator else []),
        *((words(f"아이디 {login}", f"login {login}", between=" / "), password) for login, password in fresh.items()),
    ]
    console.print(Text(house.knowledge.brand().profile.name, style="bold"))
    for label, value in rows:
        console.print(Text(f"  {label}: ").append(value, style="cyan"), soft_wrap=True)
    if fresh:
        once = words("비밀번호는 지금만 보입니다.", "The passwords are shown only now.", between=" / ")
        console.print(Text(f"  {once}", style="dim"), soft_wrap=True)


def _print_things_to_try(console: Console) -> None:
    console.print(words("채팅창에 이렇게 물어보세요:", "Try these in the chat:", between=" / "))
    for number, (turns, ko, en) in enumerate(TRY, start=1):
        shown = Text(f"  {number}. {' → '.join(turns)}").append(f"   {words(ko, en, between=' / ')}", style="dim")
        console.print(shown, soft_wrap=True)
    console.print(words("Ctrl+C로 멈춥니다.", "Ctrl+C stops it.", between=" / "), style="dim")


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (nothing is bound here)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
