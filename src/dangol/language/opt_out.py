"""Whether a text refuses advertising. It must be easy and free to refuse (정보통신망법 50조 5항, 6항), so it is heard widely."""

import re

from dangol.kit.text import squash

_WHAT = "수신|광고|마케팅|홍보|문자|알림|카톡|메세지|메시지|스팸|이벤트소식"
_NO = "거부|거절|그만|중단|차단|해지|철회|취소|빼주|빼줘|끊어|안받|받지않|받기싫|받고싶지않|보내지마|보내지말|안보내|필요없"
_REFUSAL = re.compile(
    rf"(?:{_WHAT})(?:을|를|은|는|도|좀|이제|다시|동의|정보|성|메시지|문자|전부|모두|다|더|더이상|제발){{0,4}}(?:{_NO})"
    r"|^(?:수신)?거부(?:요|합니다|할게요|해주세요|신청)?$|^(?:이제)?그만(?:좀)?보내(?:세요|주세요|요|라고요?)?$"
    r"|^(?:stop|unsubscribe|optout|cancel)$|\bstop(?:sending|texting|messaging)|unsubscribeme|optmeout|nomore(?:ads|promotion|marketing)"
)


def refuses_advertising(text: str) -> bool:
    """``"수신거부"``, ``"광고 그만 보내세요"``, ``"STOP"``; spaces, signs and case do not matter. Short texts only: a story is no order."""
    letters = squash(text[:400])
    return len(letters) <= 60 and _REFUSAL.search(letters) is not None
