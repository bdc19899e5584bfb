"""Particles by the last letter, names in Latin letters, and the skeleton in which loan words meet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.kit.korean import consonants, particle, romanise

PARTICLES = [
    ("랜턴", "은", "랜턴은"),
    ("의자", "은", "의자는"),
    ("노트", "이", "노트가"),
    ("연필", "이", "연필이"),
    ("책", "을", "책을"),
    ("지우개", "을", "지우개를"),
    ("독서대", "과", "독서대와"),
    ("램프", "과", "램프와"),
    ("책갈피", "으로", "책갈피로"),
    ("연필", "으로", "연필로"),  # ㄹ counts as open
    ("색", "으로", "색으로"),
    ("월넛", "이에요", "월넛이에요"),
    ("우유", "이에요", "우유예요"),
    ("4,200원", "이에요", "4,200원이에요"),
    ("3", "이에요", "3이에요"),  # 삼
    ("2", "이에요", "2예요"),  # 이
    ("10", "은", "10은"),
    ("5", "은", "5는"),
    ("6", "으로", "6으로"),
    ("7", "으로", "7로"),
    ("8", "으로", "8로"),
    ("A", "은", "A는"),
    ("Lamp", "은", "Lamp은"),
    ("Stand", "은", "Stand는"),
    ("책(개정판)", "은", "책(개정판)은"),  # the last letter or digit decides
    ("고래의 편지!", "은", "고래의 편지!는"),
    ("", "은", "는"),
    ("…", "이에요", "…예요"),
]

UNITS = [
    ("24cm", "24cm예요"),  # 센티미터
    ("3mm", "3mm예요"),  # 밀리미터
    ("2m", "2m예요"),
    ("620g", "620g이에요"),  # 그램
    ("5kg", "5kg이에요"),
    ("350ml", "350ml예요"),  # 밀리리터
    ("1L", "1L예요"),
    ("3%", "3%예요"),  # 퍼센트
    ("95kcal", "95kcal예요"),
]


@pytest.mark.parametrize(("word", "kind", "said"), PARTICLES)
def test_particles(word: str, kind: str, said: str) -> None:
    assert particle(word, kind) == said


@pytest.mark.parametrize(("value", "said"), UNITS)
def test_a_unit_takes_the_particle_of_its_korean_name(value: str, said: str) -> None:
    assert particle(value, "이에요") == said


def test_an_unknown_particle_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        particle("책", "에서")


@settings(database=None, derandomize=True, deadline=None)
@given(st.text(st.characters()), st.sampled_from(["은", "이", "을", "과", "으로", "이에요"]))
def test_a_particle_is_only_ever_added(word: str, kind: str) -> None:
    assert particle(word, kind).startswith(word)
    assert len(particle(word, kind)) > len(word)


ROMANISED = [
    ("연남", "yeonnam"),
    ("서촌", "seochon"),
    ("광안", "gwangan"),
    ("해운대", "haeundae"),
    ("부산", "busan"),
    ("Book 책", "book chaek"),
    ("", ""),
]


@pytest.mark.parametrize(("korean", "latin"), ROMANISED)
def test_romanised(korean: str, latin: str) -> None:
    assert romanise(korean) == latin


@pytest.mark.parametrize(("english", "korean"), [("latte", "라떼"), ("lamp", "램프"), ("tent", "텐트"), ("scone", "스콘")])
def test_loan_words_meet_in_their_consonants(english: str, korean: str) -> None:
    assert consonants(english) == consonants(romanise(korean))
