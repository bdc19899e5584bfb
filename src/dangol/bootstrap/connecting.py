"""An inbox joined to its channel: its settings from ``brand.toml`` and the environment, and the secret part of its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dangol.channels import registry
from dangol.channels.port import Account, Channel
from dangol.channels.wire import Wire
from dangol.kit.ids import pseudonym
from dangol.knowledge.brand_toml import Inbox

HOOKS = "/hooks"  # where platforms call: /hooks/<inbox>/<secret>


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """What lies beyond the house: which channels are spoken, how platforms are reached, and where (by channel) if not in the real place.

    A rehearsal adds inboxes for channels on which the brand has none (``extra``) and made-up keys (``overrides``, by channel).
    """

    channel: Callable[[str], Channel | None] = registry.channel
    wire: Wire = field(default_factory=Wire)
    platforms: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Inbox] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Connection:
    """An inbox, its channel, and its account there."""

    inbox: Inbox
    channel: Channel
    account: Account

    @property
    def path(self) -> str:
        """Where the platform calls us."""
        return f"{HOOKS}/{self.inbox.name}/{self.account.hook_secret}"

    @property
    def missing(self) -> tuple[str, ...]:
        """Settings that it cannot do without and does not have."""
        return tuple(one.key for one in self.channel.settings if one.required and not self.account.value(one.key))


def connect(inbox: Inbox, outside: Outside, *, key: bytes, environment: Mapping[str, Mapping[str, str]]) -> Connection | None:
    """The inbox, connected; None when this version does not speak its channel."""
    channel = outside.channel(inbox.channel)
    if channel is None:
        return None
    values = {name: _text(value) for name, value in inbox.settings.items()}
    values |= environment.get(inbox.name.lower().replace("-", "_"), {})
    values |= outside.overrides.get(inbox.channel, {})
    account = Account(
        inbox=inbox.name,
        hook_secret=pseudonym(key, "hook", inbox.name, values.get("rotate", "")),
        header_secret=pseudonym(key, "hook-header", inbox.name, values.get("rotate", "")),
        values=values,
        platform=(values.get("platform") or outside.platforms.get(inbox.channel, "")).rstrip("/"),
    )
    return Connection(inbox=inbox, channel=channel, account=account)


def _text(value: object) -> str:
    """A setting as text; a table such as ``staff = {"3527065" = "owner"}`` as ``3527065=owner, …``."""
    if isinstance(value, dict):
        return ", ".join(f"{key}={one}" for key, one in value.items())
    return str(value) if isinstance(value, str | int | float) else ""
