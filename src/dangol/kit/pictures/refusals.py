"""What is wrong with a picture, in words."""

from typing import Final

from dangol.kit.errors import BadInput

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_SIDE: Final = 12_000  # pixels
MOST_PIXELS: Final = 50_000_000  # decoded, four bytes each: 200 MB at most for whoever shows it


class TooLargePicture(BadInput):
    status = 413


def empty() -> BadInput:
    return BadInput("picture.empty", ko="사진이 비어 있어요. 사진을 다시 골라 주세요.", en="The picture is empty. Please choose it again.")


def too_large() -> BadInput:
    return TooLargePicture(
        "picture.too_large",
        ko="사진이 8MB보다 커요. 더 작은 사진을 올려 주세요.",
        en="The picture is larger than 8 MB. Please send a smaller one.",
    )


def wrong_type() -> BadInput:
    return BadInput(
        "picture.type",
        ko="JPEG, PNG, WebP 사진만 받을 수 있어요. 다른 사진을 골라 주세요.",
        en="Only JPEG, PNG and WebP pictures can be taken. Please choose another.",
    )


def broken() -> BadInput:
    return BadInput(
        "picture.broken",
        ko="사진 파일이 잘렸거나 망가져서 읽을 수 없어요. 다시 찍거나 다른 사진을 골라 주세요.",
        en="The picture's file is cut off or damaged. Please take it again, or choose another.",
    )


def hides() -> BadInput:
    return BadInput(
        "picture.hides",
        ko="사진 뒤에 다른 파일이 붙어 있어 받지 않았어요. 다른 사진을 골라 주세요.",
        en="Another file is attached behind the picture, so it was not taken. Please choose another.",
    )


def moves() -> BadInput:
    return BadInput(
        "picture.moves",
        ko="움직이는 사진은 받을 수 없어요. 멈춰 있는 사진을 골라 주세요.",
        en="A moving picture cannot be taken. Please choose a still one.",
    )


def check_size(width: int, height: int) -> None:
    """Raises ``BadInput``: ``picture.broken`` for no pixels, ``picture.dimensions`` for too many."""
    if width < 1 or height < 1:
        raise broken()
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise BadInput(
            "picture.dimensions",
            ko=f"사진이 너무 커요({width:,}×{height:,}). 한 변 12,000픽셀, 모두 5천만 픽셀까지 받을 수 있어요.",
            en=f"The picture is too big ({width:,}×{height:,}). A side may have 12,000 pixels, the whole 50 million.",
        )
