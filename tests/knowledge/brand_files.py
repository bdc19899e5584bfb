"""Files that the tests of this room write."""

from collections.abc import Callable, Iterator
from pathlib import Path

from dangol.knowledge.rows import RefusedRow, Row
from dangol.knowledge.text_file import TextFile, read_text

PRODUCTS = """id,name,category,price,stock,options,용량,description,url
p01,장미 크림,크림,12000,5,50ml|100ml,50ml,촉촉해요,https://shop.example/p01
p02,쑥 비누,비누,"8,000원",0,,100g,,
"""
PLACES = 'id,name,address,lat,lon,phone,hours,closed,parking\ns1,본점,서울,37.5,127.0,02-000-0000,"Mo-Fr 11:00-20:00; PH off",주말,없음\n'
FAQ = 'id,question,answer\nf01,포장 되나요?,"네, 됩니다."\nf02,교환 되나요?,7일 안에 됩니다.\n'
SHIPPING = "# 배송 안내\n\n## 배송비\n3,000원입니다.\n\n## 기간\n이틀 걸립니다.\n"
NAVER = (
    "id\ttitle\tprice_pc\tprice_mobile\tnormal_price\tlink\timage_link\tcategory_name1\tcategory_name2\tcategory_name3\t"
    "category_name4\tbrand\tmaker\torigin\tevent_words\toption_detail\tshipping\n"
    '1001\t장미 크림 50ml "한정"\t12000\t11500\t15000\thttps://shop.example/1001\thttps://shop.example/1.jpg\t화장품\t스킨케어\t크림\t\t'
    "장미네\t장미공방\t대한민국\t오늘만\t50ml^12000|100ml^20000\t0\n"
    "1002\t쑥 비누\t만원\t\t\thttps://shop.example/1002\t\t화장품\t\t\t\t\t\t\t\t\t-1\n"
    "1003\t쌀 로션\t9000\t\t\thttps://shop.example/1003\t\t화장품\t\t\t\t\t\t\t\t\t3000\n"
)
PARTIAL = "id\ttitle\tprice_pc\tclass\tupdate_time\n1001\t장미 크림\t13000\tU\t2026-01-02 03:04:05\n1003\t\t\tD\t2026-01-02 03:04:05\n"


def brand_folder(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "brand.toml").write_text('name = "장미네"\n', "utf-8")
    (folder / "products.csv").write_text(PRODUCTS, "utf-8")
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "faq.csv").write_text(FAQ, "utf-8")
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "shipping.md").write_text(SHIPPING, "utf-8")
    return folder


def read(reader: Callable[[TextFile], Iterator[Row]], path: Path, content: str | bytes) -> tuple[list[Row], list[RefusedRow]]:
    """What a reader makes of a file with this content: the accepted rows and the refused ones."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows = list(reader(read_text(path, path.name)))
    return [row for row in rows if not isinstance(row, RefusedRow)], [row for row in rows if isinstance(row, RefusedRow)]
