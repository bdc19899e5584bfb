"""Staff: passwords (argon2id), sessions and form tokens. The role is read from the account at every request, never from the cookie."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes, token_hex, token_urlsafe

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.requests import Request
from starlette.responses import Response

from dangol.kit.clock import Clock
from dangol.kit.errors import Refused
from dangol.kit.ids import same
from dangol.web.doors import StaffDoor
from dangol.web.settings import WebSettings
from dangol.web.tokens import Signer
from dangol.web.views import Role, StaffAccount

COOKIE = "dangol_staff"
LASTS = timedelta(hours=12)
_PASSES, _KIBIBYTES, _LANES = 3, 65536, 4  # RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes
_hasher = PasswordHash((Argon2Hasher(time_cost=_PASSES, memory_cost=_KIBIBYTES, parallelism=_LANES),))


def hash_password(password: str) -> str:
    """argon2id in PHC form."""
    return _hasher.hash(password)


def one_time_password() -> str:
    """A random password to be shown once: 96 bits in 16 letters."""
    return token_urlsafe(12)


def check_password(account: StaffAccount | None, password: str) -> bool:
    """Takes as long for a login that does not exist as for one that does."""
    fits = _hasher.verify(password, account.password_hash if account else _DECOY)
    return fits and account is not None


def _nobody() -> str:
    """What stands for an account that does not exist: as costly to check as a real one, and the hash of no password that anyone knows."""
    salt, digest = (b64encode(token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={_KIBIBYTES},t={_PASSES},p={_LANES}${salt}${digest}"


_DECOY = _nobody()


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """A signed-in member of staff and the token that their forms must carry."""

    account: StaffAccount
    csrf: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """Reads and writes the staff cookie. ``shift`` is synchronous and asks the staff door: call it on a worker thread."""

    settings: WebSettings
    staff: StaffDoor
    clock: Clock

    def _signer(self) -> Signer:
        return Signer(self.settings.secret)

    def begin(self, response: Response, account: StaffAccount) -> None:
        payload = {"login": account.login, "sid": token_hex(16), "password": _fingerprint(account)}
        token = self._signer().sign("staff", payload, self.clock() + LASTS)
        secure = self.settings.secure_cookies
        response.set_cookie(COOKIE, token, max_age=int(LASTS.total_seconds()), path="/inbox", httponly=True, samesite="lax", secure=secure)

    def end(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path="/inbox")

    def shift(self, request: Request) -> Shift | None:
        """Who is signed in; None for nobody, an ended session, a changed password or a removed account."""
        payload = self._signer().open("staff", request.cookies.get(COOKIE, ""), self.clock())
        if payload is None:
            return None
        account = self.staff.account(str(payload["login"]))
        if account is None or not same(_fingerprint(account), str(payload["password"])):
            return None
        return Shift(account=account, csrf=self._signer().mark("csrf", str(payload["sid"])))


def require_role(shift: Shift, *roles: Role) -> None:
    if shift.account.role not in roles:
        raise Refused("role.missing", ko="이 일은 사장님 계정만 할 수 있어요.", en="Only an owner may do this.")


def check_csrf(shift: Shift, given: str) -> None:
    if not same(shift.csrf, given):
        raise Refused(
            "csrf.wrong", ko="화면이 오래되었어요. 새로 고친 뒤 다시 해 주세요.", en="This page is out of date. Reload it and try again."
        )


def _fingerprint(account: StaffAccount) -> str:
    return hashlib.sha256(account.password_hash.encode()).hexdigest()[:16]
