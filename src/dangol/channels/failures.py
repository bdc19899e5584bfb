"""Why a message could not be delivered. Channels raise these; the outbox decides by ``retry``, and shows whose fault it is.

DeliveryError
├── Unreachable      no connection was made              (retry, platform)
├── Throttled        we spoke too often                  (retry, after what the platform says)
├── PlatformDown     it said that it cannot now          (retry, platform)
├── Rejected         it refuses this message             (no retry, us)
├── RecipientGone    blocked, left or never there        (no retry, recipient)
├── Unauthorised     the inbox's key is wrong or expired (no retry until the owner acts)
├── WindowClosed     too late to reply in this inbox     (no retry, recipient spoke too long ago)
└── OutcomeUnknown   it left and no word came back       (never repeated blindly: a person settles it)

The sentences never hold message text, recipients or secrets: they are stored and shown.
"""

from typing import ClassVar, Literal

from dangol.kit.errors import DangolError

Blame = Literal["us", "platform", "recipient", "owner"]


class DeliveryError(DangolError):
    """Base. ``retry_after``: seconds the platform asks us to wait, None when it does not say; ``said``: its own error code."""

    code_name: ClassVar[str] = "delivery.failed"
    sentence_ko: ClassVar[str] = "메시지를 보내지 못했습니다."
    sentence_en: ClassVar[str] = "The message could not be delivered."
    blame: ClassVar[Blame] = "us"
    status = 502

    def __init__(self, *, retry_after: float | None = None, said: str | None = None) -> None:
        super().__init__(self.code_name, ko=self.sentence_ko, en=self.sentence_en)
        self.retry_after = retry_after
        self.said = said


class Unreachable(DeliveryError):
    code_name = "delivery.unreachable"
    sentence_ko = "플랫폼에 연결하지 못했습니다. 자동으로 다시 보냅니다."
    sentence_en = "The platform could not be reached. It is tried again by itself."
    blame = "platform"
    retry = True


class Throttled(DeliveryError):
    code_name = "delivery.throttled"
    sentence_ko = "짧은 시간에 너무 많이 보내 플랫폼이 잠시 막았습니다. 자동으로 다시 보냅니다."
    sentence_en = "The platform held us back for sending too fast. It is tried again by itself."
    retry = True


class PlatformDown(DeliveryError):
    code_name = "delivery.platform_down"
    sentence_ko = "플랫폼이 지금 메시지를 받지 못한다고 답했습니다. 자동으로 다시 보냅니다."
    sentence_en = "The platform said that it cannot take messages now. It is tried again by itself."
    blame = "platform"
    retry = True


class Rejected(DeliveryError):
    code_name = "delivery.rejected"
    sentence_ko = "플랫폼이 이 메시지를 거절했습니다. 내용을 고쳐 다시 보내 주세요."
    sentence_en = "The platform refused this message. Change it and send it again."


class RecipientGone(DeliveryError):
    code_name = "delivery.recipient_gone"
    sentence_ko = "받는 사람이 채널을 차단했거나 나갔습니다. 다른 연락 방법이 필요합니다."
    sentence_en = "The recipient blocked or left the channel. Another way to reach them is needed."
    blame = "recipient"


class Unauthorised(DeliveryError):
    code_name = "delivery.unauthorised"
    sentence_ko = "채널 연결 정보가 틀렸거나 만료되었습니다. 설정에서 채널을 다시 연결해 주세요."
    sentence_en = "The inbox's credentials are wrong or expired. Connect it again in the settings."
    blame = "owner"


class WindowClosed(DeliveryError):
    code_name = "delivery.window_closed"
    sentence_ko = "이 채널에서 답할 수 있는 시간이 지났습니다. 고객이 다시 말을 걸어야 보낼 수 있습니다."
    sentence_en = "The time in which this inbox allows a reply is over. The customer has to write first."
    blame = "recipient"


class OutcomeUnknown(DeliveryError):
    code_name = "delivery.outcome_unknown"
    sentence_ko = "보냈지만 플랫폼의 확인을 받지 못했습니다. 실제로 도착했는지 확인하고 정해 주세요."
    sentence_en = "It was sent, but the platform's word never came. See whether it arrived, and say so."
    blame = "platform"
