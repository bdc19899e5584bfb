"""The web room's doors, opened on a house: what ``bootstrap`` does, told in the values that pages and the chat API show."""

from dataclasses import dataclass

from dangol.bootstrap.house import House
from dangol.bootstrap.write_keys import WriteKeys
from dangol.cli.doors.audit import AuditDoor
from dangol.cli.doors.chat import ChatDoor
from dangol.cli.doors.consult import ConsultDoor
from dangol.cli.doors.desk import DeskDoor
from dangol.cli.doors.home import HomeDoor
from dangol.cli.doors.hooks import HookDoor
from dangol.cli.doors.me import MeDoor
from dangol.cli.doors.offers import OfferDoor
from dangol.cli.doors.outcomes import OutcomeDoor
from dangol.cli.doors.outside import IntakeDoor, ReaderDoor, ShopDoor, StaffDoor
from dangol.cli.doors.people import PeopleDoor
from dangol.cli.doors.recall import RecallDoor
from dangol.cli.doors.segments import SegmentDoor
from dangol.web.doors import Doors


@dataclass(frozen=True, slots=True)
class _Ready:
    house: House

    def __call__(self) -> None:
        self.house.ready()


def open_doors(house: House) -> Doors:
    """All doors of the web room on this house."""
    return Doors(
        chat=ChatDoor(house),
        desk=DeskDoor(house),
        intake=IntakeDoor(house, WriteKeys(house.knowledge.brand)),
        shop=ShopDoor(house),
        staff=StaffDoor(house),
        hooks=HookDoor(house),
        reader=ReaderDoor(house),
        ready=_Ready(house),
        me=MeDoor(house),
        home=HomeDoor(house),
        people=PeopleDoor(house),
        offers=OfferDoor(house),
        audit=AuditDoor(house),
        consult=ConsultDoor(house),
        recall=RecallDoor(house),
        outcomes=OutcomeDoor(house),
        segments=SegmentDoor(house),
        metrics=lambda: house.measures.page(house.store, house.clock),
        requested=house.measures.requested,
    )
