"""The owner's own policy, as ``[offers.policy]`` says it: how it is judged, and how it goes live."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dangol.bootstrap.lessons import Lessons, lessons
from dangol.bootstrap.offer_settings import OfferSettings, read_offer_settings
from dangol.decisions.fixed import LEAST_PEOPLE, LEAST_WORTH, Fixed, Verdict, judge
from dangol.decisions.tables import policies
from dangol.kit.errors import BadInput, Refused
from dangol.store.upsert import insert_or_ignore

if TYPE_CHECKING:
    from dangol.bootstrap.house import House

WHY: Mapping[str, tuple[str, str]] = {
    "too_little": (
        f"아직 판단할 만큼 쌓이지 않았습니다({LEAST_PEOPLE}명, {LEAST_WORTH:.0f}번의 선택 이상이 필요).",
        f"Too little was tried to judge it (it takes {LEAST_PEOPLE} people and what {LEAST_WORTH:.0f} choices of its own would say).",
    ),
    "worse": ("지금까지 한 것보다 확실히 못합니다.", "It is surely worse than what was done."),
    "not_sure": ("지금까지 한 것보다 낫다고 확신할 수 없습니다.", "It is not sure that it is better than what was done."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """The owner's policy, its verdict by all that is known now, and since when it is live; None while it is not."""

    policy: Fixed
    verdict: Verdict
    live_at: datetime | None


def own_policy(told: OfferSettings) -> Fixed | None:
    """What ``brand.toml`` names; None when messages follow what is learned."""
    return Fixed(arms={str(context): str(arm) for context, arm in told.policy.items()}) if told.policy else None


def live_policy(connection: Connection, told: OfferSettings) -> Fixed | None:
    """The owner's policy if it went live; until then what is learned decides."""
    wanted = own_policy(told)
    return wanted if wanted and _live_at(connection, wanted) else None


def trial(house: "House", at: datetime, known: Lessons | None = None) -> Trial | None:
    """Judges the owner's policy; None when there is none. ``known``: what ``lessons`` said just now."""
    told = read_offer_settings(house.knowledge.brand().offers)
    policy = own_policy(told)
    if policy is None:
        return None
    verdict = judge((known or lessons(house, at)).tried, policy, told.explore)
    with house.store.read() as connection:
        return Trial(policy=policy, verdict=verdict, live_at=_live_at(connection, policy))


def go_live(house: "House", at: datetime) -> Trial:
    """Lets the owner's policy decide from now on; one that is live stays so.

    Raises:
        BadInput: ``policy.none``. Refused: ``policy.not_passed``, with the reason.
    """
    found = trial(house, at)
    if found is None:
        raise BadInput(
            "policy.none",
            ko="brand.toml의 [offers.policy]에 정책이 없습니다. 상황마다 할 일을 적어 주세요.",
            en="brand.toml names no policy under [offers.policy]. Write what to do in each context.",
        )
    if found.live_at is not None:
        return found
    if not found.verdict.passed:
        ko, en = WHY[found.verdict.why]
        raise Refused("policy.not_passed", ko=f"이 정책은 쓸 수 없습니다. {ko}", en=f"This policy may not go live. {en}")
    row = {"digest": found.policy.digest, "arms": dict(found.policy.arms), "figures": figures(found.verdict), "live_at": at}
    with house.store.write() as connection:
        connection.execute(insert_or_ignore(connection, policies), row)
    return Trial(policy=found.policy, verdict=found.verdict, live_at=at)


def figures(verdict: Verdict) -> dict[str, Any]:
    """All numbers of a verdict, as JSON; None for what cannot be known."""
    plain = asdict(verdict.found)
    return {name: _known(one) if isinstance(one, dict) else one for name, one in plain.items()}


def _known(one: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value if value == value else None for name, value in one.items()}


def _live_at(connection: Connection, policy: Fixed) -> datetime | None:
    found: datetime | None = connection.execute(select(policies.c.live_at).where(policies.c.digest == policy.digest)).scalar_one_or_none()
    return found
