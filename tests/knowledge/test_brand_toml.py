from pathlib import Path

import pytest

from dangol.kit.errors import BadInput
from dangol.knowledge.brand_toml import Inbox, read_brand
from dangol.knowledge.facts import BrandProfile, Voice


def written(folder: Path, text: str | bytes) -> Path:
    (folder / "brand.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_everything_that_a_brand_says(tmp_path: Path) -> None:
    text = """
fictional = true
name = "장미네"
name_en = "Rose"
phone = "02-000-0000"
[voice]
호칭 = "손님"
말투 = "합니다체"
[inboxes.web]
channel = "web"
mode = "draft only"
[inboxes.톡]
channel = "kakao"
mode = "automatic"
bot = "rose"
[limits]
a_day = 3
"""
    brand = read_brand(written(tmp_path, text))
    assert brand.profile == BrandProfile(name="장미네", name_en="Rose", phone="02-000-0000", voice=Voice(customer="손님", style="합니다체"))
    assert brand.inboxes == {
        "web": Inbox(name="web", channel="web", mode="draft_only"),
        "톡": Inbox(name="톡", channel="kakao", mode="automatic", settings={"bot": "rose"}),
    }
    assert (brand.law, brand.limits, brand.fictional, brand.ignored) == ({}, {"a_day": 3}, True, ())


@pytest.mark.parametrize(
    ("said", "meant"), [("반말 말고 다정하게", "해요체"), ("격식 있게", "합니다체"), ("합니다체", "합니다체"), ("해요체로 짧게", "해요체")]
)
def test_a_manner_in_the_owners_words_is_one_of_two(tmp_path: Path, said: str, meant: str) -> None:
    assert read_brand(written(tmp_path, f'name = "a"\n[voice]\n말투 = "{said}"')).profile.voice.style == meant


def test_keys_we_do_not_know_are_named_and_stop_nothing(tmp_path: Path) -> None:
    brand = read_brand(written(tmp_path, 'name = "a"\nnmae = "b"\n[voice]\ntone = "c"'))
    assert (brand.profile.name, brand.ignored) == ("a", ("nmae", "voice.tone"))


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ('name = "a"\n\nphone = 02-1', "brand.no_toml", "line 3"),
        ('name = "a"\n호칭 = ', "brand.no_toml", "line 2"),
        ("name = " + "[" * 5000, "brand.no_toml", "brand.toml"),
        (b'name = "a"\nphone = "\xff"', "brand.no_toml", "line 2"),
        ("", "brand.bad_value", "name"),
        ("name = 3", "brand.bad_value", "name"),
        ('name = "a"\ntimezone = "Seoul"', "brand.bad_value", "timezone"),
        ('name = "a"\ntimezone = "../../etc"', "brand.bad_value", "timezone"),
        ('name = "a"\n[inboxes.web]\nchannel = "web"\nmode = "on"', "brand.bad_value", "inboxes.web.mode"),
        ('name = "a"\n[inboxes.web]\nmode = "off"', "brand.bad_value", "inboxes.web.channel"),
        ('name = "a"\ninboxes = "web"', "brand.bad_value", "inboxes"),
        ('name = "a"\n[inboxes]\nweb = 1', "brand.bad_value", "inboxes.web"),
        ('name = "a"\nlaw = 1', "brand.bad_value", "law"),
        ('name = "a"\nfictional = "yes"', "brand.bad_value", "fictional"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str | bytes, code: str, names: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_brand(written(tmp_path, text))
    assert raised.value.code == code
    assert names in raised.value.en


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_brand(tmp_path)
    assert raised.value.code == "file.missing"
