"""Regions of Korea by name: which lies in which, where their middles are, and how deep an address lies in one."""

import pytest

from dangol.language.korea import depth, regions_named


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("홍대 근처 매장", ("홍대", "마포", "서울")),
        ("홍대근처에 매장 있어요?", ("홍대", "마포", "서울")),
        ("부산인데 가까운 곳", ("부산",)),
        ("부산광역시에서", ("부산",)),
        ("성수동 매장", ("성수", "성동", "서울")),
        ("판교역에서 제일 가까운", ("판교", "성남", "경기")),
        ("제주도에는요?", ("제주",)),
        ("Is there a shop in Busan?", ("부산",)),
    ],
)
def test_a_region_is_found_with_those_around_it(text: str, chain: tuple[str, ...]) -> None:
    assert regions_named(text)[0].chain == chain


@pytest.mark.parametrize("text", ["교통비", "해서울", "아무 곳이나", "", "수원지기", "busanese"])
def test_letters_inside_another_word_are_no_region(text: str) -> None:
    assert regions_named(text) == []


@pytest.mark.parametrize(
    ("region", "address", "said", "level"),
    [
        ("홍대", "서울특별시 마포구 와우산로 1", "홍대입구역 9번 출구", 3),
        ("홍대", "서울 마포구 망원로 1", "", 2),
        ("홍대", "서울특별시 강남구 테헤란로 1", "", 1),
        ("홍대", "경기도 성남시 분당구", "", 0),
        ("전주", "전라북도 전주시 완산구", "", 2),
        ("전주", "전북특별자치도 전주시 완산구", "", 2),
        ("강남", "서울시 강남구 역삼로 2", "", 2),
        ("부산", "서울 부산로 3", "", 0),
    ],
)
def test_how_deep_an_address_lies_in_it(region: str, address: str, said: str, level: int) -> None:
    assert depth(regions_named(region)[0], address, said) == level


def test_a_region_without_a_middle_has_that_of_the_one_around_it() -> None:
    hongdae, seoul = regions_named("홍대")[0], regions_named("서울")[0]
    assert hongdae.middle == seoul.middle is not None
    assert seoul.of_its_own
    assert not hongdae.of_its_own
