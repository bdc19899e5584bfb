"""The door to the brand's segments."""

from dataclasses import dataclass

from sqlalchemy import select

from dangol.bootstrap.house import House
from dangol.bootstrap.segments.lists import Listed, listed
from dangol.bootstrap.segments.removing import to_remove
from dangol.offers.condition_words import said
from dangol.offers.conditions import conditions
from dangol.offers.tables import audience_exports
from dangol.web.segments_views import ExportRow, SegmentBoard, SegmentRow

_EXPORTS = 20


@dataclass(frozen=True, slots=True)
class SegmentDoor:
    house: House

    def board(self) -> SegmentBoard:
        at = self.house.clock()
        snapshot = self.house.knowledge.snapshot()
        names = {f"{one.kind}/{one.id}": one.name for one in (*snapshot.products.values(), *snapshot.places.values())}
        with self.house.store.read() as connection:
            made = connection.execute(select(audience_exports).order_by(audience_exports.c.id.desc()).limit(_EXPORTS)).mappings().all()
        return SegmentBoard(
            segments=[_row(one, names) for one in listed(self.house, at)],
            exports=[ExportRow(**{name: value for name, value in row.items() if name != "id"}) for row in made],
            meta_out=len(to_remove(self.house, "meta", at)),
            naver_out=len(to_remove(self.house, "naver", at)),
        )


def _row(one: Listed, names: dict[str, str]) -> SegmentRow:
    read = conditions(one.text)  # it was read before it was listed or frozen
    return SegmentRow(
        name=one.name,
        title=one.title,
        meaning=tuple(said(condition, names) for condition in read) if isinstance(read, tuple) else ((one.text, one.text),),
        people=one.people,
        meta=one.may_go["meta"],
        naver=one.may_go["naver"],
        frozen_at=one.frozen_at,
        made_from=one.made_from,
    )
