"""Someone under 14, by the platform's own word: nothing of theirs is kept without a guardian's consent (개인정보 보호법 제22조의2).

There is no way yet to ask a guardian, so they hear so, and what they write is not kept. The platform says their age each time they open
the chat.
"""

from datetime import datetime

from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.channels.port import Heard, Letter
from dangol.people.identities import ensure, identity_id
from dangol.people.traits import UNDER_14, of_identity, set_trait

LINE = (
    "만 14세 미만 고객님의 문의는 보호자 동의가 있어야 받을 수 있어요. 보호자와 함께 다시 문의해 주세요. "
    "적어 주신 내용은 저장하지 않았어요."
)


def note_age(house: House, inbox: str, heard: Heard, at: datetime) -> None:
    """Keeps what an opened chat said of the age, if it is news."""
    told = heard.data.get("under14") is True
    with house.store.write() as database:
        identity = ensure(database, house.key, inbox, heard.identity, "channel", heard.at).id
        if bool(of_identity(database, identity, UNDER_14)) != told:
            set_trait(database, identity, UNDER_14, told, f"channel/{inbox}", at)


def wanted(house: House, connection: Connection, heard: Heard) -> bool:
    """Whether a guardian has to consent before this is kept."""
    if not connection.channel.tells_age:
        return False
    if heard.type == "chat.opened":
        return heard.data.get("under14") is True
    if not heard.wants_reply:
        return False
    with house.store.read() as database:
        return bool(of_identity(database, identity_id(house.key, connection.inbox.name, heard.identity), UNDER_14))


def line(heard: Heard, at: datetime) -> Letter:
    return Letter(to=heard.identity, text=LINE, key="guardian", now=at)
