"""Serves a house: the lock, the web application, and one round of the worker every second, until the process is told to stop."""

import socket
import sys
import threading
from collections.abc import Callable
from functools import partial

import structlog
import uvicorn

from dangol.bootstrap import staffing
from dangol.bootstrap.house import House
from dangol.bootstrap.secret_key import derived
from dangol.bootstrap.settings import Allowed
from dangol.bootstrap.tracing import traced
from dangol.cli.doors import open_doors
from dangol.cli.logs import set_logs
from dangol.cli.timely import Timely
from dangol.kit.errors import Busy, Conflict, DangolError
from dangol.kit.memory import be_sparing, seldom_collect
from dangol.web.app import create_app
from dangol.web.settings import Rate, WebSettings
from dangol.web.staff import hash_password, one_time_password
from dangol.worker import run_mail, run_moments, run_polling, run_shops, run_worker

_GRACE_SECONDS = 10
_SWITCH_SECONDS = 0.0005  # Python's own 5 ms is what a thread back from the disk waits for its turn, at each statement


def serve(house: House, listener: socket.socket, *, beside: Callable[[threading.Event], object] | None = None) -> None:
    """Serves until SIGINT or SIGTERM. The caller holds ``store.serving_lock.serving``.

    Args:
        beside: is done in a thread once serving has begun; it is given what tells it to stop.
    """
    be_sparing()
    set_logs(house.settings.log_format)
    sys.setswitchinterval(_SWITCH_SECONDS)
    seldom_collect()
    app = create_app(open_doors(house), web_settings(house), house.clock)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        http=Timely,
        ws="websockets-sansio",
        proxy_headers=True,
        forwarded_allow_ips=house.settings.forwarded_ips,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    stop = threading.Event()
    doors = (run_worker, run_mail, run_polling, run_shops, run_moments)
    work: list[Callable[[threading.Event], object]] = [partial(always, house) for always in doors]
    work += [beside] if beside else []
    threads = [threading.Thread(target=_behind, args=(server, stop, one), daemon=True) for one in work]
    for thread in threads:
        thread.start()
    try:
        with traced(house.settings):
            server.run(sockets=[listener])
    finally:
        stop.set()
        for thread in threads:
            thread.join(_GRACE_SECONDS)


def _behind(server: uvicorn.Server, stop: threading.Event, work: Callable[[threading.Event], object]) -> None:
    """Begins when the server answers: loading Kiwi holds Python's lock for seconds, and the first page should not wait for that."""
    while not server.started and not stop.wait(0.05):
        pass
    if stop.is_set():
        return
    try:
        work(stop)
    except DangolError as error:
        structlog.get_logger("dangol.serve").error("serve.work_failed", code=error.code)


def listen_on(host: str, port: int, *, or_next: bool = False) -> socket.socket:
    """A listening socket; with ``or_next`` on the next free port (of a hundred) when this one is taken.

    Raises:
        Busy: ``serve.port_taken``.
    """
    for wanted in range(port, port + 100 if or_next and port else port + 1):
        try:
            return socket.create_server((host, wanted), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
        except (OSError, OverflowError):
            continue
    raise Busy(
        "serve.port_taken",
        ko=f"{host}의 {port}번 포트를 열 수 없습니다. 다른 프로그램이 쓰고 있으면 --port로 다른 번호를 정해 주세요.",
        en=f"Port {port} on {host} cannot be opened. If another program has it, choose one with --port.",
    )


def web_settings(house: House) -> WebSettings:
    settings = house.settings
    return WebSettings(
        secret=derived(house.key, "web"),
        api_keys=settings.api_keys,
        device_keys=settings.device_keys,
        identity_secret=settings.identity_secret,
        inboxes=house.web_inboxes() or ("web",),
        allowed_origins=settings.allowed_origins,
        secure_cookies=settings.secure_cookies,
        ip_rate=_rate(settings.address_rate),
        visitor_rate=_rate(settings.visitor_rate),
        inbox_rate=_rate(settings.inbox_rate),
        metrics_token=settings.metrics_token,
    )


def _rate(allowed: Allowed) -> Rate:
    return Rate(burst=allowed.at_once, per_minute=allowed.a_minute)


def first_accounts(house: House, wanted: tuple[tuple[str, str, staffing.Role], ...], *, renew: bool = False) -> dict[str, str]:
    """Makes accounts (login, name, role) that are missing; gives their one-time passwords by login.

    Args:
        renew: those that are there get a new password too (a demo forgets the old ones).
    """
    fresh: dict[str, str] = {}
    for login, name, role in wanted:
        with house.store.read() as connection:
            known = staffing.account(connection, login)
        if known is not None and not renew:
            continue
        password = one_time_password()
        hashed = hash_password(password)
        try:
            with house.store.write() as connection:
                if known is None:
                    account = staffing.Account(login=login, name=name, role=role, password_hash=hashed)
                    staffing.add(connection, account, house.clock())
                else:
                    staffing.set_password(connection, login, hashed)
        except Conflict:  # another server, started at the same moment, was faster: its password is the one shown
            continue
        fresh[login] = password
    return fresh
