"""A contact as an advertising platform compares it: spelled in one way, then SHA-256. Nothing else of it leaves.

The spelling is that of Meta's customer information parameters: an e-mail trimmed and in lower case, a phone as digits with its country
code and without ``+`` or leading zeros. Both digests are 64 hexadecimal digits.
"""

from hashlib import sha256
from typing import Literal

from dangol.people.addresses import normalised

ContactKind = Literal["email", "phone"]
KINDS: tuple[ContactKind, ...] = ("email", "phone")
_KOREA = "82"


def digest(kind: ContactKind, address: str, *, national: bool = False) -> str:
    """The digest of an address in any spelling that ``people.addresses`` takes.

    Args:
        national: a Korean phone as it is dialled in Korea, ``01012345678``; by no public specification, for a platform that wants it so.

    Raises:
        BadInput: ``people.bad_email`` or ``people.bad_phone``.
    """
    plain = normalised(kind, address)
    if kind == "phone":
        plain = plain.removeprefix("+")
        if national and plain.startswith(_KOREA):
            plain = f"0{plain.removeprefix(_KOREA)}"
    return sha256(plain.encode()).hexdigest()
