"""Small made-up pasts."""

from dangol.offers.life import Life, Past, life

DAY = 24.0
WEEK = 168.0


def past(lives: dict[str, list[tuple[float, list[str]]]]) -> Past:
    index: dict[str, int] = {}
    made: dict[str, Life] = {}
    for name, occasions in lives.items():
        made[name] = life([(hour, [index.setdefault(thing, len(index)) for thing in things]) for hour, things in occasions])
    return Past(names=tuple(index), lives=made)


def weekly(things: list[str], weeks: int, start: float = 10.0) -> list[tuple[float, list[str]]]:
    return [(start + WEEK * number, things) for number in range(weeks)]
