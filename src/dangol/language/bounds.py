"""Whether a time that is named is a moment, a deadline ("까지", "by"), to be come before ("전에") or a beginning ("부터", "from")."""

import re

BOUND = r"(?P<bound>\s?까지|\s?부터|\s?전(?:에|까지)|\s?이전|\s?이후|\s?안(?:에|으로)|\s?내로|\s?중으로)?"
"""What may follow a date or a time; every pattern of them ends with it."""
_ENGLISH = re.compile(
    r"\b(?:(?P<until>by|until|till|no later than)|(?P<before>before)|(?P<since>from|after|since))\s(?:the\s|on\s|at\s)?$", re.I
)


def bound_of(said: str | None, before: str) -> str:
    """``until``, ``before``, ``from`` or empty, by what follows a time in Korean, or what stands ``before`` it in English.

    >>> bound_of("까지", ""), bound_of(" 전에", ""), bound_of(None, "I need it by "), bound_of(None, "on ")
    ('until', 'before', 'until', '')
    """
    if said:
        plain = said.strip()
        return "from" if plain in {"부터", "이후"} else "before" if plain.startswith(("전", "이전")) else "until"
    found = _ENGLISH.search(before[-24:])
    if found is None:
        return ""
    return "until" if found["until"] else "before" if found["before"] else "from"
