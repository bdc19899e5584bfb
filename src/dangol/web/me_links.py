"""Proof that somebody is who they say: a link that is good once, for a quarter of an hour, and a session that it opens."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

from dangol.kit.clock import Clock
from dangol.kit.errors import Refused
from dangol.kit.ids import same
from dangol.web.settings import WebSettings
from dangol.web.tokens import Signer

COOKIE = "dangol_me"
LINK_LASTS, SESSION_LASTS = timedelta(minutes=15), timedelta(minutes=30)
_MOST_USED = 50_000  # links of the last quarter of an hour that this process remembers as used


class MeLinks:
    """A link is handed out only to whoever has proved an identity: the chat with its token, or the inbox in which they are known.

    It names a pseudonym, so an address in a log names nobody. Used links are remembered in this process; a second process behind the same
    address would take a link once more within its quarter of an hour.
    """

    def __init__(self, settings: WebSettings, clock: Clock, random: Callable[[int], str] = token_hex) -> None:
        self._signer, self._clock, self._random = Signer(settings.secret), clock, random
        self._secure = settings.secure_cookies
        self._used: OrderedDict[str, None] = OrderedDict()

    def link(self, who: str) -> str:
        """A path of this site."""
        token = self._signer.sign("me-link", {"who": who, "once": self._random(12)}, self._clock() + LINK_LASTS)
        return f"/me?k={token}"

    def use(self, token: str) -> str | None:
        """Whose link it is, once; None when it is forged, over or used."""
        payload = self._signer.open("me-link", token, self._clock())
        if payload is None or payload["once"] in self._used:
            return None
        self._used[payload["once"]] = None
        if len(self._used) > _MOST_USED:
            self._used.popitem(last=False)
        return str(payload["who"])

    def begin(self, response: Response, who: str) -> None:
        token = self._signer.sign("me", {"who": who}, self._clock() + SESSION_LASTS)
        age = int(SESSION_LASTS.total_seconds())
        response.set_cookie(COOKIE, token, max_age=age, path="/me", httponly=True, samesite="strict", secure=self._secure)

    def end(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path="/me")

    def of(self, request: Request) -> str | None:
        """Who looks, by their session."""
        payload = self._signer.open("me", request.cookies.get(COOKIE, ""), self._clock())
        return str(payload["who"]) if payload else None

    def mark(self, request: Request) -> str:
        """The form token of this session."""
        return self._signer.mark("me-form", request.cookies.get(COOKIE, ""))

    def check(self, request: Request, given: str) -> str:
        """Who has sent a form of this session.

        Raises:
            Refused: ``me.unknown``, there is no session; ``csrf.wrong``.
        """
        who = self.of(request)
        if who is None:
            raise unknown()
        if not same(self.mark(request), given):
            raise Refused("csrf.wrong", ko="화면이 오래되었어요. 새로 고쳐 주세요.", en="This page is out of date. Reload it.")
        return who


def unknown() -> Refused:
    return Refused(
        "me.unknown",
        ko="확인 시간이 지났어요. 채팅에서 다시 열어 주세요.",
        en="Your proof is over. Open it again from the chat.",
    )
