"""A shop to measure with: an invented brand of about ten thousand facts, and questions to it, the same at each run."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

_KINDS = ("텐트", "침낭", "랜턴", "의자", "버너", "코펠", "배낭", "매트", "타프", "쿨러", "화로대", "해먹")
_FIRST = ("별밭", "솔바람", "달무리", "물안개", "산그늘", "들꽃", "새벽", "노을", "바위", "이슬", "너울", "모닥불")
_SECOND = ("가벼운", "든든한", "포근한", "단단한", "느긋한", "조용한", "넉넉한", "재빠른", "한결같은", "소박한", "아늑한", "당당한")
_ASK = ("{} 얼마예요?", "{} 재고 있어요?", "{} 있나요?", "{} 가격 알려 주세요!")
_TALK = ("안녕하세요", "감사합니다", "배송비 얼마예요?", "택배 며칠 걸려요?")

PRODUCTS = 1667  # of six cells each


def write_shop(folder: Path) -> Path:
    """Writes the folder and returns it."""
    folder.mkdir(parents=True)
    (folder / "policies").mkdir()
    (folder / "brand.toml").write_text(
        'name = "들마루 창고"\nname_en = "Storehouse"\n\n[inboxes.web]\nchannel = "web"\nmode = "automatic"\n'
    )
    lines = ["id,name,category,price,stock,description,url"]
    for number, (name, kind) in enumerate(_names()):
        about = f"{kind} 가운데 {number % 7 + 1}인이 쓰기 좋고 무게는 {number % 50 + 1}00그램이에요."
        lines.append(f"p{number},{name},{kind},{number % 90 + 10}000,{number % 40},{about},https://storehouse.example/p{number}")
    (folder / "products.csv").write_text("\n".join(lines) + "\n", "utf-8")
    faq = "id,question,answer\nf1,배송비 얼마예요?,배송비는 3000원이에요.\nf2,택배 며칠 걸려요?,이틀에서 사흘 걸려요.\n"
    (folder / "faq.csv").write_text(faq, "utf-8")
    (folder / "policies" / "returns.md").write_text("# 환불\n\n받은 날부터 7일 안에 환불해 드려요.\n", "utf-8")
    return folder


def questions(seed: int) -> Iterator[str]:
    """Without end: four in five ask about a product, the rest is talk and policy."""
    random, names = Random(seed), [name for name, _ in _names()]  # noqa: S311 (which question, no secret)
    while True:
        yield random.choice(_ASK).format(random.choice(names)) if random.random() < 0.8 else random.choice(_TALK)


def _names() -> list[tuple[str, str]]:
    return [(f"{first} {second} {kind}", kind) for second, first, kind in product(_SECOND, _FIRST, _KINDS)][:PRODUCTS]
