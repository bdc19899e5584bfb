"""How the brand speaks: whole sentences in Korean (해요체 or 합니다체) and English, made of facts. Facts themselves are never reworded."""

import re
from dataclasses import dataclass

from dangol.kit.korean import particle
from dangol.knowledge.facts import BrandProfile
from dangol.language.reading import Language

_FORMAL = (
    (re.compile(r"이에요(?=[.!?]|$)"), "입니다"),
    (re.compile(r"예요(?=[.!?]|$)"), "입니다"),
    (re.compile(r"있어요(?=[.!?]|$)"), "있습니다"),
    (re.compile(r"없어요(?=[.!?]|$)"), "없습니다"),
    (re.compile(r"드릴게요(?=[.!?]|$)"), "드리겠습니다"),
    (re.compile(r"할게요(?=[.!?]|$)"), "하겠습니다"),
    (re.compile(r"해요(?=[.!?]|$)"), "합니다"),
    (re.compile(r"돼요(?=[.!?]|$)"), "됩니다"),
    (re.compile(r"주세요(?=[.!?]|$)"), "주십시오"),
    (re.compile(r"하세요\?"), "하십니까?"),
    (re.compile(r"까요\?"), "까요?"),
    (re.compile(r"어려워요(?=[.!?]|$)"), "어렵습니다"),
    (re.compile(r"열어요(?=[.!?]|$)"), "엽니다"),
    (re.compile(r"쉬어요(?=[.!?]|$)"), "쉽니다"),
    (re.compile(r"달라요(?=[.!?]|$)"), "다릅니다"),
    (re.compile(r"모자라요(?=[.!?]|$)"), "모자랍니다"),
)


def won(price: str) -> str:
    """``"12000"`` → ``"12,000원"``; anything else as it is."""
    return f"{int(price):,}원" if re.fullmatch(r"\d+", price) else price


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """Speaks for one brand in one language."""

    brand: BrandProfile
    language: Language

    @property
    def korean(self) -> bool:
        return self.language != "en"

    def say(self, ko: str, en: str) -> str:
        """The sentence in the asker's language and the brand's manner."""
        return self._manner(ko) if self.korean else en

    def _manner(self, sentence: str) -> str:
        if self.brand.voice.style.startswith("합"):
            for pattern, formal in _FORMAL:
                sentence = pattern.sub(formal, sentence)
        return sentence

    def about(self, name: str) -> str:
        """The topic of a Korean sentence: ``"소금빵은"``."""
        return particle(name, "은")

    def value(self, label_ko: str, label_en: str, name: str, text: str) -> str:
        """A column's value as a sentence; long values and values that are sentences follow a colon unchanged."""
        if not self.korean:
            return f"{name} — {label_en}: {text}"
        if re.search(r"[다요][.!]?$", text) or len(text) > 60:
            return f"{name} {label_ko}: {text}"
        return self._manner(f"{name}의 {particle(label_ko, '은')} {particle(text, '이에요')}.")

    def notice(self) -> str:
        """What the first turn of a conversation says: that a machine answers."""
        return self.say(
            f"안녕하세요, {self.brand.name} 자동 응답 도우미예요. 사람이 아니라 프로그램이 답해요.",
            f"Hello, this is {self.brand.name_en or self.brand.name}'s automatic assistant; a program answers, not a person.",
        )

    def generated(self) -> str:
        """What follows an answer that a language model phrased."""
        return self.say("(생성형 AI가 저희 안내 글을 바탕으로 쓴 답이에요.)", "(Written by generative AI from our own texts.)")

    def greeting(self) -> str:
        return self.say(
            f"안녕하세요, {self.brand.name}입니다. 무엇을 도와드릴까요?",
            f"Hello, this is {self.brand.name_en or self.brand.name}. How can I help?",
        )

    def thanks(self) -> str:
        return self.say(
            "저희도 감사해요. 더 궁금한 점이 있으면 언제든 물어봐 주세요.", "Thank you, too. Ask us any time if there is anything else."
        )

    def farewell(self) -> str:
        return self.say("네, 좋은 하루 보내세요. 언제든 다시 찾아 주세요.", "Have a good day. You are always welcome back.")

    def acknowledged(self) -> str:
        return self.say("네, 더 궁금한 점이 있으면 편하게 물어봐 주세요.", "All right. Feel free to ask if there is anything else.")

    def praised(self) -> str:
        return self.say("좋게 말씀해 주셔서 감사해요. 큰 힘이 돼요.", "Thank you for the kind words. They mean a lot to us.")

    def chatter(self) -> str:
        return self.say(
            "그렇군요. 저희 제품이나 매장에 대해 궁금한 점이 있으면 편하게 물어봐 주세요.",
            "I see. Feel free to ask anything about our products or shops.",
        )

    def hand_over(self) -> str:
        call = self.brand.voice.customer
        return self.say(
            f"제가 정확히 알려 드릴 수 있는 내용이 아니라서, 담당자가 직접 확인하고 {call}께 답해 드릴게요.",
            "I can't answer that reliably, so a member of our team will check and reply to you.",
        )

    def record(self) -> str:
        return self.say(
            "주문이나 회원 정보는 본인 확인이 필요해서, 담당자가 직접 확인하고 답해 드릴게요.",
            "Orders and account details need to be checked with you in person, so a member of our team will look and reply.",
        )

    def person(self) -> str:
        return self.say(
            "네, 담당자에게 연결해 드릴게요. 남겨 주신 내용은 그대로 전달돼요.", "Of course. I am passing this on to a member of our team."
        )

    def sorry(self) -> str:
        call = self.brand.voice.customer
        return self.say(
            f"{call}, 불편을 드려 죄송해요. 담당자가 바로 확인하고 직접 답해 드릴게요.",
            "I am sorry about this. A member of our team will look into it and reply to you personally.",
        )

    def harm(self) -> str:
        return self.say(
            "걱정되는 상황이시군요. 건강과 안전에 관한 일은 제가 판단할 수 없어서 담당자에게 바로 전달했어요. "
            "사용이나 섭취는 멈추시고, 증상이 심하거나 급하면 119나 가까운 병원에 먼저 연락해 주세요.",
            "That sounds worrying. I can't judge matters of health or safety, so I have passed this to a member of our team at once. "
            "Please stop using the product, and if it is serious or urgent, contact emergency services (119 in Korea) or a doctor first.",
        )

    def other_language(self) -> str:
        return (
            "I can help in Korean or English. A member of our team will read your message. / "
            "한국어나 영어로 도와드릴 수 있어요. 담당자가 확인할게요."
        )
