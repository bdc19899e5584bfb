"""Points and distances: known ones, and what is no point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.kit.sphere import Point, kilometres, point

SEOUL, BUSAN = Point(lat=37.5665, lon=126.9780), Point(lat=35.1796, lon=129.0756)
points = st.builds(Point, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


def test_from_seoul_to_busan_is_what_the_map_says() -> None:
    assert kilometres(SEOUL, BUSAN) == pytest.approx(325, rel=0.005)


def test_a_degree_of_a_meridian_is_one_360th_of_the_way_round() -> None:
    assert kilometres(Point(lat=0, lon=0), Point(lat=1, lon=0)) == pytest.approx(40_030 / 360, rel=0.001)


@given(points, points)
def test_it_is_a_distance(one: Point, other: Point) -> None:
    assert 0 <= kilometres(one, other) <= 20_016
    assert kilometres(one, other) == pytest.approx(kilometres(other, one))
    assert kilometres(one, one) == 0


@given(points)
def test_what_is_kept_is_within_a_hundred_metres(here: Point) -> None:
    assert kilometres(here, here.coarse) < 0.1


@pytest.mark.parametrize("lat", ["", "북위 37도", None, "nan", "inf", 91, -90.5, True, "1e400", [37]])
def test_what_is_no_place_on_the_earth_is_no_point(lat: object) -> None:
    assert point(lat, "127.0") is None


@pytest.mark.parametrize(("lat", "lon"), [("37.55", "126.92"), (37.55, 126.92), (" 37.55 ", 126.92)])
def test_numbers_and_texts_that_hold_them_are(lat: object, lon: object) -> None:
    assert point(lat, lon) == Point(lat=37.55, lon=126.92)
