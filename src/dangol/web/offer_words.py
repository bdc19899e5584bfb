"""The words of the console's page of offers, Korean and English."""

OFFER_WORDS: dict[str, tuple[str, str]] = {
    "offers.title": ("혜택", "Offers"),
    "offers.why": (
        "offers.csv에 적은 혜택이 지금 어떤지, 30일 동안 몇 분께 보였는지예요. 고치려면 파일을 고치고 dangol import를 실행하세요.",
        "What you wrote in offers.csv, as it stands, and how many saw it in 30 days. To change it, edit the file and run dangol import.",
    ),
    "offers.empty": ("아직 혜택이 없어요", "No offers yet"),
    "offers.empty_next": (
        "브랜드 폴더에 offers.csv를 만들고 dangol import를 실행하세요.",
        "Make offers.csv in the brand's folder and run dangol import.",
    ),
    "offers.messages": ("동의한 분께 보내기", "Written to those who agreed"),
    "offers.messages.off": ("꺼짐", "Off"),
    "offers.messages.draft_only": ("승인한 뒤에만", "After approval"),
    "offers.messages.automatic": ("자동", "Automatic"),
    "offers.effect": (
        "한 분의 한 달 주문이 비교 집단보다 {mean} (95% 구간 {low} … {high})",
        "Orders a person and month against the holdout: {mean} (95% interval {low} … {high})",
    ),
    "offers.measured": (
        "첫 선택 뒤 1주 이상 지난 {treated}명과 비교 집단 {held}명. 주문 1, 수신 거부 -5, 메시지 -0.01로 셈.",
        "{treated} people against {held} held out, a week or more after their first moment. An order is 1, a refusal -5, a message -0.01.",
    ),
    "offers.no_effect": ("아직 견줄 만큼 쌓이지 않았어요.", "There is not enough to compare yet."),
    "offers.counts": ("{shown}명이 봄, {chosen}명이 고름", "seen by {shown}, chosen by {chosen}"),
    "offers.coupons": ("쿠폰 {given}장 나감, {used}장 씀", "{given} coupons taken, {used} used"),
    "offers.stands": ("열려 있음", "Open"),
    "offers.not_yet": ("시작 전", "Not yet"),
    "offers.over": ("끝남", "Over"),
    "offers.none_left": ("모두 나감", "None left"),
    "offers.product_gone": ("상품이 없어짐", "Product gone"),
    "offers.sold_out": ("품절", "Sold out"),
    "offers.kind.product": ("가격", "Price"),
    "offers.kind.coupon": ("쿠폰", "Coupon"),
    "offers.kind.gift": ("선물", "Gift"),
    "offers.kind.content": ("읽을거리", "To read"),
    "offers.kind.refurbished": ("리퍼", "Refurbished"),
}
