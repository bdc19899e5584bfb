"""Pictures from strangers: what is hidden in them goes, what is no single whole picture is refused, and nothing is decoded for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.kit.errors import BadInput
from dangol.kit.pictures.picture import clean
from pictures_made import JPEG, WEBP, WEBP_LOSSLESS, chunk, png

PNG = png(3, 2, chunk(b"tEXt", b"place\x0037.55"), chunk(b"eXIf", b"MM\0*Phone"), chunk(b"iCCP", b"me\0\0x"))
ALL = {"jpeg": JPEG, "png": PNG, "webp": WEBP, "lossless": WEBP_LOSSLESS}
HIDDEN = (b"Exif", b"EXIF", b"eXIf", b"Phone", b"37.55", b"<script>", b"JFIF", b"tEXt", b"iCCP", b"XMP")


def refusal(raw: bytes) -> BadInput:
    with pytest.raises(BadInput) as found:
        clean(raw)
    assert found.value.ko != found.value.en
    return found.value


@pytest.mark.parametrize(
    ("raw", "media", "size", "turned"),
    [
        (JPEG, "image/jpeg", (12, 8), 6),
        (PNG, "image/png", (3, 2), 1),
        (WEBP, "image/webp", (12, 8), 1),
        (WEBP_LOSSLESS, "image/webp", (12, 8), 1),
    ],
)
def test_only_the_picture_stays(raw: bytes, media: str, size: tuple[int, int], turned: int) -> None:
    assert raw is WEBP_LOSSLESS or sum(one in raw for one in HIDDEN) >= 3
    found = clean(raw)
    assert (found.media, (found.width, found.height), found.orientation) == (media, size, turned)
    assert not [one for one in HIDDEN if one in found.data]
    assert clean(found.data).data == found.data


def test_how_it_is_turned_is_the_one_thing_that_whoever_looks_is_told() -> None:
    found = clean(JPEG)
    assert len(found.upright) == len(found.data) + 36
    assert clean(found.upright) == found
    assert clean(PNG).upright == clean(PNG).data


@pytest.mark.parametrize("name", ALL)
def test_a_picture_that_is_cut_off_anywhere_is_refused(name: str) -> None:
    raw = ALL[name]
    assert {refusal(raw[:end]).code for end in range(1, len(raw))} <= {"picture.broken", "picture.type"}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("tail", [b"PK\x03\x04", b"<html><script>", b"GIF89a", b"\0\0%PDF-1.7", b"#!/bin/sh"])
def test_a_second_file_behind_the_picture_is_refused(name: str, tail: bytes) -> None:
    assert refusal(ALL[name] + tail).code == "picture.hides"


@pytest.mark.parametrize("tail", [JPEG, b"notes of a phone SEFT", b"\0\0\0\x18ftypmp42film"])
def test_what_phones_append_is_cut_off(tail: bytes) -> None:
    assert clean(JPEG + tail).data == clean(JPEG).data


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "picture.empty"),
        (b"GIF89a" + b"\0" * 90, "picture.type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.type"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 90, "picture.type"),
        (JPEG[:4] + b"<html><script>alert(1)</script>", "picture.broken"),
        (png() + b"\0" * (8 * 1024 * 1024), "picture.too_large"),
        (png(50_000, 50_000, pixels=False), "picture.dimensions"),
        (png(12_000, 5_000, pixels=False), "picture.dimensions"),
        (png(0, 1, pixels=False), "picture.broken"),
        (png(3, 2, chunk(b"acTL", b"\0" * 8)), "picture.moves"),
        (png(3, 2, chunk(b"EVIL", b"")), "picture.broken"),
        (png().replace(b"IDAT", b"IDAX"), "picture.broken"),
        (png(3, 2, chunk(b"tEXt", b"") * 20_001), "picture.broken"),
        (b"\xff\xd8" + b"\xff\xe1\x00\x02" * 5_001 + JPEG[2:], "picture.broken"),
        (JPEG.replace(b"\xff\xc0\x00\x11\x08\x00\x08\x00\x0c", b"\xff\xc0\x00\x11\x08\xc3\x50\xc3\x50"), "picture.dimensions"),
        (WEBP.replace(WEBP[24:30], b"\x4f\xc3\x00\x4f\xc3\x00", 1), "picture.dimensions"),
    ],
)
def test_what_is_no_picture_to_keep_is_refused_in_words(raw: bytes, code: str) -> None:
    found = refusal(raw)
    assert found.code == code
    assert found.status == (413 if code == "picture.too_large" else 400)


@settings(max_examples=300)
@given(st.sampled_from(sorted(ALL)), st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=6), st.integers(0, 2_000))
def test_no_damage_does_anything_but_a_refusal(name: str, changes: list[tuple[int, int]], length: int) -> None:
    raw = bytearray(ALL[name])
    for place, value in changes:
        raw[place % len(raw)] = value
    try:
        found = clean(bytes(raw[:length]))
    except BadInput:
        return
    assert clean(found.data).data == found.data
