"""A need in one sentence, Korean and English, with what it rests on. A guess says that it is one."""

from collections.abc import Mapping

from dangol.kit.korean import particle
from dangol.people.needs import Need, NeedKind

_WANTS: Mapping[NeedKind, tuple[str, str]] = {
    "know": ("{을} 알고 싶어 해요", "wants to know about {it}"),
    "go": ("{에} 가려고 해요", "wants to go to {it}"),
    "compare": ("{을} 견주어 보고 있어요", "is comparing {it}"),
    "buy": ("{을} 사려고 해요", "wants to buy {it}"),
    "help": ("{으로} 도움이 필요해요", "needs help with {it}"),
    "complain": ("{이} 불만스러워요", "is unhappy with {it}"),
    "praise": ("{을} 마음에 들어 해요", "is happy with {it}"),
    "idea": ("{을} 더 낫게 할 생각이 있어요", "has an idea about {it}"),
}
_WAYS: Mapping[str, tuple[str, str]] = {
    "viewed": ("{}번 보았고", "looked {}"),
    "searched": ("{}번 찾았고", "searched {}"),
    "carted": ("{}번 담았고", "put it into the cart {}"),
    "wished": ("{}번 찜했고", "wished for it {}"),
    "said": ("{}번 말했고", "wrote {}"),
    "reviewed": ("후기를 {}번 썼고", "reviewed it {}"),
    "rated": ("{}번 평가했고", "rated {}"),
}


def sentence(need: Need, names: Mapping[str, str]) -> tuple[str, str]:
    """Why we think so, as one sentence each.

    Args:
        names: what subjects are called, by ``product/P001``; what has no name is shown by its id, and the brand is "브랜드".
    """
    called = [names.get(subject, subject.partition("/")[2] or subject) for subject in need.subjects]
    ko_name, en_name = " · ".join(called) or "브랜드", " and ".join(called) or "the brand"
    ko, en = _WANTS[need.kind]
    said_ko = ko.format(**{form: _joined(ko_name, form) for form in ("을", "이", "에", "으로")})
    said_en = en.format(it=en_name)
    begun = said_en[0].upper() + said_en[1:]
    if need.latent:
        return f"추측: 비슷한 사람들로 미루어, {said_ko}.", f"A guess, from people alike: {said_en}."
    ways = [(word, times) for word, times in need.ways if word in _WAYS]
    if not ways:
        return f"{said_ko}.", f"{begun}."
    done_ko = ", ".join(_WAYS[word][0].format(times) for word, times in ways).removesuffix("고") + "어요."
    done_en = ", ".join(_WAYS[word][1].format("once" if times == 1 else f"{times} times") for word, times in ways)
    return f"{done_ko} {said_ko}.", f"{begun}: {done_en}."


_TO_THEMSELVES: Mapping[NeedKind, tuple[str, str]] = {
    "know": ("{을} 알고 싶어 하시는 것 같아요", "you want to know about {it}"),
    "go": ("{에} 가시려는 것 같아요", "you want to go to {it}"),
    "compare": ("{을} 견주어 보시는 것 같아요", "you are comparing {it}"),
    "buy": ("{을} 사려고 하시는 것 같아요", "you want to buy {it}"),
    "help": ("{으로} 도움이 필요하신 것 같아요", "you need help with {it}"),
    "complain": ("{이} 불만스러우신 것 같아요", "you are unhappy with {it}"),
    "praise": ("{이} 마음에 드신 것 같아요", "you are happy with {it}"),
    "idea": ("{을} 더 낫게 할 생각이 있으신 것 같아요", "you have an idea about {it}"),
}


def to_themselves(need: Need, names: Mapping[str, str]) -> tuple[str, str]:
    """What we think that they want, said to the person; see ``sentence``."""
    called = [names.get(subject, subject.partition("/")[2] or subject) for subject in need.subjects]
    ko_name, en_name = " · ".join(called) or "저희 가게", " and ".join(called) or "our shop"
    ko, en = _TO_THEMSELVES[need.kind]
    said = ko.format(**{form: _joined(ko_name, form) for form in ("을", "이", "에", "으로")})
    begun = ("비슷한 분들로 미루어 짐작하면, ", "A guess from people alike: ") if need.latent else ("", "We think that ")
    return f"{begun[0]}{said}.", f"{begun[1]}{en.format(it=en_name)}."


def _joined(name: str, form: str) -> str:
    return f"{name}에" if form == "에" else particle(name, form)
