"""Points on the earth and how far apart they are."""

import math
from dataclasses import dataclass

_RADIUS = 6371.0088  # km, the mean radius of the earth (IUGG)
_KEPT = 3  # decimals of a degree: about 100 m


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """Degrees: ``lat`` -90…90, ``lon`` -180…180. Read with ``point``, which checks them."""

    lat: float
    lon: float

    @property
    def coarse(self) -> "Point":
        """The same to about 100 m: near enough to choose a shop by, and less than where somebody stands."""
        return Point(lat=round(self.lat, _KEPT), lon=round(self.lon, _KEPT))


def point(lat: object, lon: object) -> Point | None:
    """The point of two numbers, or of two texts that hold one each; None for anything that is no place on the earth."""
    north, east = _number(lat), _number(lon)
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
        return None
    return Point(lat=north, lon=east)


def kilometres(one: Point, other: Point) -> float:
    """The length in km of the straight line over the ground (haversine; at most 0.5 % off, for the earth is no sphere)."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    up, along = (south - north) / 2, math.radians(other.lon - one.lon) / 2
    half = math.sin(up) ** 2 + math.cos(north) * math.cos(south) * math.sin(along) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
