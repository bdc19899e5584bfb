"""Values compared by number: the amount a value states, and whether a question asks for the lesser or the greater."""

import re

_NUMBER = re.compile(r"(\d[\d,]*\.?\d*)\s*(kg|g|mg|ml|l|cm|mm|m|kcal|원|인용|인|명|시간|분|루멘|lm)?", re.IGNORECASE)
_SCALE = {"kg": 1000.0, "g": 1.0, "mg": 0.001, "l": 1000.0, "ml": 1.0, "m": 100.0, "cm": 1.0, "mm": 0.1, "시간": 60.0, "분": 1.0}
_LESS = re.compile(r"(?<!비)(싸|싼)|저렴|가벼|가볍|작|낮|짧|적|얇|cheap|light|small|less|short")
_MORE = re.compile(r"비싸|비싼|무거|무겁|크|큰|높|길|긴|많|오래|두껍|밝|expensive|heav|big|larg|more|long|high")


def amount(text: str) -> float | None:
    """The first number of a value in one unit of its kind (grams, millilitres, centimetres, minutes), or None."""
    found = _NUMBER.search(text)
    return float(found[1].replace(",", "")) * _SCALE.get((found[2] or "").lower(), 1.0) if found else None


def asks_less(text: str) -> bool:
    """Whether a question asks for the cheaper, lighter, smaller …"""
    return bool(_LESS.search(text))


def asks_more(text: str) -> bool:
    """Whether a question asks for the dearer, heavier, larger …"""
    return bool(_MORE.search(text))
