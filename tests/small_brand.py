"""A bakery's folder, small enough to read at a glance."""

from pathlib import Path

FILES = {
    "brand.toml": 'name = "보리네"\nname_en = "Borine"\n\n[inboxes.web]\nchannel = "web"\nmode = "automatic"\n\n'
    '[inboxes.careful]\nchannel = "web"\nmode = "draft_only"\n',
    "products.csv": "id,name,category,price,stock,description,url\n"
    "p1,보리 소금빵,빵,3200,12,천일염을 뿌린 빵이에요.,https://borine.example/p1\n"
    "p2,통밀 식빵,빵,6500,0,우유 없이 구운 식빵이에요.,https://borine.example/p2\n",
    "places.csv": "id,name,address,lat,lon,phone,hours,closed,parking\n"
    "s1,보리네 망원점,서울 마포구 (가상),37.55,126.9,02-000-0000,Mo-Su 09:00-20:00,,가게 앞 두 대\n",
    "faq.csv": "id,question,answer\n"
    "f1,택배 되나요?,네 택배로 보내 드려요. 배송비는 3000원이에요.\n"
    "f2,빵은 어떻게 보관하나요?,밀봉해서 냉동하면 2주까지 맛있어요.\n",
    "policies/returns.md": "# 환불 안내\n\n## 식품\n\n식품은 받은 날부터 7일 안에 문제가 있을 때 환불해 드려요.\n",
    "articles/starter.md": "# 천연 발효종 이야기\n\n보리네는 열두 해 키운 발효종으로 반죽해요.\n",
}


def small_brand(folder: Path) -> Path:
    """Writes the folder and returns it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
