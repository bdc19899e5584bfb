"""Things of which nothing is guessed: they may tell of someone's health, sex life, faith or politics (개인정보 보호법 제23조). Pure.

Somebody who says or does it is answered; what is never done is to conclude it from what others did.
"""

from dangol.kit.text import squash

_WORDS = (
    *("임신", "출산", "난임", "피임", "배란", "생리", "갱년기", "콘돔", "성인용품", "러브젤"),
    *("환자", "질환", "질병", "당뇨", "혈압", "혈당", "탈모", "치매", "우울", "수면제", "금연", "요실금", "기저귀", "의약", "약국", "치료"),
    *("건강기능식품", "건기식", "영양제", "다이어트", "장애", "보청기", "휠체어", "아토피", "알레르기"),
    *("종교", "성경", "불경", "묵주", "염주", "정당", "노동조합"),
    *("pregnan", "fertility", "contracept", "condom", "menopaus", "diabet", "patient", "medicine", "medical", "supplement", "diet"),
    *("adultdiaper", "hearingaid", "wheelchair", "bible", "rosary"),
)


def sensitive(text: str) -> bool:
    """Whether the name or category of a product may tell of such a thing.

    >>> sensitive("임산부·임신 준비 세트"), sensitive("산미 원두 200g")
    (True, False)
    """
    said = squash(text)
    return any(word in said for word in _WORDS)
