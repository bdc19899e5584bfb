"""What must be heard before anything else: harm, anger, the wish for a person; and what needs no evidence: greetings and thanks.

Patterns work on ``normalise(text)`` with spaces removed for Korean, and on the lower-cased text for English. They name the general
ways people say these things, no brand's words. Recall matters more than precision for harm: a person looks, and nothing is lost.
"""

import re
from dataclasses import dataclass
from typing import Literal

Function = Literal["greeting", "thanks", "farewell", "praise", "acknowledgement", "chatter", "complaint", "question", "request"]

_HARM = {
    "skin": r"트러블(이|났|나|생|올라)|두드러기|발진|뾰루지|(피부|얼굴|손|입술|입안|목|몸)[가-힣]{0,4}(뒤집|붓|부었|부어|부풀|빨개|빨갛|따갑|따가|가려|간지|화끈|벗겨|까졌|쓰라)|가려워|가려운데|가렵",
    "reaction": r"부작용|알레르기[가-힣]{0,3}(반응|올라|났|생겼|일으|증상)|알러지[가-힣]{0,3}(반응|올라|났|생겼|증상)|과민반응|아나필락|호흡곤란|숨[을이]?(못|안|막|차)|기절|실신|쓰러졌|경련|발작|의식|마비|중독",
    "allergic_person": r"(알레르기|알러지)(가|이)?(있|심한|심해|인데|예요|있는)[가-힣]{0,12}(먹어도|괜찮|돼|되|써도|쓸수|안전|먹여도)",
    "stomach": r"토했|토하|토를|토해|토함|토합|구토|설사|복통|배탈|식중독|(배|속)(가|이)?(아프|아파|아픈|아팠|뒤집|안좋)|체했|탈났|탈이났|혈변|피똥",
    "injury": r"다쳤|다쳐|다칠뻔|(?<!전)화상(?!담|통화|회의|채팅)|데었|데였|뎄어|베였|베었|찔렸|찢어졌는데피|피가(나|났|난)|상처(가|났|나|생)|골절|부러졌는데(다|병)|감전|불이(났|붙)|폭발|응급|119|병원(에|을|가|갔|다녀|진료|비)|의사(가|선생|한테)",
    "swallowed": r"삼켰|삼킨|삼켜|삼키|먹어버렸|먹어버|주워먹|잘못먹|씹어먹었|목에걸|질식|흡입했|들이마",
    "eye": r"눈(에|이|을)?(들어|튀|아프|아파|따가|빨개|빨갛|부었|충혈|비볐|안보|시려|찔)|안구|실명|시력이",
    "pregnancy": r"임신|임산부|임부|산모|수유(중|부|하|때)|모유|태아|출산",
    "medicine": r"약(을|이랑|하고|과|도)?(먹|복용|같이|함께|드시|바르)|복용|처방|혈압약|당뇨약|감기약|항생제|진통제|피임약|수면제|약물|치료(중|받|제|되|효과)|먹는약|항암",
    "illness": r"당뇨|고혈압|저혈압|심장병|심장질환|신부전|신장(병|질환|이)|간질환|지병|기저질환|환자(가|도|인|예|용|에게)|투병|수술(했|후|하|받|을)|아토피(가|인|있|심|에)|천식|뇌전증|암(환자|에걸|투병)|결석",
    "sick": r"(아이|애|아기|애기|강아지|고양이|댕댕이|냥이|저|몸|머리|목|위|애들|우리애)(가|이|도)?(너무|좀|많이|계속)?(아파|아프|아픈|안좋아졌|이상해)|기운이없|축늘어|열이(나|났)|어지러|메스꺼|울렁",
    "ingested": r"먹었는데(어떡|어떻게|어째|괜찮|큰일|문제|이상)|(먹었|마셨|핥았|삼켰)는데[가-힣]{0,10}(어떡|괜찮|병원)",
    "child_ate": r"(아기|애기|아이|애|조카|아들|딸|강아지|고양이|반려견|댕댕이)(가|이)[가-힣0-9]{0,14}(먹었|먹어버|삼켰|핥았|씹었|마셨)[가-힣]{0,6}(괜찮|어떡|어쩌|걱정|위험|해롭|큰일|문제)",
    "violence": r"찔러(버|죽)|찌를거|죽여버|죽일거|죽이고싶|자해|손목을긋|불질러|불지를|폭파",
    "accident": r"사고(가|났|나서|당)|넘어져서|부딪혀|부딪쳐|(손|발|손가락|발가락|다리|팔|머리|옷|목|살)(이|을|가|를)?(끼었|끼여|끼인|꼈|잘렸|잘릴뻔|데였|찢어|긁혔|멍들|삐었|접질)|멍이(들|생)|꿰맸|꿰매야|깁스|응급실",
    "fire": r"(탄|타는)(내|냄새)|연기(가)?(나|났|올라)|불꽃(이)?튀|스파크|합선|누전|과열(돼|되|로)|녹아내|터질(것|거|뻔)|폭발|가스(가)?(새|샜|누출)|가스냄새|불(이)?(붙었|났|날뻔)|일산화탄소(경보|중독|마신|마셔)",
    "unwell": r"어지럽|어지러|두통|머리가(너무|계속|좀)?(아프|아파|깨질)|구역질|속이(안좋|메스|울렁|쓰려|쓰리)|심장이(두근|빨리|벌렁)|두근거(려|리|림)|가슴이(답답|두근)|손이떨|몸이떨|잠을못(자|잤)|불면|식은땀|열이(나|났|펄펄)",
    "mouth": r"(아이|아기|애기|애|강아지|고양이|반려견|댕댕이)[가-힣]{0,6}입(에|안에)(넣|물고|물었|들어)|입(에|안에)들어갔|(코|귀)(에|로)(들어|넣)|빨아먹|핥아먹|(상한|썩은|곰팡이|유통기한지난|소비기한지난|날짜지난)[가-힣]{0,8}(먹었|마셨|먹어|먹였|섭취)",
    "brake": r"브레이크(가|를|도)?(갑자기|전혀|아예)?(안듣|안잡|안먹|고장|풀렸|풀려|밀려|이상)|제동(이)?안(되|돼)|(바퀴|핸들)(가|이)?(빠졌|빠질|풀렸|부러)",
    "infant": r"(아기|애기|신생아|영아|[0-9]+개월|돌전|돌쟁이|백일)[가-힣0-9]{0,14}(먹여도|먹어도|줘도|발라도|써도|먹일|마셔도)",
    "danger": r"자살|죽고싶|죽었|죽을|사망|독극|독성(이|반응)|일산화탄소(중독|마신|마셔)",
}
_HARM_EN = (
    r"allergic reaction|i('m| am) allergic|\brash(es)?\b|hives|vomit|threw up|throwing up|diarrh|stomach ?ache|food poisoning|pregnan|breastfeed|"
    r"breast-feed|nursing mother|medication|medicine|prescri|swallow|chok(e|ed|ing)|burn(ed|t)\b|(my|his|her|child'?s|dog'?s|cat'?s|baby'?s) (eye|skin|face|mouth|hand)|"
    r"in(to)? (my|his|her) eyes?|bleeding|injur|\bhurt(s)?\b|hospital|doctor|\bpoison|got sick|feel(s|ing)? sick|is sick|unwell|side effect|can'?t breathe|diabet|"
    r"heart (disease|condition)|kidney|surgery|seizure|itch(y|ing)|swollen|swelling|electric shock|caught fire|exploded"
)
_UPSET = (
    r"화나|화가나|화났|열받|짜증|빡[치쳐친]|어이(가)?없|어처구니|기가막|기가차|최악|실망|불쾌|황당|장난(하|치|합|이|질)|사기(치|꾼|당|아니|네|임|죠|잖)|고소(하|할|합)|고발(하|할|합|조치)|"
    r"신고(할|하겠|합|감|하고싶|해야|한다)|소비자원|소비자보호|소보원|공정위|언론|제보|책임(져|지|질|을)|몇번(째|을|이나)[가-힣]{0,8}(말|전화|연락|문의|얘기|똑같|이런|하)|도대체|대체(왜|언제|뭐)|"
    r"연락(도|이|을)?(없|안|두절|왜안)|답(변|장)?(도|이|을)?(없|안오|안하|안주|왜안)|(전화|연락)(를|도|은)?(왜|계속)?(안받|안하|씹|무시)|쓰레기|개판|엉망|다시는(안|절대|못|여기|안사)|두번다시|안산다|불친절|싸가지|무례|"
    r"성의(가)?없|무책임|뻔뻔|양심|속았|속은|환불(해|이나|당장|하라|안해|안되|도안)[가-힣]{0,3}(줘|주세요|달라|라고|주나|줄|냐|놔|줬)?(!|요!|$)[!]?|당장(환불|해결|처리|보내|와|연락|사과)|아직도(안|도착|배송|답|연락|처리|못|환불)|너무하|너무한|"
    r"참(을|는데)[가-힣]{0,4}한계|반말|사과(를)?(받|안)|서운하|속상하|찝찝|미치겠|미쳤|돌겠|이따위|이딴|이게(뭐|말|정상|맞)[가-힣]{0,6}(에요|예요|야|죠|냐|니|되|인가|은가|입니까|건가|음)|말이(돼|되|됩)|기분(이)?(나쁘|나빠|더러|상)|항의|클레임|컴플레인|"
    r"시발|씨발|ㅅㅂ|ㅆㅂ|씨팔|시1발|존나|ㅈㄴ|개같|개새|병신|ㅂㅅ|지랄|ㅈㄹ|닥쳐|꺼져|망해라|돈(이)?아깝|후회|사과(하|를|도|없)"
)
_UPSET_EN = (
    r"unacceptable|terrible|horrible|awful|worst|ridiculous|furious|angry|disgust|scam|fraud|rip ?off|outrag|pathetic|never (buy|order|com|shop)|"
    r"fed up|sick of|nobody (answers|replies|responds)|no one (answers|replies|responds)|lawyer|sue you|complain|disappoint|wtf|bullshit|useless|still (haven'?t|hasn'?t|not|waiting)"
)
_PERSON = (
    r"상담(원|사)(과|이랑|하고|님|연결|좀|한테|에게|이|을|$)|(사람|직원|담당자|사장님?|매니저|책임자|관리자|점장님?|상담)(님|분)?(이랑|랑|과|와|하고|한테|에게|으로|을|를|이|좀)?(저한테|제게)?(직접)?(연락|연결|바꿔|통화|얘기|이야기|말하|말씀|대화|불러|상담|연락|답변|응대|나와)|"
    r"(사람|직원|상담원|담당자)(은|이|분)?(없|있나|안계|계신|나오|나와)|(봇|기계|로봇|챗봇|ai|자동)[가-힣]{0,4}(말고|아니고|싫|답답|대신)|진짜사람|사람(이)?(맞|인가|이세|이야|인지)|상담원|전화(좀)?(주세요|주실|해주|부탁|달라|걸어)|직접(통화|상담|얘기|문의)|연결해"
)
_PERSON_EN = r"(speak|talk|chat|connect|transfer)( me)? (to|with) (a |an |the |some)?(real |live |actual )?(human|person|agent|someone|staff|manager|representative|owner|operator|people)|real (person|human)|human (please|agent)|live agent|customer service rep|call me"
_NOT_PERSON = r"(상담|고객센터|통화|전화)[가-힣]{0,8}(시간|몇시|언제부터|운영|가능시간)|직원(할인|채용|모집|구|수|식)|몇사람|사람(수|용)"

_GREETING = r"^(안녕|안뇽|하이|헬로|ㅎㅇ|방가|반가|처음뵙|여보세요|저기요|계세요|hi\b|hello|hey|good (morning|afternoon|evening))"
_THANKS = r"감사|고마|고맙|땡큐|ㄱㅅ|ㄳ|thank|thx|appreciate"
_FAREWELL = r"수고(하|해|많)|안녕히|들어가세요|잘있|다음에(또|봐|올)|또(올|뵐|봐)|바이|bye|see you|have a (good|nice)|좋은하루|좋은밤|굿밤"
_ACK = r"^(네+|넵+|넹|넴|예|응|ㅇㅇ|ㅇㅋ|오키|오케이|알겠|알았|그렇군|그래요|확인했|아하|아네|ok|okay|got it|i see|sure|좋아요|좋네|됐어요|괜찮아요|ㅋ+|ㅎ+|ㅠ+)"
_PRAISE = r"맛있(어|네|었|습|다|더)|최고|좋았|좋네|좋아요|좋습|예쁘|예뻐|이뻐|만족|친절(하|해)|훌륭|대박|짱|사랑|잘(쓰고|먹었|먹고|받았|샀)|빠르(네|시|고)|재밌|귀여|love (it|your|this)|great|awesome|delicious|perfect|amazing"

_STEERING = (
    r"(이전|앞|위|기존)[의에]?(모든|전부)?(지시|명령|설정|규칙|프롬프트)|지시(는|를|사항)?(전부|모두|다)?무시|시스템프롬프트|프롬프트(를|전문|내용|출력|보여)|관리자(비밀번호|권한|모드)|개발자모드|역할극|너는이제|지금부터너는|"
    r"ignore (all |any |the )?(previous|above|prior)|system prompt|jailbreak|developer mode|you are now|disregard|drop table|union select|admin password"
)

_RECORD = (
    r"(주문|운송장|송장|예약|접수)번호(가|는|은|:|이)?[a-z]?[0-9]{4,}|(어제|오늘|아까|방금|그저께|지난주|저번주|지난번|저번|며칠전|[월화수목금토일]요일)(에)?(제가|내가)?(시킨|(주문|결제|구매|예약|신청|접수)(한|했))[가-힣]{0,10}(어디|언제|왔|오나|도착|출발|출고됐|됐나|되었|확인|조회|취소해|변경해|바꿔)|"
    r"(제|저의|내|제가|내가|저)(주문|택배|배송|예약|결제|환불|물건|상품|시킨|구매)[가-힣]{0,10}(어디|언제(쯤)?(와|오|도착|들어|받)|왔|도착했|출발했|됐나|됐는지|되었|됐어|확인(해|좀|부)|조회(해|좀)|상태|취소해주|변경해주)|"
    r"(제|내|저|저의|나의)(적립금|포인트|마일리지|쿠폰|등급|계정|회원정보)[가-힣]{0,8}(얼마|몇|남|있는지|확인|조회|알려|봐|뭐|어떻게되)|(적립금|포인트|마일리지|잔액)(얼마|몇점|몇)?[가-힣]{0,3}(남았|남은|남앗)[가-힣]{0,4}(봐|확인|조회|알려)|"
    r"where('s| is| are) my|track my|status of my|my (order|package|parcel|delivery|refund) (status|number|arrive|hasn|still)|when will my|how many points do i|my points"
)

_COMPLAINT = (
    r"(깨져|깨진|부서|부러|찌그러|망가|터져|터진|찢어|찢긴|상해|상한|녹아|새|눌려|뭉개|쏟아|곰팡이|벌레|이물질|머리카락)[가-힣]{0,6}(왔|있|도착|나왔|배송|받|났|졌|서)|(안|못)(왔|받았|도착)|누락|빠졌|빠져(있|서)|잘못(왔|온|보내|배송|받)|"
    r"다른(거|게|상품|색|제품|옵션)[가-힣]{0,4}(왔|온|도착|배송)|(불량|하자)(이|인|품|네|예|난|나)|고장(났|나서|난|이)|작동(이|을|도)?(안|하지)|맛이(없|이상|변)|늦(네|게왔|어서|었|어요)"
)
_COMPLAINT_EN = r"(arrived|came|received|got).{0,20}(broken|crushed|damaged|wrong|late|melted)|never arrived|missing item|doesn'?t work|not working|defective|stopped working"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signals:
    """What was heard. ``harm`` names the kind (``"skin"``, ``"eye"`` …) or is None."""

    harm: str | None
    upset: bool
    asks_person: bool
    complaint: bool
    steering: bool
    own_record: bool
    greeting: bool
    thanks: bool
    farewell: bool
    praise: bool
    acknowledgement: bool


def steers(text: str) -> bool:
    """Whether a text tries to steer the machine ("이전 지시는 무시하고 …") instead of asking the brand something."""
    spoken = text.lower()
    return bool(_STEERING_PATTERN.search(spoken) or _STEERING_PATTERN.search(re.sub(r"\s+", "", spoken)))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_HARM_PATTERNS = {name: _compile(pattern) for name, pattern in _HARM.items()}
_PATTERNS = {
    name: (_compile(korean), _compile(english))
    for name, korean, english in (
        ("upset", _UPSET, _UPSET_EN),
        ("person", _PERSON, _PERSON_EN),
        ("complaint", _COMPLAINT, _COMPLAINT_EN),
    )
}
_RECORD_PATTERN = _compile(_RECORD)
_STEERING_PATTERN = _compile(_STEERING)
_NOT_PERSON_PATTERN = _compile(_NOT_PERSON)
_HARM_EN_PATTERN = _compile(_HARM_EN)
_SOCIAL = {
    name: _compile(pattern)
    for name, pattern in (
        ("greeting", _GREETING),
        ("thanks", _THANKS),
        ("farewell", _FAREWELL),
        ("acknowledgement", _ACK),
        ("praise", _PRAISE),
    )
}


def hear(text: str) -> Signals:
    """Reads the signals of a normalised text."""
    spoken = text.lower()
    joined = re.sub(r"[\s~^.,·…]+", "", spoken)
    harm = next((name for name, pattern in _HARM_PATTERNS.items() if pattern.search(joined)), None)
    if harm is None and _HARM_EN_PATTERN.search(spoken):
        harm = "english"

    def either(name: str) -> bool:
        korean, english = _PATTERNS[name]
        return bool(korean.search(joined) or english.search(spoken))

    social = {name: bool(pattern.search(joined) or pattern.search(spoken)) for name, pattern in _SOCIAL.items()}
    return Signals(
        harm=harm,
        upset=either("upset"),
        asks_person=either("person") and not _NOT_PERSON_PATTERN.search(joined),
        complaint=either("complaint"),
        steering=steers(text),
        own_record=bool(_RECORD_PATTERN.search(joined) or _RECORD_PATTERN.search(spoken))
        and not re.search(r"어떻게|방법|how (do|can|to)", spoken),
        greeting=social["greeting"],
        thanks=social["thanks"],
        farewell=social["farewell"],
        praise=social["praise"],
        acknowledgement=social["acknowledgement"],
    )
