"""Finds out which of the product formats a file has: our own table, a Naver EP feed or a Google Merchant feed."""

from collections.abc import Iterator, Mapping

from dangol.knowledge.csv_table import header_of
from dangol.knowledge.merchant_feed import looks_like_merchant, read_merchant
from dangol.knowledge.naver_feed import is_partial, looks_like_naver, read_naver
from dangol.knowledge.rows import Row
from dangol.knowledge.subject_rows import read_products
from dangol.knowledge.text_file import TextFile


def read_product_file(file: TextFile, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Product rows of a file in any of the formats; with a mapping it is our own table. BadInput as its reader says."""
    if mapping:
        return read_products(file, mapping)
    if file.text.lstrip().startswith("<"):
        return read_merchant(file)
    headers, _ = header_of(file.text)
    if looks_like_naver(headers):
        return read_naver(file)
    if looks_like_merchant(headers):
        return read_merchant(file)
    return read_products(file)


def tells_changes_only(file: TextFile) -> bool:
    """Whether what the file does not name is left as it is, instead of being taken as gone."""
    headers, _ = header_of(file.text)
    return looks_like_naver(headers) and is_partial(headers)
