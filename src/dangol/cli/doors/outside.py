"""The doors for other programs (events), for the shop page (knowledge) and for staff accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dangol.bootstrap import intake, staffing
from dangol.bootstrap.house import House
from dangol.bootstrap.write_keys import WriteKeys
from dangol.events.event import Appended
from dangol.events.incoming import Incoming
from dangol.knowledge.facts import Snapshot
from dangol.language.evidence import weights_of
from dangol.language.lexicon import Lexicon
from dangol.language.reading import read
from dangol.web.doors import Read
from dangol.web.views import FieldProblem, Site, StaffAccount


@dataclass(frozen=True, slots=True)
class IntakeDoor:
    house: House
    write_keys: WriteKeys

    def sites(self) -> Mapping[str, Site]:
        return {key: Site(inbox=site.inbox, dialect=site.dialect, enabled=site.enabled) for key, site in self.write_keys().items()}

    def check(self, event: Incoming) -> Sequence[FieldProblem]:
        return [FieldProblem(field=one.field, ko=one.ko, en=one.en) for one in intake.problems(event)]

    def events(self, batch: Sequence[Incoming]) -> Sequence[Appended]:
        return intake.take(self.house, batch)


@dataclass(frozen=True, slots=True)
class ShopDoor:
    house: House

    def snapshot(self) -> Snapshot:
        return self.house.knowledge.snapshot()


@dataclass(frozen=True, slots=True)
class ReaderDoor:
    house: House

    def __call__(self, text: str) -> Read:
        answerer = self.house.knowledge.answerer()
        reading = read(text, answerer.ground.lexicon if answerer else Lexicon(()), now=self.house.clock())
        return Read(reading=reading, weights=weights_of(reading))


@dataclass(frozen=True, slots=True)
class StaffDoor:
    house: House

    def account(self, login: str) -> StaffAccount | None:
        with self.house.store.read() as connection:
            found = staffing.account(connection, login)
        return _account(found) if found else None

    def accounts(self) -> Sequence[StaffAccount]:
        with self.house.store.read() as connection:
            return [_account(found) for found in staffing.accounts(connection)]

    def add(self, account: StaffAccount) -> None:
        fresh = staffing.Account(login=account.login, name=account.name, role=account.role, password_hash=account.password_hash)
        with self.house.store.write() as connection:
            staffing.add(connection, fresh, self.house.clock())


def _account(found: staffing.Account) -> StaffAccount:
    return StaffAccount(login=found.login, name=found.name, role=found.role, password_hash=found.password_hash)
