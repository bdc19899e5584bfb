"""What stands under an answer: the page where its product is ordered, the way to its shop, and what it compared as a table.

Nothing here says more than the sentences do. A link is the brand's own column, by https, to a host that the brand allows, or a map
address made of the place's own name and coordinates.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urlsplit

from dangol.channels.port import Link
from dangol.kit.text import squash
from dangol.knowledge.facts import Fact, Snapshot, Subject
from dangol.language.concepts import concept_of_header

from .answer import Answer, Cell, Comparison
from .ground import Ground
from .nearest import KIND, where
from .saying import called, cite, shown
from .voice import Voice, won

_HEADERS = frozenset({"url", "link", "producturl", "productlink", "링크", "상품링크", "구매링크", "주문링크", "상품주소", "구매주소"})
_MOST_THINGS = 4
_MOST_URL = 1000  # characters; Kakao takes no longer one
_NOTHING_LEFT = "0"


def with_links(answer: Answer, ground: Ground, voice: Voice) -> Answer:
    """The answer with its links and its table; as it is where it answers nothing."""
    if answer.outcome != "answer":
        return answer
    compared = _comparison(answer, ground, voice)
    if compared is not None:
        return replace(answer, comparison=compared)
    return replace(answer, links=(*_to_order(answer, ground, voice), *_way_there(answer, ground, voice)))


def order_url(product: Subject, snapshot: Snapshot) -> str:
    """Where a product is ordered; "" where its row has no address, or one that is not the brand's."""
    fact = _link_of(product)
    host = _host(fact.value) if fact else ""
    return fact.value.strip() if fact and host and host in allowed_hosts(snapshot) else ""


def allowed_hosts(snapshot: Snapshot) -> frozenset[str]:
    """The hosts that links may lead to: those of ``[links] hosts``; where the brand names none, the one that all its products share."""
    if snapshot.brand.link_hosts:
        return frozenset(snapshot.brand.link_hosts)
    hosts = Counter(_host(fact.value) for product in snapshot.products.values() if (fact := _link_of(product)))
    return frozenset(hosts) - {""} if len(hosts) == 1 else frozenset()


def map_url(place: Subject) -> str:
    """KakaoMap's way to a place (https://apis.map.kakao.com/web/guide/#routeurl); "" without coordinates."""
    at = where(place)
    name = re.sub(r"[,/\s]+", " ", place.name).strip()
    return f"https://map.kakao.com/link/to/{quote(name, safe='')},{at.lat:.6f},{at.lon:.6f}" if at and name else ""


def _to_order(answer: Answer, ground: Ground, voice: Voice) -> tuple[Link, ...]:
    """The one product that the answer's facts are about, and nothing else beside it."""
    keys = {"/".join(citation.id.split("/")[:2]) for citation in answer.citations}
    if len(keys) != 1 or not (key := keys.pop()).startswith("product/") or key not in ground.subjects:
        return ()
    product = ground.subjects[key]
    url = order_url(product, ground.snapshot)
    if not url:
        return ()
    column = ground.column(product, "stock")
    gone = column is not None and product.facts[column].value == _NOTHING_LEFT
    label = voice.say("상품 보기", "See it") if gone else voice.say("주문하러 가기", "Order it")
    return (Link(label=label, url=url),)


def _way_there(answer: Answer, ground: Ground, voice: Voice) -> tuple[Link, ...]:
    name = next((reason.partition(".")[2] for reason in answer.reasons if reason.startswith(f"{KIND}.")), "")
    place = ground.subjects.get(f"place/{name}")
    url = map_url(place) if place else ""
    return (Link(label=voice.say("카카오맵 길찾기", "KakaoMap: the way"), url=url),) if url else ()


def _comparison(answer: Answer, ground: Ground, voice: Voice) -> Comparison | None:
    """The products that were compared by several columns; one column is said in a sentence and needs no table."""
    columns = next((reason.partition(".")[2].split(",") for reason in answer.reasons if reason.startswith("compare.")), [])
    products = [ground.subjects[key] for key in answer.topic.about if key in ground.subjects]
    if len(columns) < 2 or not 2 <= len(products) <= _MOST_THINGS or len(answer.reasons) > 1:
        return None
    rows = tuple((_label(column, voice), tuple(_cell(product.facts.get(column), voice) for product in products)) for column in columns)
    if any(cells.count(None) == len(cells) for _, cells in rows):
        return None  # the name of a column holds a comma
    heads = tuple(called(product, voice) for product in products)
    return Comparison(heads=heads, rows=rows, urls=tuple(order_url(product, ground.snapshot) for product in products))


def _label(column: str, voice: Voice) -> str:
    known = concept_of_header(column)
    if voice.korean and re.search(r"[가-힣]", column):
        return re.sub(r"\([^)]*\)", "", column).strip() or column
    return voice.say(known.ko, known.en) if known else column


def _cell(fact: Fact | None, voice: Voice) -> Cell | None:
    if fact is None:
        return None
    known = concept_of_header(fact.column)
    concept = known.name if known else ""
    text = won(fact.value) if concept == "price" else _stock(fact.value, voice) if concept == "stock" else shown(fact)
    return Cell(text=", ".join(_options(text)) if concept == "options" else text, citation=cite(fact))


def _options(text: str) -> Sequence[str]:
    return [one.strip() for one in text.split("|")]


def _stock(value: str, voice: Voice) -> str:
    if value == _NOTHING_LEFT:
        return voice.say("품절", "sold out")
    return voice.say(f"{value}개", value) if value.isdigit() else value


def _link_of(product: Subject) -> Fact | None:
    return next((fact for column, fact in product.facts.items() if squash(column).replace("_", "") in _HEADERS), None)


def _host(address: str) -> str:
    """The host of an address that may stand under an answer; "" for any other."""
    address = address.strip()
    if len(address) > _MOST_URL or not address.isprintable() or re.search(r"[\s<>\"'`\\]", address):
        return ""
    try:
        parts = urlsplit(address)
        sound = parts.scheme == "https" and not parts.username and parts.password is None and parts.port in {None, 443}
    except ValueError:
        return ""
    return (parts.hostname or "").lower() if sound else ""
