"""``dangol read``: what a text says, in the shape of ARCHITECTURE §6.

What this version does not read yet (sentiment, toxicity, hard selling) is told as neutral with score 0, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangol.cli.json_lines import known_fields, text_field
from dangol.language.lexicon import Lexicon
from dangol.language.personal_data import find
from dangol.language.reading import Clause, Reading, read
from dangol.language.signals import Signals

_COMMAND = re.compile(
    r"(해|줘|주세요|주십시오|하세요|하십시오|해라|하자|바랍니다|부탁(해|드려|드립니다|합니다))[요~!.\s]*$|^(please|tell|show|give|send)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"비교|차이|vs|어느\s?게|어떤\s?게|뭐가\s?(더|나)|둘\s?중|compare|difference|better", re.IGNORECASE)
_GO = re.compile(r"어디|위치|주소|가는\s?(길|법)|주차|영업|몇\s?시|where|address|parking|open", re.IGNORECASE)
_BUY = re.compile(r"사고\s?싶|살\s?수|살래|주문|구매|구입|예약|결제|\b(buy|order|purchase)\b", re.IGNORECASE)
_HELP = re.compile(r"고장|안\s?돼|안돼|환불|반품|교환|수리|도와|취소|문제|refund|return|exchange|repair|broken|help", re.IGNORECASE)
_IDEA = re.compile(r"(있으면|나오면|만들어\s?주면|해\s?주면)\s?(좋겠|좋을)|제안|건의|suggest|would be (nice|great)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hearing:
    lexicon: Lexicon

    def __call__(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        known_fields(line, "text")
        text = text_field(line, "text", required=True, most=20_000) or ""
        return heard(read(text, self.lexicon), text)


def heard(reading: Reading, given: str) -> dict[str, Any]:
    return {
        "language": reading.language,
        "act": _act(reading),
        "function": _function(reading),
        "sentiment": {"label": "neutral", "score": 0},
        "toxicity": {"label": "none", "score": 0},
        "hard_sell": False,
        "need": _need(reading),
        "entities": _entities(reading),
        "personal_data": _personal_data(given),
        "tokens": [{"form": token.form, "tag": token.tag, "start": token.start, "end": token.end} for token in reading.tokens],
    }


def _act(reading: Reading) -> str:
    if not reading.clauses:
        return "fragment"
    last = reading.clauses[-1]
    if _COMMAND.search(last.text.strip()):
        return "command"
    if any(clause.asks for clause in reading.clauses):
        return "question"
    return "statement" if _has_predicate(reading) else "fragment"


def _has_predicate(reading: Reading) -> bool:
    if reading.language == "en":
        return len(reading.text.split()) > 2
    return any(token.tag in {"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA", "EF"} for token in reading.tokens)


def _function(reading: Reading) -> str:
    signals = reading.signals
    if signals.upset or signals.complaint or signals.harm:
        return "complaint"
    if _IDEA.search(reading.text):
        return "idea"
    if _BUY.search(reading.text) and any(clause.asks for clause in reading.clauses):
        return "order"
    if any(clause.asks for clause in reading.clauses):
        return "curiosity"
    return _social(signals)


def _social(signals: Signals) -> str:
    for name in ("praise", "thanks", "greeting", "farewell", "acknowledgement"):
        if getattr(signals, name):
            return name
    return "chatter"


def _need(reading: Reading) -> dict[str, Any]:
    subject = next((mention.keys[0] for clause in reading.clauses for mention in clause.mentions if len(mention.keys) == 1), None)
    need: dict[str, Any] = {"kind": _need_kind(reading)}
    return {**need, "subject": subject} if subject else need


def _need_kind(reading: Reading) -> str:
    function = _function(reading)
    if function in {"complaint", "praise", "idea"}:
        return {"complaint": "complain"}.get(function, function)
    for kind, pattern in (("compare", _COMPARE), ("help", _HELP), ("buy", _BUY), ("go", _GO)):
        if pattern.search(reading.text):
            return kind
    return "know"


def _personal_data(text: str) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "start": one.start, "end": one.end, "text": text[one.start : one.end]} for one in find(text)]


def _entities(reading: Reading) -> list[dict[str, Any]]:
    return [_entity(clause, mention.keys, mention.spans, reading.text) for clause in reading.clauses for mention in clause.mentions]


def _entity(clause: Clause, keys: tuple[str, ...], spans: tuple[tuple[int, int], ...], text: str) -> dict[str, Any]:
    start, end = clause.start + spans[0][0], clause.start + spans[-1][1]
    return {"kind": keys[0].partition("/")[0], "ids": list(keys), "text": text[start:end], "start": start, "end": end}
