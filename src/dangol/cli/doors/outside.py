"""The doors for other programs (events), for the shop page (knowledge) and for staff accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dangol.bootstrap import intake, staffing
from dangol.bootstrap.house import House
from dangol.bootstrap.write_keys import WriteKeys
from dangol.events.event import Appended
from dangol.knowledge.facts import Snapshot
from dangol.web.views import FieldProblem, IncomingEvent, Site, StaffAccount


@dataclass(frozen=True, slots=True)
class IntakeDoor:
    house: House
    write_keys: WriteKeys

    def sites(self) -> Mapping[str, Site]:
        return {key: Site(inbox=site.inbox, dialect=site.dialect, enabled=site.enabled) for key, site in self.write_keys().items()}

    def check(self, event: IncomingEvent) -> Sequence[FieldProblem]:
        return [FieldProblem(field=one.field, ko=one.ko, en=one.en) for one in intake.problems(_incoming(event))]

    def events(self, batch: Sequence[IncomingEvent]) -> Sequence[Appended]:
        return intake.take(self.house, [_incoming(event) for event in batch])


def _incoming(event: IncomingEvent) -> intake.Incoming:
    return intake.Incoming(
        id=event.id,
        type=event.type,
        identity=event.identity,
        inbox=event.inbox,
        occurred_at=event.occurred_at,
        received_at=event.received_at,
        data=event.data,
        imported=event.imported,
        kind=event.kind,
        same_as=event.same_as,
    )


@dataclass(frozen=True, slots=True)
class ShopDoor:
    house: House

    def snapshot(self) -> Snapshot:
        return self.house.knowledge.snapshot()


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
