"""Programs that are broken on purpose. The harness has to notice, else its silence about the real one would mean nothing."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any


def early() -> None:
    """Acknowledges a message a moment before it is committed: what a store without a commit in the request would do."""
    from dangol.bootstrap import talking
    from dangol.cli.doors.chat import ChatDoor
    from dangol.web.views import Accepted

    def accept(self: Any, *, inbox: str, external_id: str, text: str, client_key: str, at: Any, kind: Any, **_more: Any) -> Accepted:
        def later() -> None:
            time.sleep(0.1)
            kept = talking.accept(self.house, inbox=inbox, external_id=external_id, text=text, client_key=client_key, at=at, wish=kind)
            talking.respond(self.house, kept.message)

        threading.Thread(target=later, daemon=True).start()
        return Accepted(message_id="", number=1, duplicate=True)

    ChatDoor.accept = accept  # type: ignore[method-assign]


def blind() -> None:
    """Repeats a delivery of which nobody knows whether it arrived, as soon as its (here short) lease is over."""
    from dangol.bootstrap import sending
    from dangol.decisions import recover
    from dangol.outbox import attempts
    from dangol.outbox.rows import change

    real = attempts.expire_leases

    def expire(connection: Any, at: Any) -> Any:
        done = real(connection, at)
        for row_id in done.uncertain:
            change(connection, row_id, status="queued")
        return done

    sending.LEASE_SECONDS = 1.0
    recover.expire_leases = expire  # type: ignore[attr-defined]


VARIANTS: Mapping[str, Callable[[], None]] = {"early": early, "blind": blind}
