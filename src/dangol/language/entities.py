"""What a text names besides the brand's things: prices, amounts, dates, times, order numbers, phone numbers, addresses.

Each kind lies in a file of its own (``amounts``, ``times``, ``references``); here they are put in order, and what lies inside a longer one
is left out. Nothing is told against a clock here: "내일" is ``today+1``; ``when`` knows which day that is.
"""

import re

from .amounts import amounts_in
from .entity import Entity
from .references import references_in
from .times import times_in

__all__ = ["Entity", "entities_in"]

# Without any of these there is nothing to find; most messages have none.
_MAYBE = re.compile(
    r"\d|[월화수목금토일]요일|[모그]레|글피|오늘|금일|내일|낼|명일|어제|그제|그저께|주말|[한두세네섯곱덟홉열]\s?시|[음번담난차금]\s?주|하루|이틀|사흘|나흘"
    r"|일주일|닷새|열흘|보름|[한두세]\s?달|[음번담난내이]\s?달|월[초말]|정오|자정|[한두세네섯곱덟홉열]\s?시간|[십백천만억]\s?원|[한두세네섯곱덟홉열나둘셋넷]\s?(?:개|박스|상자|세트|병|봉|팩|캔|장|벌|켤레|그릇|인|명|조각|판|묶음|다스|포|매|송이"
    r"|자루|잔|줄|마리|권)|공일공|영일영|공하나공|today|tonight|tomorrow|yesterday|day|week|month|hour|minute|noon|midnight|one|two|three|four|five|six|dozen",
    re.IGNORECASE,
)


def entities_in(text: str) -> tuple[Entity, ...]:
    """All of them in a normalised text, in order of their place, without overlaps."""
    if not _MAYBE.search(text):
        return ()
    found: list[Entity] = []
    for some in (references_in(text), times_in(text), amounts_in(text)):
        for entity in some:
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
    return tuple(sorted(found, key=lambda entity: entity.start))
