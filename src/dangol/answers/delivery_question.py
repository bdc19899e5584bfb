"""Whether a clause asks when an order arrives, and which of its words say when it is placed and when it is wanted."""

import re
from dataclasses import dataclass

from dangol.language.korea import regions_named

_ORDERS = r"주문|시키|시켜|결제|구매|구입|사면|order|buy"
_WHEN = r"언제|며칠|몇\s?일|얼마나|내일|모레|오늘|주말|[월화수목금토일]요일|안에|까지|when|how long|by|tomorrow"
_COMES = r"와요|오나|오죠|올까|오는|와\?|옵니|올\s?수|도착|받(?:아|을|나|죠|는)|배송|arriv|get it|deliver|come"
_ASKS = re.compile(rf"(?:{_ORDERS}).{{0,16}}?(?:{_WHEN}).{{0,12}}?(?:{_COMES})", re.IGNORECASE)
_COMES_WHEN = re.compile(
    r"(?:언제|며칠|몇\s?일).{0,8}?(?:도착|받아|받을|배송|와요|오나|올까)|(?:도착|배송|택배).{0,8}?(?:언제|며칠|몇\s?일)", re.IGNORECASE
)
_ABOUT_DELIVERY = re.compile(r"배송|택배|도착|주문|deliver|arriv", re.IGNORECASE)
_SPLIT = re.compile(rf"(?:{_ORDERS})[가-힣]*", re.IGNORECASE)
_ELSE = re.compile(
    r"교환|반품|환불|취소|재입고|입고|수선|수리|픽업|매장|얼마(?!나)|배송비|요금|비용|무료|해외|변경|바꾸|시작|출시|refund|return|fee"
)
_WORDS = re.compile(
    rf"^(?:{_ORDERS}|주문하다|시키다|결제하다|구매하다|구입하다|사다|언제|며칠|도착|도착하다|배송|배송하다|택배|받다|오다|걸리다|걸리|지금|오늘|내일|모레"
    r"|하다|되다|기간|소요|예정|정도|보통|쯤|when|arrive|delivery|deliver|get|now|today|tomorrow|long)$",
    re.IGNORECASE,
)
_ISLANDS = re.compile(r"도서|산간|섬|울릉|독도|백령|연평|흑산|거문|추자|덕적")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a clause says before the order ("내일 | 주문하면") and after it ("토요일까지 와요?")."""

    before: str
    after: str

    def explains(self, form: str, start: int, text: str) -> bool:
        """Whether a word of the clause asks when it arrives, or says where to."""
        if _WORDS.match(form) or _ISLANDS.search(form):
            return True
        return any(region.start <= start < region.end for region in regions_named(text))


def asked_delivery(text: str) -> Asked | None:
    """What is asked of a delivery; None where something else is, or nothing of it."""
    if _ELSE.search(text):
        return None
    somewhere = bool(regions_named(text)) or _ISLANDS.search(text) is not None
    about = somewhere or _ABOUT_DELIVERY.search(text) is not None
    if not (_ASKS.search(text) or (about and _COMES_WHEN.search(text))):
        return None
    split = _SPLIT.search(text)
    if split is None:
        return Asked(before="", after="")
    return Asked(before=text[: split.start()], after=text[split.end() :])
