"""Shops that do not tell, or not everything, are asked: what has changed since the last time, page by page.

Each thing that is asked about stands for itself: one that the shop refuses (a group of calls that was not granted, say) keeps its place
and says what is wrong, and the others go on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import structlog

from dangol.bootstrap import asking_goods, asking_orders, asking_posts
from dangol.bootstrap.asking_orders import first
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.shop_marks import About, Mark, keep_tokens, read_mark, read_tokens, write_mark
from dangol.channels.cafe24 import asking as cafe24
from dangol.channels.cafe24.admin import Admin
from dangol.channels.failures import DeliveryError, Throttled, Unreachable
from dangol.channels.smartstore import goods, questions
from dangol.channels.smartstore.api import Api
from dangol.kit.errors import DangolError

_log = structlog.get_logger("dangol.shops")
Ask = Callable[[], None]


@dataclass(slots=True)
class Asking:
    """Asks the shops of a house; keeps their tokens between the rounds. One thread uses it.

    Args:
        pause: waits so many seconds (for the platform's limits).
    """

    house: House
    pause: Callable[[float], object]
    _apis: dict[str, tuple[Mapping[str, str], Api | Admin]] = field(default_factory=dict)

    def round(self) -> float | None:
        """Asks every shop once about everything. What cannot be asked keeps its place; the rest is asked.

        Returns:
            Seconds that a platform asks us to wait before the next round, None when none does.
        """
        wait: float | None = None
        for connection in shops(self.house):
            for about, ask in self._asked(connection).items():
                try:
                    ask()
                except DeliveryError as error:
                    _log.warning("shop.not_asked", inbox=connection.inbox.name, about=about, code=error.code, said=error.said)
                    self._troubled(connection, about, error.code)
                    wait = max(wait or 0.0, error.retry_after) if error.retry_after else wait
                    if isinstance(error, Throttled | Unreachable):
                        break  # that goes for everything
                except DangolError as error:  # the store is busy: the same page is asked for again
                    _log.warning("shop.not_kept", inbox=connection.inbox.name, about=about, code=error.code)
        return wait

    def _asked(self, connection: Connection) -> dict[About, Ask]:
        """What there is to ask a shop about, the most urgent first."""
        api = self._api(connection)
        goods_of = partial(asking_goods.ask, self.house, connection)
        posts_of = partial(asking_posts.ask, self.house, connection)
        if isinstance(api, Admin):
            reviews, board = (connection.account.value(key) for key in ("review_board", "question_board"))
            return {
                "goods": partial(goods_of, partial(cafe24.products, api)),
                "reviews": partial(posts_of, "reviews", partial(cafe24.posts, api, _board(reviews, cafe24.REVIEWS))),
                "questions": partial(posts_of, "questions", partial(cafe24.posts, api, _board(board, cafe24.QUESTIONS))),
            }
        return {
            "orders": partial(asking_orders.ask, self.house, connection, api),
            "goods": partial(goods_of, partial(goods.page, api)),
            "questions": partial(posts_of, "questions", partial(questions.questions, api)),
            "inquiries": partial(posts_of, "inquiries", partial(questions.inquiries, api)),
        }

    def _api(self, connection: Connection) -> Api | Admin:
        """The shop's, anew when its settings have changed."""
        inbox, account = connection.inbox.name, connection.account
        known = self._apis.get(inbox)
        if known is not None and known[0] == account.values:
            return known[1]
        made: Api | Admin
        if connection.inbox.channel == "cafe24":
            made = admin_of(self.house, connection, self.pause)
        else:
            made = Api(account=account, wire=self.house.outside.wire, clock=self.house.clock, pause=self.pause)
        self._apis[inbox] = (account.values, made)
        return made

    def _troubled(self, connection: Connection, about: About, code: str) -> None:
        inbox = connection.inbox.name
        mark = read_mark(self.house, inbox, about) or Mark(since=self.house.clock() - first(connection))
        write_mark(self.house, inbox, about, replace(mark, trouble=code))


def admin_of(house: House, connection: Connection, pause: Callable[[float], object]) -> Admin:
    """The Admin API of a Cafe24 mall, with the tokens that were kept."""
    inbox, client = connection.inbox.name, connection.account.value("client_id")
    return Admin(
        account=connection.account,
        wire=house.outside.wire,
        clock=house.clock,
        pause=pause,
        tokens=read_tokens(house, inbox, client),
        keep=partial(keep_tokens, house, inbox, client),
    )


def shops(house: House) -> tuple[Connection, ...]:
    """Those that are asked: SmartStore always, a mall of Cafe24 when its app may read."""
    return tuple(one for one in house.connections() if not one.missing and _is_asked(one))


def abouts(connection: Connection) -> tuple[About, ...]:
    """What a shop is asked about."""
    return ("goods", "reviews", "questions") if connection.inbox.channel == "cafe24" else ("orders", "goods", "questions", "inquiries")


def _is_asked(connection: Connection) -> bool:
    if connection.inbox.channel == "cafe24":
        return all(connection.account.value(key) for key in ("client_id", "client_secret", "mall"))
    return connection.inbox.channel == "smartstore"


def _board(given: str, usual: str) -> str:
    return given if given.isdecimal() and len(given) < 9 else usual
