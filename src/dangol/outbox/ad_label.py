"""The label of an advertisement: ``(광고)`` first, who sends it, and how to refuse it for free (정보통신망법 50조 4항, 시행령 별표 6).

The label, the sender and the way out are put in by us, so that nobody who writes a message can leave them out, and what stands in the
text instead of the label ("(광 고)", "[광고]", "（광고）", "(AD)") is refused.
"""

import re
from dataclasses import dataclass

from dangol.kit.text import normalise

LABEL = "(광고)"
OPT_OUT = "무료 수신거부: '수신거부'라고 답장해 주세요."

_OPEN, _CLOSE = r"[(\[{<〈《「『【〔❨⟨⦅]", r"[)\]}>〉》」』】〕❩⟩⦆]"
_BETWEEN = r"[^0-9A-Za-z가-힣\n]{0,4}"
_SPELT = ("광고", "ㄱㅘㅇㄱㅗ", "廣告", "广告", "ad")
_AD = rf"(?:{'|'.join(_BETWEEN.join(letters) for letters in _SPELT)}s?(?![a-z])|advert\w*)"
_BRACKETED = re.compile(rf"{_OPEN}[^0-9A-Za-z가-힣\n]{{0,4}}{_AD}[^)\]}}\n]{{0,8}}{_CLOSE}", re.IGNORECASE)
_LEADING = re.compile(rf"\A\W{{0,4}}{_AD}(?=\W|\Z)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who advertises, as the law wants it said: the brand's name, and a phone number or an e-mail address."""

    name: str
    phone: str = ""
    email: str = ""

    @property
    def contact(self) -> str:
        return self.phone or self.email


def labelled(text: str, sender: Sender) -> str:
    """``text`` as it leaves: label and name before it, contact and the free way out behind it. One that has them stays as it is."""
    return text if is_labelled(text, sender) else f"{LABEL} {sender.name}\n{_bare(text)}\n\n{sender.name} {sender.contact}\n{OPT_OUT}"


def relabelled(before: str, text: str) -> str:
    """An agent's new wording of what was ``labelled``: it gets the same head and the same way out, whatever the agent left of them."""
    head, _, rest = before.partition("\n")
    tail = rest.rpartition("\n\n")[2]
    inner = text.replace("\r\n", "\n").strip().removeprefix(head).removesuffix(tail).strip()
    return f"{head}\n{_bare(inner)}\n\n{tail}"


def is_labelled(text: str, sender: Sender) -> bool:
    """Whether a text, as it would leave, holds all that the law wants, in its place and in plain letters."""
    ends = f"\n\n{sender.name} {sender.contact}\n{OPT_OUT}"
    return bool(sender.contact) and text.startswith(f"{LABEL} {sender.name}\n") and text.endswith(ends) and not disguise_in(_inner(text))


def disguise_in(text: str) -> str | None:
    """What stands in an author's text like the label and is not it; None when nothing does. The plain label itself is no disguise."""
    plain = normalise(_bare(text))
    found = _BRACKETED.search(plain) or _LEADING.search(plain)
    return found[0] if found else None


def _bare(text: str) -> str:
    """An author's own plain label is taken off: ours goes in its place."""
    return text.strip().removeprefix(LABEL).lstrip()


def _inner(text: str) -> str:
    return text.partition("\n")[2].rpartition("\n\n")[0]
