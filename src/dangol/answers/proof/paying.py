"""Who pays: the shop or the customer. Both stand in most texts, so their words alone prove nothing."""

import re

from .meaning import neutral
from .verdict import Case

_PAYS = r"[^,.]{0,24}(?:부담|내(?:요|어|고|며|야|셔|드|주)|냅니다|낸다|지불|지급|물어)"


def payer_faults(case: Case) -> list[str]:
    """``"other"`` where somebody is said to pay for what the evidence has another pay, or without the case in which he does."""
    brand = re.escape(case.ground.snapshot.brand.name)
    shop = re.compile(rf"(?:저희|우리|당사|회사|본사|판매자|{brand})(?:가|이|에서|측에서|쪽에서)?{_PAYS}")
    customer = re.compile(rf"(?:고객님?|손님|구매자|본인|받는 분|주문하신 분)(?:이|가|께서)?{_PAYS}")
    for one in case.said:
        mine, other = (shop, customer) if shop.search(one.text) else (customer, shop) if customer.search(one.text) else (None, None)
        if mine is None or other is None:
            continue
        told = one.own - neutral() - case.title
        paid = [made for _, made in case.made if mine.search(made.text)]
        if any(told & made.own and not mine.search(made.text) for _, made in case.made if other.search(made.text)):
            return ["other"]
        if paid and not any(told & made.own or not made.own - neutral() - case.title for made in paid):
            return ["other"]
    return []
