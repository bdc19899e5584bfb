from pathlib import Path

import pytest
from brand_files import NAVER, PARTIAL, read

from dangol.kit.errors import BadInput
from dangol.knowledge.product_files import read_product_file, tells_changes_only
from dangol.knowledge.rows import SubjectRow, WithdrawnRow
from dangol.knowledge.text_file import read_text

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>장미네</title>
<item>
  <g:id>TV_1</g:id><title>plain title</title><g:title>장미 크림 &amp; 로션</g:title>
  <description><![CDATA[<p>촉촉한<br>크림</p>]]></description>
  <link>https://shop.example/1</link><g:price>15000.00 KRW</g:price><g:sale_price>12,000 KRW</g:sale_price>
  <g:availability>in stock</g:availability><g:product_type>화장품 &gt; 크림</g:product_type>
  <g:brand>장미네</g:brand><g:gtin>8801234567890</g:gtin><g:condition>new</g:condition>
  <g:shipping><g:country>KR</g:country><g:price>3000 KRW</g:price></g:shipping>
  <g:product_detail><g:section_name>기본</g:section_name><g:attribute_name>용량</g:attribute_name><g:attribute_value>50ml</g:attribute_value></g:product_detail>
</item>
<item><g:id>TV_2</g:id><g:title>비누</g:title><g:price>9.99 USD</g:price><g:availability>in_stock</g:availability></item>
<item><g:id>TV_3</g:id><g:title>로션</g:title><g:price>9000</g:price><g:availability>out_of_stock</g:availability></item>
<item><g:id>TV_4</g:id><g:title>오일</g:title><g:price>9000 KRW</g:price><g:availability>maybe</g:availability></item>
<item><g:id>TV_5</g:id><g:title>팩</g:title><g:price>9000 KRW</g:price><g:sale_price>8000 KRW</g:sale_price>
  <g:sale_price_effective_date>2026-01-01T00:00+0900/2026-01-08T00:00+0900</g:sale_price_effective_date></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>t</title>
<entry><title>크림</title><link href="https://shop.example/1"/><g:id>a1</g:id><g:price>KRW 15000</g:price>
<g:color>빨강</g:color></entry></feed>"""
TSV = (
    'id\ttitle\tdescription\tlink\tprice\tavailability\tcolor\nx1\t크림\t"따옴표 ""안"" 글"\thttps://a.example\t15000 KRW\tpreorder\t빨강\n'
)


def cells(row: object) -> dict[str, str]:
    assert isinstance(row, SubjectRow)
    return dict(row.cells)


def test_a_naver_feed(tmp_path: Path) -> None:
    accepted, refused = read(read_product_file, tmp_path / "ep.tsv", NAVER)
    assert cells(accepted[0]) == {
        "name": '장미 크림 50ml "한정"',
        "category": "화장품 > 스킨케어 > 크림",
        "price": "12000",
        "options": "50ml|100ml",
        "url": "https://shop.example/1001",
        "shipping": "무료",
        "price_mobile": "11500",
        "normal_price": "15000",
        "image_link": "https://shop.example/1.jpg",
        "brand": "장미네",
        "maker": "장미공방",
        "origin": "대한민국",
        "event_words": "오늘만",
        "option_detail": "50ml^12000|100ml^20000",
    }
    assert cells(accepted[1])["shipping"] == "3000"
    assert [(row.line, row.thing) for row in refused] == [(3, "product/1002")]
    assert not tells_changes_only(read_text(tmp_path / "ep.tsv", "ep.tsv"))


def test_a_partial_naver_feed_withdraws_products(tmp_path: Path) -> None:
    accepted, refused = read(read_product_file, tmp_path / "ep.tsv", PARTIAL + "1004\t쑥 비누\t5000\tD\t2026-01-02 03:04:05\n")
    assert refused == []
    assert cells(accepted[0])["price"] == "13000"
    assert isinstance(accepted[1], WithdrawnRow)
    assert accepted[1].thing == "product/1003"
    assert cells(accepted[2])["stock"] == "0"
    assert tells_changes_only(read_text(tmp_path / "ep.tsv", "ep.tsv"))


def test_a_merchant_feed_in_rss(tmp_path: Path) -> None:
    accepted, refused = read(read_product_file, tmp_path / "feed.xml", RSS)
    assert cells(accepted[0]) == {
        "name": "장미 크림 & 로션",
        "category": "화장품 > 크림",
        "availability": "in_stock",
        "description": "촉촉한\n크림",
        "url": "https://shop.example/1",
        "normal_price": "15000",
        "price": "12000",
        "brand": "장미네",
        "gtin": "8801234567890",
        "condition": "new",
        "shipping": "KR 3000 KRW",
        "용량": "50ml",
    }
    assert [row.source.line for row in accepted] == [3, 13, 15]
    assert (cells(accepted[1])["stock"], cells(accepted[1])["price"]) == ("0", "9000")
    assert (cells(accepted[2])["price"], cells(accepted[2])["sale_price"]) == ("9000", "8000")
    assert [(row.line, row.thing) for row in refused] == [(12, "product/TV_2"), (14, "product/TV_4")]
    assert "won" in refused[0].reason_en
    assert "availability" in refused[1].reason_en


def test_merchant_feeds_in_atom_and_tsv(tmp_path: Path) -> None:
    accepted, _ = read(read_product_file, tmp_path / "feed.xml", ATOM)
    assert cells(accepted[0]) == {"name": "크림", "url": "https://shop.example/1", "price": "15000", "color": "빨강"}
    accepted, _ = read(read_product_file, tmp_path / "feed.tsv", TSV)
    assert cells(accepted[0])["description"] == '따옴표 "안" 글'
    assert cells(accepted[0])["availability"] == "preorder"


def test_a_feed_in_euc_kr_that_says_so(tmp_path: Path) -> None:
    text = RSS.replace("UTF-8", "EUC-KR")
    accepted, _ = read(read_product_file, tmp_path / "feed.xml", text.encode("euc-kr"))
    assert cells(accepted[0])["brand"] == "장미네"


@pytest.mark.parametrize(
    ("xml", "code", "line"),
    [
        ('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><item><id>&b;</id></item></rss>', "feed.has_dtd", ""),
        ('<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><rss/>', "feed.has_dtd", ""),
        ("<rss>\n<channel>\n<item><title>a</title>", "feed.no_xml", "line 3"),
        ("<rss><item>&nbsp;</item></rss>", "feed.no_xml", "line 1"),
    ],
)
def test_unsafe_and_broken_xml_is_refused_as_a_whole(tmp_path: Path, xml: str, code: str, line: str) -> None:
    with pytest.raises(BadInput) as raised:
        read(read_product_file, tmp_path / "feed.xml", xml)
    assert raised.value.code == code
    assert line in raised.value.en
