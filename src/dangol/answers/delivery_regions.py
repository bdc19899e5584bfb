"""Which row of a delivery table a question means: by the region that it names, else the one for everywhere."""

import re
from collections.abc import Iterator, Sequence

from dangol.kit.text import squash
from dangol.language.korea import regions_named

_EVERYWHERE = re.compile(r"일반|전국|기본|육지|내륙|그\s?외|그\s?밖|나머지|모든|everywhere|mainland|standard", re.IGNORECASE)
_FAR = re.compile(r"도서|산간|섬|island|remote", re.IGNORECASE)
_ISLANDS = re.compile(r"도서|산간|섬|울릉|독도|백령|연평|흑산|거문|추자|덕적|island", re.IGNORECASE)
_CAPITAL, _CAPITAL_REGION = frozenset({"서울", "경기", "인천"}), re.compile(r"수도권|capital", re.IGNORECASE)
_APART = frozenset({"제주"})  # never taken for "everywhere"
_OF_A_REGION = re.compile(r"지역|권역|권|배송|의|내|및|[()\[\]·,/]")


def row_for(text: str, labels: Sequence[str]) -> int | None:
    """The place of the row in ``labels``; None where none is certain."""
    said = [at for at, label in enumerate(labels) if _qualifier(label) in squash(text)]
    longest = max((len(_qualifier(labels[at])) for at in said), default=0)
    fitting = [at for at in said if len(_qualifier(labels[at])) == longest]
    if _ISLANDS.search(text):
        return _only(at for at in fitting if _FAR.search(labels[at]))
    regions = regions_named(text)
    if not regions:
        return _only(at for at in fitting if _EVERYWHERE.search(labels[at])) if len(labels) > 1 else _only(iter(fitting))
    for name in regions[-1].chain:
        if (at := _only(at for at in fitting if any(region.name == name for region in regions_named(labels[at])))) is not None:
            return at
    province = regions[-1].province
    if province in _CAPITAL and (at := _only(at for at in fitting if _CAPITAL_REGION.search(labels[at]))) is not None:
        return at
    return None if province in _APART else _only(at for at in fitting if _EVERYWHERE.search(labels[at]))


def _only(found: Iterator[int]) -> int | None:
    places = list(found)
    return places[0] if len(places) == 1 else None


def _qualifier(label: str) -> str:
    """What a label says beside its region ("대형 상품 (제주)" → 대형상품): a question has to say it, too."""
    for region in reversed(regions_named(label)):
        label = label[: region.start] + label[region.end :]
    for pattern in (_EVERYWHERE, _FAR, _CAPITAL_REGION, _OF_A_REGION):
        label = pattern.sub("", label)
    return squash(label)
