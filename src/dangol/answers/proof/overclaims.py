"""What may not be said lightly: superlatives and absolutes need their word in the evidence; effects on health are always refused.

"No medical claim leaves at all" (ARCHITECTURE §7, promise 1). A denial ("치료 효과가 없어요"), a warning ("병원에 가세요") and the
use of an object ("곰팡이를 막아요") are no effects on health.
"""

import re
from collections.abc import Iterable

_GROUPS = (  # one group a line: any word of it in the evidence supports any other
    r"최고|최상|으뜸|\bbest\b|\bfinest\b|\bgreatest\b",
    r"가장|제일|\bmost\b(?! of)",
    r"최저가|최저 가격|가장 저렴|가장 싼|\bcheapest\b|\blowest price\b",
    r"1위|일등|넘버원|number one|\b#1\b|no\. ?1\b",
    r"유일|하나뿐|\bonly one\b|\bunique\b",
    r"최초|처음으로 (?:만든|선보)|first in\b",
    r"완벽|퍼펙트|\bperfect",
    r"무조건|조건\s?없이|unconditional|no matter what|no questions asked",
    r"항상|언제나|(?<![가-힣])늘(?=\s)|\balways\b|any ?time\b|언제든(?!지? (?:문의|물어|말씀|연락|찾아|편하게|알려|다시|질문))",
    r"반드시|꼭(?=\s?(?:보장|만족|받으))|\bcertainly\b|\bdefinitely\b",
    r"절대|전혀|결코|\bnever\b|\babsolutely\b",
    r"보장|개런티|\bguarantee",
    r"누구나|누구에게나|\beveryone\b|\banyone\b|\banybody\b",
    r"어디서나|어디서든|어디든|\banywhere\b|\beverywhere\b",
    r"모든|(?<!에 )(?<!서 )(?<!다 )모두|전부|전\s?(?:상품|제품|매장|지역|품목)|\ball (?!over)|\bevery (?!day)|\bentire\b|"
    r"\bany (?:order|item|product|purchase)",
    r"전국|nationwide|all over korea|throughout korea",
    r"평생|영구|\blifetime\b|\bforever\b|\bpermanent",
    r"무제한|제한\s?없이|\bunlimited\b|no limit",
    r"어떤 경우에도|어떠한|예외 ?없이|in any case|under any circumstances",
    r"즉시|곧바로|바로바로|바로 ?(?:들어|입금|환불|지급|처리|적립|도착)|당장|\binstant|\bimmediate|right away",
    r"세계|월드|\bworld'?s?\b",
    r"인증|공식|특허|수상|\bcertified\b|\bofficial|\bpatent|\baward",
    r"인기|베스트셀러|화제|대세|\bpopular\b|best-?sell",
    r"안심|안전하|무해|\bharmless\b|\bsafe\b",
    r"할인|세일|특가|\bdiscount|\bon sale\b",
    r"사은품|증정|덤으로|\bfree gift\b|\bgiveaway\b",
    r"여러 ?(?:장|개|번|가지|곳|벌|명)|\bseveral\b|\bmultiple\b",
    r"한정|\blimited\b",
    r"혁신|기적|마법|\bmiracle|\bmagic|\brevolutionary\b",
)
_OFTEN = tuple(
    re.compile(group, re.IGNORECASE)
    for group in (r"매주|\bweekly\b", r"매일|날마다", r"매월|매달|달마다|\bmonthly\b", r"매년|해마다|\byearly\b|\bannual")
)
_ABSOLUTES = tuple(re.compile(group, re.IGNORECASE) for group in _GROUPS)
_WHOLE = re.compile(r"(?<!\d)100\s?(?:%|퍼센트|프로|percent)", re.IGNORECASE)

_BODY = (
    r"면역|혈압|혈당|혈액|혈류|당뇨|콜레스테롤|관절|통증|두통|편두통|요통|허리 ?병|불면|숙면|수면의 질|우울|불안|스트레스|피로|노화|"
    r"주름|미백|아토피|여드름|"
    r"염증|습진|알레르기|비염|천식|감기|독감|바이러스|암(?=[을이에 ]|세포)|항암|종양|치매|기억력|집중력|탈모|비만|체지방|다이어트|"
    r"체중|살(?=이 빠|을 빼|빠)|"
    r"변비|소화|위장|장 ?건강|간 ?건강|심장|뼈|골다공|갱년기|생리통|숙취|해독|디톡스|독소|노폐물|신진대사|항산화|건강|피부|질병|질환|"
    r"병(?=[을이 ]|의)|"
    r"immun|blood|diabet|cholesterol|joint|pain|headache|insomnia|sleep|depress|anxiety|stress|fatigue|aging|wrinkle|acne|eczema|"
    r"inflam|allerg|asthma|"
    r"cold\b|flu\b|virus|cancer|memory|weight|fat\b|digest|constipat|liver|heart|bone|detox|toxin|metabol|antioxid|health|skin|"
    r"disease|illness|hangover"
)
_EFFECT = (
    r"좋(?:아|은|습|고|다|을|답|대)|도움|도와|효과|효능|효험|개선|완화|치료|치유|예방|낫|나아|나았|호전|가라앉|회복|줄여|줄어|감소|없애|없어지|막아|"
    r"해소|증진|강화|높여|낮춰|"
    r"낮추|높이|빠지|빠져|빼|풀어|조절|억제|촉진|배출|"
    r"\bgood for|\bhelps?\b|\bcures?\b|\bheals?\b|\btreats?\b|\bprevents?\b|\brelie|\breduc|\bimprov|\bboost|\blower|\beffective|"
    r"\bremed|\bfights?\b|\bbeneficial|"
    r"\bsooth|\bpromot"
)
_ALONE = re.compile(
    r"만병통치|약효|의학적|임상|디톡스 ?(?:효과|음료)|살이? ?빠|다이어트에|면역력|항암|항산화|숙면에|불면증|피로 ?회복|노화 ?방지|"
    r"해독 ?작용|자양강장|"
    r"\bcures?\b|\btherapeutic|\bmedicinal|\bclinically|\bdetox|weight loss|anti-?aging|immune",
    re.IGNORECASE,
)
_MEDICAL = re.compile(rf"(?:{_BODY})[^.!?]{{0,24}}(?:{_EFFECT})|(?:{_EFFECT})[^.!?]{{0,24}}(?:{_BODY})", re.IGNORECASE)
_NOT_AN_EFFECT = re.compile(
    r"병원|의사|전문의|119|상담하|어지러|메스꺼|증상|주의|드시지 마|쓰지 마|피하|물질|유발|들어 있|함유|말씀드릴 수 없|판단할 수 없|"
    r"아니에요|아닙니다|않아요|않습니다|"
    r"없어요|없습니다|\bdoctor|\bnot\b|n't\b|\bcontains?\b|\bmedical advice",
    re.IGNORECASE,
)


def unsupported_claims(text: str, evidence: Iterable[str], *, hours: bool = False) -> bool:
    """Whether a sentence says a superlative, an absolute or (unless it tells opening ``hours``) a frequency that no evidence says."""
    told = tuple(evidence)
    for pattern in _ABSOLUTES if hours else (*_ABSOLUTES, *_OFTEN):
        if pattern.search(text) and not any(pattern.search(one) for one in told):
            return True
    return bool(_WHOLE.search(text)) and not any(_WHOLE.search(one) for one in told)


def medical(text: str) -> bool:
    """Whether a sentence claims an effect on somebody's health."""
    return bool(_ALONE.search(text) or _MEDICAL.search(text)) and not _NOT_AN_EFFECT.search(text)
