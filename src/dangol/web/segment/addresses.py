"""The addresses that the SDKs call, and what each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dangol.web.segment.dialects import Dialect
from dangol.web.segment.translate import KINDS, Kind

Form = Literal["call", "batch", "metrics", "pixel", "source_config"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One address.

    Attributes:
        form: how what comes is read. kind: which call it is, None where the call says so itself.
        dialect: whose address it is; None: both have it.
        history: what comes is marked as imported.
    """

    form: Form
    kind: Kind | None = None
    dialect: Dialect | None = None
    history: bool = False


_SHORT: Mapping[str, Kind] = {"t": "track", "i": "identify", "p": "page", "s": "screen", "g": "group", "a": "alias"}

ADDRESSES: Mapping[str, Address] = {
    **{f"/v1/{kind}": Address(form="call", kind=kind) for kind in KINDS},
    **{f"/v1/{short}": Address(form="call", kind=kind, dialect="segment") for short, kind in _SHORT.items()},
    "/v1/batch": Address(form="batch"),
    "/v1/b": Address(form="batch", dialect="segment"),
    "/v1/m": Address(form="metrics", dialect="segment"),
    "/v1/import": Address(form="batch", history=True),
    "/beacon/v1/batch": Address(form="batch", dialect="rudderstack"),
    **{f"/v1/pixel/{kind}": Address(form="pixel", kind=kind, dialect="segment") for kind in KINDS},
    "/pixel/v1/track": Address(form="pixel", kind="track", dialect="rudderstack"),
    "/pixel/v1/page": Address(form="pixel", kind="page", dialect="rudderstack"),
    "/sourceConfig": Address(form="source_config", dialect="rudderstack"),
    "/sourceConfig/": Address(form="source_config", dialect="rudderstack"),
}
