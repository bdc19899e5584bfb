# ruff: noqa: E501  (a row of a CSV file is one line)
"""A bookshop with a café, in the files that a brand keeps: two shops, books, drinks, headers in Korean and in English, some with units."""

from collections.abc import Callable
from pathlib import Path

from dangol.answers.answer import Answer

TUESDAY = "2026-11-24T15:00:00+09:00"  # an ordinary afternoon

Ask = Callable[..., Answer]  # see the fixture ``ask``

PRODUCTS = """\
id,name,name_en,category,price,stock,options,allergens,원재료,높이(cm),weight_g,쪽수,저자,제조국,보관방법,description,url
b1,고래의 편지,,소설,16800,7,,,,,320,248,한여울,,,등대지기와 고래가 주고받은 열두 통의 편지를 모은 장편소설입니다.,https://bookshade.example/b1
b2,고래의 여름,,소설,15500,0,,,,,280,216,한여울,,,바닷가 마을의 마지막 여름을 그린 연작소설입니다.,https://bookshade.example/b2
b3,느린 우편배달부,,에세이,18000,2,,,,,355,304,서도윤,,,섬에서 서른 해 동안 편지를 나른 사람의 산문집입니다. 사인본은 서촌점에서만 팝니다.,https://bookshade.example/b3
n1,모눈 노트 6호,,문구,4500,30,,,,,150,96,,대한민국,,3mm 모눈이 인쇄된 작은 노트입니다.,https://bookshade.example/n1
n2,모눈 노트 10호,,문구,6500,12,,,,,240,128,,대한민국,,5mm 모눈이 인쇄된 큰 노트입니다.,https://bookshade.example/n2
s1,너도밤나무 독서대,Beech Book Stand,독서용품,39000,5,월넛|내추럴,,,24,850,,,대한민국,,각도를 여섯 단계로 바꿀 수 있는 독서대입니다.,https://bookshade.example/s1
s2,접이식 독서대,Folding Book Stand,독서용품,27000,3,블랙|화이트,,,21,620,,,베트남,,가방에 넣고 다니기 좋게 납작하게 접힙니다.,https://bookshade.example/s2
l1,초승달 북램프,Crescent Book Lamp,독서용품,34000,4,따뜻한 빛|하얀 빛,,,18,95,,,대한민국,,책장에 끼워 쓰는 충전식 램프입니다. 한 번 충전하면 9시간 켜집니다.,https://bookshade.example/l1
d1,얼그레이 밀크티,Earl Grey Milk Tea,음료,6500,40,아이스|핫,우유,"홍차, 우유, 설탕, 베르가못향",,,,,,,홍차를 하루 동안 우유에 우려 만듭니다.,https://bookshade.example/d1
d2,말차라떼,Matcha Latte,음료,6800,25,아이스|핫,우유,"말차, 우유, 설탕",,,,,,,제주 말차를 돌맷돌에 갈아 씁니다.,https://bookshade.example/d2
c1,무화과 스콘,Fig Scone,디저트,4200,1,,"밀, 우유, 달걀, 호두","밀가루, 무화과, 버터, 달걀, 호두",,90,,,,실온에서 하루,매일 아침 여덟 시에 굽는 스콘입니다.,https://bookshade.example/c1
c2,레몬 파운드,Lemon Pound Cake,디저트,4800,0,,"밀, 우유, 달걀","밀가루, 버터, 달걀, 레몬",,110,,,,냉장 3일,레몬 시럽을 바른 파운드케이크입니다.,https://bookshade.example/c2
e1,책그늘 에코백,,굿즈,15000,20,아이보리|네이비,,,38,210,,,대한민국,,두꺼운 면으로 만든 가방입니다. 찬물에 손빨래해 주세요.,https://bookshade.example/e1
"""

PLACES = """\
id,name,address,lat,lon,phone,hours,closed,parking
seochon,책그늘 서촌점,서울 종로구 가상로 9,37.58,126.97,02-000-0101,"Tu-Fr 10:00-13:00,14:00-20:00; Sa,Su 10:00-21:00; Mo off; PH 12:00-18:00",2026-12-03,주차장이 없어 가까운 공영주차장을 이용해 주세요.
gwangan,책그늘 광안점,부산 수영구 가상해변로 21,35.15,129.11,051-000-0102,"Mo-Su 11:00-22:00; PH off",,건물 지하에 두 시간까지 무료로 세울 수 있습니다.
"""

FAQ = """\
id,question,answer
f1,선물 포장이 되나요?,네. 한 권에 포장비 2000원을 받고 종이 포장을 해 드립니다.
f2,독서 모임은 어떻게 신청하나요?,독서 모임은 매달 둘째 목요일 저녁 7시에 서촌점에서 열리며 전화로 신청하시면 됩니다. 참가비는 12000원입니다.
f3,노트북을 쓸 콘센트가 있나요?,서촌점 2층 창가 여섯 자리에 콘센트가 있습니다.
f4,중고책도 사 주시나요?,아니요. 중고책은 매입하지 않습니다.
f5,반려동물과 함께 들어갈 수 있나요?,광안점 테라스에는 목줄을 한 반려동물과 함께 앉으실 수 있습니다. 서촌점은 어렵습니다.
"""

SHIPPING = """\
# 배송 안내

## 지역별 배송비

| 지역 | 배송비 | 걸리는 기간 |
|---|---|---|
| 수도권 | 3000원 | 1~2일 |
| 그 밖의 내륙 | 3500원 | 2~3일 |
| 제주 | 6000원 | 3~4일 |
| 울릉도 | 9000원 | 5~7일 |

## 무료배송

책과 문구를 합해 50,000원 이상 주문하시면 배송비를 받지 않습니다.

## 출고 시각

평일 오후 2시까지 결제하신 주문은 그날 보냅니다.
"""

RETURNS = """\
# 교환과 환불

## 반품 기간

받으신 날부터 7일 안에 알려 주시면 반품하실 수 있습니다. 읽은 흔적이 있는 책은 반품되지 않습니다.

## 반품 배송비

단순 변심으로 반품하실 때는 왕복 배송비 6000원을 내셔야 합니다.

## 먹을거리

음료와 디저트는 반품되지 않습니다.
"""

MEMBERSHIP = """\
# 회원 제도

## 적립

결제하신 금액의 3%를 적립해 드립니다. 적립금은 1000원부터 쓰실 수 있습니다.

## 생일 쿠폰

생일이 있는 달에 음료 한 잔 쿠폰을 드립니다.
"""

BOOK_CARE = """\
# 책을 오래 보는 법

## 습기

장마철에는 책장 안에 제습제를 두고 한 달에 한 번 바꿔 주세요.

## 햇빛

책등이 바래지 않게 창가에서 1m 이상 떨어진 곳에 두세요.
"""

FILES = {
    "brand.toml": 'name = "책그늘"\nname_en = "Bookshade"\ntimezone = "Asia/Seoul"\nphone = "02-000-0101"\n',
    "products.csv": PRODUCTS,
    "places.csv": PLACES,
    "faq.csv": FAQ,
    "policies/shipping.md": SHIPPING,
    "policies/returns.md": RETURNS,
    "policies/membership.md": MEMBERSHIP,
    "articles/book-care.md": BOOK_CARE,
}


def write(folder: Path) -> Path:
    """Writes the brand's folder and returns it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
