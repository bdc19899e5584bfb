"""Questions worth trying, drawn from what the brand's own files can answer."""

from dangol.knowledge.facts import Snapshot

_POLICY_ASKS = (
    ("배송", "배송비는 얼마예요?"),
    ("환불", "환불하고 싶은데 어떻게 해요?"),
    ("포장", "선물 포장도 되나요?"),
)


def suggestions(snapshot: Snapshot) -> list[str]:
    """At most six Korean questions: a price, a stock, opening hours, and policies that exist; empty for an empty brand."""
    asks: list[str] = []
    products = list(snapshot.products.values())
    if products:
        asks.append(f"{products[0].name} 얼마예요?")
    places = list(snapshot.places.values())
    if places and places[0].text("hours"):
        asks.append(f"{places[0].name} 오늘 몇 시까지 해요?" if len(places) > 1 else "오늘 몇 시까지 해요?")
    titles = " ".join(f"{one.title} {' '.join(one.headings)}" for one in snapshot.passages)
    asks += [ask for word, ask in _POLICY_ASKS if word in titles]
    if len(products) > 1:
        asks.insert(2, f"{products[1].name} 지금 있어요?")
    return asks[:6]
