"""What the web room is told at start. Secrets come in here and go nowhere else."""

from dataclasses import dataclass, field

from dangol.kit.errors import BadInput


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """A token bucket: ``burst`` requests at once, refilled ``per_minute``."""

    burst: int
    per_minute: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WebSettings:
    """Settings of the web room.

    Attributes:
        secret: at least 32 bytes; signs visitor tokens, staff sessions and form tokens. Changing it signs everyone out.
        api_keys: keys that may post events; none means that nobody may.
        device_keys: keys with which a shop's tablets, speakers and other devices may ask; none means that none may.
        identity_secret: shared with the shop's server for chat sign-in; empty means that sign-in is off.
        inboxes: chat inboxes that exist; the widget's ``data-inbox`` names one of them.
        allowed_origins: other sites that may embed the widget, e.g. ``https://shop.example``. Our own origin always may.
        secure_cookies: True behind HTTPS.
        ip_rate, visitor_rate, inbox_rate, sign_in_rate: limits for one address, one visitor, all visitors of one inbox, one address
            and login.
        most_writes, most_waiting: requests being written and messages waiting for a reply at which new ones are told to come back.
        guess_rate: calls to a hook with a wrong secret, for one address.
        metrics_token: may read ``/metrics``; empty means that only callers on this machine may.
        poll_seconds: how often an open chat or inbox looks for news made by another process.
        suggestions: questions offered on the demo shop and in an empty chat, Korean; derived from knowledge when empty.
    """

    secret: bytes
    api_keys: tuple[str, ...] = ()
    device_keys: tuple[str, ...] = ()
    identity_secret: str = ""
    inboxes: tuple[str, ...] = ("web",)
    allowed_origins: tuple[str, ...] = ()
    secure_cookies: bool = False
    ip_rate: Rate = field(default_factory=lambda: Rate(burst=300, per_minute=1200))
    visitor_rate: Rate = field(default_factory=lambda: Rate(burst=10, per_minute=30))
    guess_rate: Rate = field(default_factory=lambda: Rate(burst=20, per_minute=20))
    inbox_rate: Rate = field(default_factory=lambda: Rate(burst=2000, per_minute=60_000))
    sign_in_rate: Rate = field(default_factory=lambda: Rate(burst=5, per_minute=1))
    most_writes: int = 256
    most_waiting: int = 2000
    metrics_token: str = ""
    poll_seconds: float = 2.0
    suggestions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.secret) < 32:
            raise BadInput(
                "settings.secret_short",
                ko="서명 비밀키가 32바이트보다 짧아요. 더 긴 무작위 값을 정해 주세요.",
                en="The signing secret is shorter than 32 bytes. Set a longer random value.",
            )
