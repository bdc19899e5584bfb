"""``dangol init``: the folder of a new brand, with each file's header and nothing that is not true."""

from pathlib import Path

from dangol.kit.errors import BadInput, Conflict, Refused

_TOML = """# 단골 브랜드 설정. 바꾼 뒤에는 dangol import 를 실행하세요.
name = {name}
name_en = ""
timezone = "Asia/Seoul"
phone = ""
email = ""

[voice]
customer = "고객님"   # 손님을 부르는 말
style = "해요체"      # 해요체 또는 합니다체

[inboxes.web]
channel = "web"
mode = "automatic"    # off, draft_only(사람이 승인해야 나감), automatic

[limits]
# confidence = 0.4     # 이보다 확신이 낮은 답은 사람에게 넘깁니다 (0…1)
# answer_seconds = 4   # 답 하나를 생각하는 시간

[law]                  # 며칠 뒤에 스스로 지울지; 적지 않으면 지우지 않습니다
# keep_anonymous_days = 180      # 누구인지 밝히지 않은 손님
# keep_inactive_days = 1095      # 오래 오지 않은 손님
# keep_conversation_days = 365   # 지난 대화
# keep_behaviour_days = 365      # 행동 기록의 내용
# mask_messages = false          # 메시지 속 전화번호, 카드번호를 가리고 저장
"""

_FILES = {
    "products.csv": "id,name,category,price,stock,options,description,url\n",
    "places.csv": "id,name,address,lat,lon,phone,hours,closed,parking\n",
    "faq.csv": "id,question,answer\n",
    ".gitignore": "dangol.db*\nerasures.jsonl\ndangol.key\nindex/\nlake/\n.faq.lock\n",
}


def make_brand(folder: Path, name: str) -> Path:
    """Makes the folder and its files; leaves alone what is there.

    Raises:
        BadInput: ``init.bad_name``. Conflict: ``init.exists``, it is a brand already. Refused: it cannot be written.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > 100:
        raise BadInput(
            "init.bad_name",
            ko="브랜드 이름은 1자에서 100자 사이의 글자여야 합니다.",
            en="The brand's name must be text of 1 to 100 characters.",
        )
    if (folder / "brand.toml").exists():
        raise Conflict(
            "init.exists",
            ko=f"{folder}에는 이미 brand.toml이 있습니다. 그대로 두었습니다.",
            en=f"{folder} has a brand.toml already. It was left alone.",
        )
    try:
        for place in (folder, folder / "policies", folder / "articles"):
            place.mkdir(parents=True, exist_ok=True)
        for file, text in _FILES.items():
            if not (folder / file).exists():
                (folder / file).write_text(text, encoding="utf-8")
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        (folder / "brand.toml").write_text(_TOML.format(name=quoted), encoding="utf-8")
    except OSError as error:
        raise Refused(
            "init.cannot_write",
            ko=f"{folder}에 쓸 수 없습니다. 자리와 권한을 확인해 주세요.",
            en=f"{folder} cannot be written. Check the place and your permissions.",
        ) from error
    return folder
