"""Write keys from ``brand.toml``: known, switched off, wrong, changed while we run."""

from pathlib import Path

import pytest

from dangol.bootstrap.house import open_house
from dangol.bootstrap.write_keys import Site, WriteKeys, sites
from dangol.kit.errors import BadInput
from dangol.knowledge.brand_toml import read_brand


def brand(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "brand.toml").write_text(f'name = "보리네"\n{text}', encoding="utf-8")
    return folder


SITE = '[inboxes.site]\nchannel = "segment"\nwrite_key = ["new", "old"]\n'


def test_a_site_may_have_a_new_key_and_an_old_one(tmp_path: Path) -> None:
    text = SITE + '[inboxes.app]\nchannel = "rudderstack"\nmode = "off"\nwrite_key = "r"\n[inboxes.web]\nchannel = "web"\n'
    shop = Site(inbox="site", dialect="segment", enabled=True)
    assert sites(read_brand(brand(tmp_path, text))) == {
        "new": shop,
        "old": shop,
        "r": Site(inbox="app", dialect="rudderstack", enabled=False),
    }


@pytest.mark.parametrize(
    "key", ["", "write_key = 5", "write_key = []", 'write_key = ""', 'write_key = "키"', 'write_key = ["a", 1]', 'write_key = ["a", "a"]']
)
def test_a_wrong_key_is_refused_by_name(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInput, match=r"inboxes\.site"):
        sites(read_brand(brand(tmp_path, f'[inboxes.site]\nchannel = "segment"\n{key}\n')))


def test_the_file_is_read_again_and_a_wrong_one_is_not_taken_over(tmp_path: Path) -> None:
    house = open_house(brand(tmp_path / "brand", SITE))
    keys = WriteKeys(house.knowledge.brand)
    assert set(keys()) == {"new", "old"}
    brand(house.folder, SITE.replace('["new", "old"]', '"newest"'))
    assert set(keys()) == {"newest"}
    brand(house.folder, SITE.replace('["new", "old"]', "false # more"))
    assert set(keys()) == {"newest"}
    house.close()


def test_a_brand_with_a_wrong_key_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="bad_write_key"):
        open_house(brand(tmp_path / "brand", '[inboxes.site]\nchannel = "segment"\n'))
