"""A condition in a few words, Korean and English, so that an owner reads who is meant."""

from collections.abc import Mapping

from dangol.offers.conditions import Condition

_COMPARED = {"=": ("", "exactly "), ">=": (" 이상", "at least "), "<=": (" 이하", "at most ")}
_AGREED = {
    "promotional": ("광고 수신에", "to advertising"),
    "audience_meta": ("메타에 연락처를 건네는 데", "to their contacts going to Meta"),
    "audience_naver": ("네이버에 연락처를 건네는 데", "to their contacts going to Naver"),
}


def said(condition: Condition, names: Mapping[str, str]) -> tuple[str, str]:
    """What a condition asks for; ``names`` of products and places by ``product/<id>`` and ``place/<id>``."""
    ko_not, en_not = ("하지 않음", "not ") if condition.negated else ("함", "")
    more_ko, more_en = _COMPARED[condition.compare]
    match condition.of:
        case "bought" | "visited":
            return _happened(condition, names)
        case "seen":
            return f"{condition.days}일 안에 무엇이든 {ko_not}", f"{en_not}seen within {condition.days} days"
        case "agreed":
            ko, en = _AGREED[condition.value]
            return f"{ko} 동의{ko_not}", f"{'has not agreed' if condition.negated else 'agrees'} {en}"
        case "orders":
            return f"주문 {condition.value}번{more_ko}", f"{more_en}{condition.value} orders"
        case "age":
            return f"만 {condition.value}세{more_ko}", f"{more_en}{condition.value} years old"
        case "trait":
            return f"{condition.name}: {condition.value}", f"{condition.name}: {condition.value}"


def _happened(condition: Condition, names: Mapping[str, str]) -> tuple[str, str]:
    kind, ko_done, en_done = ("product", "구매", "bought") if condition.of == "bought" else ("place", "방문", "visited")
    product = condition.thing.product
    called = names.get(f"{kind}/{product}", product) if product else condition.thing.category
    within_ko, within_en = (f"{condition.days}일 안에 ", f" within {condition.days} days") if condition.days else ("", "")
    if condition.negated:
        return f"{within_ko}{called} {ko_done}한 적 없음", f"has not {en_done} {called}{within_en}"
    return f"{within_ko}{called} {ko_done}", f"{en_done} {called}{within_en}"
