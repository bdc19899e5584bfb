"""Who asks for a right to their own data is heard; who asks about something else is not."""

import pytest

from dangol.language.data_rights import HINTS, asked_right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("제 정보 다 지워주세요", "erase"),
        ("개인정보 삭제해 주세요", "erase"),
        ("회원 탈퇴하고 싶어요", "erase"),
        ("탈퇴 처리 부탁드려요", "erase"),
        ("내 대화 기록 전부 삭제해줘", "erase"),
        ("Please delete my data.", "erase"),
        ("제 개인정보 열람하고 싶습니다", "access"),
        ("저에 대한 정보 뭐 가지고 있는지 보여주세요", "access"),
        ("내정보 사본 받아보고 싶어요", "access"),
        ("I want to see my personal data", "access"),
        ("제 정보 수정해 주세요, 이름이 바뀌었어요", "correct"),
        ("개인정보 처리 정지 요청합니다", "stop"),
        ("제 정보 이용 중단해 주세요", "stop"),
        ("개인정보 처리방침 보여주세요", None),
        ("상품 정보 보여주세요", None),
        ("제 주문 어디쯤 왔어요?", None),
        ("배송지 바꿔 주세요", None),
        ("이 텐트 정보 알려 주세요", None),
        ("데이터 요금제 있어요?", None),
        ("", None),
    ],
)
def test_what_is_asked_for(text: str, right: str | None) -> None:
    assert asked_right(text) == right
    assert right is None or any(hint in text.lower() for hint in HINTS)
