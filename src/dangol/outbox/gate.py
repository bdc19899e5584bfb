"""What the law and the person allow, asked again at the moment of sending. No setting opens it; every refusal names its rule.

``outbox.counting`` reads what counts now and ``judge`` decides, purely: a row passes, is held until its hour, or is refused for good.

================  =========================================================  ==========================
rule              refuses                                                    정보통신망법 50조
================  =========================================================  ==========================
``refused``       advertising to somebody who has said no                    2항
``no_consent``    advertising without consent or a purchase (see below)      1항
``night``         advertising from 21:00 to 08:00 in Korea (held till 08)    3항
``label``         no ``(광고)`` first, or something that only looks like it  4항, 시행령 61조 3항
``sender``        no name and contact of the sender, no free way out         4항
``benefit``       a benefit in a service message, or in a reply unasked for  1항, and 알림톡's rules
``offer``         an offer that is over, sold out or gone by now             no law: it would be a lie
``pressure``      more than the brand itself allows to one person            no law: it would be a nuisance
================  =========================================================  ==========================

Without consent, goods of a category that the very identity bought within six months may be advertised to it (50조 1항 1호, 영 61조 1항).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dangol.kit.errors import Refused
from dangol.outbox.ad_label import Sender, disguise_in, is_labelled
from dangol.outbox.benefit import benefit_in
from dangol.outbox.row import Kind
from dangol.people.consents import Standing

KOREA = ZoneInfo("Asia/Seoul")
NIGHT_FROM, NIGHT_UNTIL = time(21), time(8)  # 정보통신망법 50조 3항
PURCHASE_MONTHS = 6  # 시행령 61조 1항
ASKED_WITHIN = timedelta(hours=24)  # a person's reply answers what was asked within a day; Meta's window for replies is the same

Rule = Literal["refused", "no_consent", "night", "label", "sender", "benefit", "offer", "pressure"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Purchase:
    """Something bought by the very identity: which order, of what category, when the deal was closed."""

    order: str
    category: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    """What is about to leave.

    Attributes:
        text: as it would leave. category: of the goods that it advertises, empty when of none in particular.
        answers: it answers a customer's message; written_at: when its author wrote it.
        last_asked_at: the customer's newest message in the conversation, None if never.
        lost: why the offer that it holds out stands no longer; empty while it stands. crowded: the person had enough of them.
    """

    kind: Kind
    text: str
    category: str
    answers: bool
    written_at: datetime
    last_asked_at: datetime | None
    lost: str = ""
    crowded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """``rule`` None: it may go. With ``until`` it may go then, without it never. ``because`` is what was found (a word, an order)."""

    rule: Rule | None = None
    until: datetime | None = None
    because: str = ""

    @property
    def passes(self) -> bool:
        return self.rule is None


def judge(going: Going, standing: Standing, purchases: tuple[Purchase, ...], sender: Sender, at: datetime) -> Verdict:
    """Whether a row may leave at ``at``. Pure."""
    if going.kind != "promotional":
        return _not_advertising(going)
    if not sender.name or not sender.contact:
        return Verdict(rule="sender")
    if not is_labelled(going.text, sender):
        return Verdict(rule="label", because=disguise_in(going.text) or "")
    if going.lost:
        return Verdict(rule="offer", because=going.lost)
    permitted = _permitted(going, standing, purchases, at)
    if not permitted.passes:
        return permitted
    until = night_ends(at)
    if until and not standing.night_given_at:
        return Verdict(rule="night", until=until)
    return Verdict(rule="pressure") if going.crowded else permitted


def night_ends(at: datetime) -> datetime | None:
    """When the night that ``at`` lies in ends, None by day."""
    here = at.astimezone(KOREA)
    if NIGHT_UNTIL <= here.time() < NIGHT_FROM:
        return None
    day = here.date() + timedelta(days=here.time() >= NIGHT_FROM)
    return datetime.combine(day, NIGHT_UNTIL, KOREA).astimezone(at.tzinfo)


def purchase_holds_until(at: datetime) -> datetime:
    """Six months after a deal, to the day; where the month is shorter its last day."""
    months = at.month - 1 + PURCHASE_MONTHS
    year, month = at.year + months // 12, months % 12 + 1
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month)


def _permitted(going: Going, standing: Standing, purchases: tuple[Purchase, ...], at: datetime) -> Verdict:
    if standing.given_at and standing.given_at <= at:
        return Verdict()
    if standing.refused_at:
        return Verdict(rule="refused")
    same = [one for one in purchases if going.category and one.category == going.category and one.at <= at < purchase_holds_until(one.at)]
    if same:
        return Verdict(because=f"order/{max(same, key=lambda one: one.at).order}")
    return Verdict(rule="no_consent")


def _not_advertising(going: Going) -> Verdict:
    """A service message never holds a benefit; a reply may, when it answers something that was asked just before."""
    if going.kind == "notice":  # to the brand's own people; ``bootstrap.sending`` sends one to nobody else
        return Verdict()
    asked = going.last_asked_at is not None and going.written_at - going.last_asked_at <= ASKED_WITHIN
    if going.kind == "reply" and (going.answers or asked):
        return Verdict()
    found = benefit_in(going.text)
    return Verdict(rule="benefit", because=found) if found else Verdict()


class GateClosed(Refused):
    """A row may not leave, now or at all. ``code`` is ``gate.<rule>``; the sentence says what would open it."""

    def __init__(self, verdict: Verdict) -> None:
        ko, en = _WHY[verdict.rule or "no_consent"]
        found = verdict.because[:40]
        super().__init__(f"gate.{verdict.rule}", ko=ko.format(found=found), en=en.format(found=found))
        self.verdict = verdict


_WHY: dict[Rule, tuple[str, str]] = {
    "refused": (
        "광고 수신을 거부한 고객입니다. 고객이 다시 동의하기 전에는 보낼 수 없습니다(정보통신망법 50조 2항).",
        "This person has refused advertising. Nothing can be sent until they agree again (Network Act, article 50(2)).",
    ),
    "no_consent": (
        "광고 수신 동의가 없습니다. 동의를 받거나, 6개월 안에 산 것과 같은 종류의 상품만 알릴 수 있습니다(50조 1항).",
        "There is no consent to advertising. Get it, or advertise only the kind of goods they bought within six months (article 50(1)).",
    ),
    "night": (
        "밤 9시부터 아침 8시까지는 광고를 보낼 수 없습니다. 아침 8시에 나갑니다. 야간 수신 동의를 따로 받으면 바로 나갑니다(50조 3항).",
        "No advertising from 21:00 to 08:00 in Korea. It goes at 08:00, or at once with a consent for the night (article 50(3)).",
    ),
    "label": (
        "광고 표시가 바르지 않습니다: '{found}'. (광고)는 저희가 붙이니, 비슷하게 바꾼 표시를 글에서 빼 주세요(50조 4항).",
        "The label is not right: '{found}'. We put (광고) in; take what looks like it out of the text (article 50(4)).",
    ),
    "sender": (
        "광고에는 보내는 곳의 이름과 연락처가 있어야 합니다. brand.toml의 name과 phone(또는 email)을 채워 주세요(50조 4항).",
        "Advertising must name its sender and a contact. Fill in name and phone (or email) in brand.toml (article 50(4)).",
    ),
    "benefit": (
        "혜택을 알리는 말('{found}')이 있어 광고입니다. 광고로 보내거나, 그 말을 빼 주세요.",
        "It holds out a benefit ('{found}'), so it is advertising. Send it as such, or take that out.",
    ),
    "pressure": (
        "한 분께 보내기로 한 횟수를 넘어 보내지 않았습니다(brand.toml의 [offers] a_day, a_week, a_month).",
        "It would be more than you allow to one person ([offers] a_day, a_week, a_month in brand.toml), so it was not sent.",
    ),
    "offer": (
        "알리려던 혜택이 끝났거나 품절되어 보내지 않았습니다('{found}'). 새 혜택으로 다시 보내 주세요.",
        "The offer that it holds out is over, sold out or gone ('{found}'), so it was not sent. Send a new one.",
    ),
}


def explained(rule: str) -> tuple[str, str] | None:
    """What a rule says, Korean and English, without the word that was found; None for what is no rule of the gate."""
    known = next((why for name, why in _WHY.items() if rule == f"gate.{name}"), None)
    return tuple(sentence.replace("'{found}'", "…") for sentence in known) if known else None  # type: ignore[return-value]
