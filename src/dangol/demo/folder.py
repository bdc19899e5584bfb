"""The demo brand's folder."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import dangol
from dangol.kit.errors import Refused

_CAREFUL = """
# 예시: 사람이 승인해야 답이 나가는 채팅창. 위젯에 data-inbox="careful"을 적으면 여기로 옵니다.
[inboxes.careful]
channel = "web"
mode = "draft_only"
"""


def copy_sample(folder: Path) -> Path:
    """The demo brand's folder, copied from the program when it is missing; whole or not at all.

    Raises:
        Refused: ``demo.cannot_write``.
    """
    if (folder / "brand.toml").exists():
        return folder
    source = Path(dangol.__file__).parent / "sample" / "brand"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".demo-", dir=folder.parent))
        try:
            shutil.copytree(source, beside, dirs_exist_ok=True)
            with (beside / "brand.toml").open("a", encoding="utf-8") as toml:
                toml.write(_CAREFUL)
            shutil.copytree(beside, folder, dirs_exist_ok=True)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise Refused(
            "demo.cannot_write",
            ko=f"예시 브랜드를 {folder}에 둘 수 없습니다. 쓸 수 있는 폴더에서 실행해 주세요.",
            en=f"The demo brand cannot be put into {folder}. Run this in a folder that you may write to.",
        ) from error
    return folder
