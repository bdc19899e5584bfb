"""Refusing advertising is heard however it is typed, and an ordinary question is not taken for it."""

import pytest

from dangol.language.opt_out import refuses_advertising


@pytest.mark.parametrize(
    "text",
    [
        "수신거부",
        "수신 거부",
        "수신거부요",
        "거부",
        "광고 그만 보내세요",
        "광고그만",
        "문자 좀 그만 보내주세요ㅠㅠ",
        "마케팅 수신 동의 철회할게요",
        "광고문자 안 받을래요",
        "알림 보내지 마세요",
        "홍보 메시지 받기 싫어요",
        "STOP",
        "unsubscribe",
        "stop sending me this",
        "광고 수신 동의 취소",
        "이제 그만 보내요",
        "스팸 그만!!",
        "수.신.거.부",
        "광고성 정보 수신 거절합니다",
        "no more ads please",
    ],
)
def test_refusals(text: str) -> None:
    assert refuses_advertising(text)


@pytest.mark.parametrize(
    "text",
    [
        "광고 보고 왔는데 얼마예요?",
        "주문 취소할게요",
        "배송 알림은 언제 와요",
        "문자로 보내주세요",
        "카톡으로 문의해도 되나요",
        "환불 거부당했어요",
        "그만큼 가볍나요?",
        "",
        "문자가 안 와요 인증번호요",
        "이벤트 언제까지예요",
        "stop by the store",
        "선물 보내지 않고 매장에서 받을게요",
        "할인 쿠폰 받고 싶어요",
    ],
)
def test_other_words(text: str) -> None:
    assert not refuses_advertising(text)
