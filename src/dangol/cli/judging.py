"""``dangol policy``: the owner's own policy, judged by what was tried and logged, and how each number was got."""

from rich.console import Console
from rich.table import Table

from dangol.bootstrap.house import House
from dangol.bootstrap.own_policy import WHY, Trial, figures, go_live, trial
from dangol.cli.json_lines import write_json
from dangol.cli.telling import words
from dangol.decisions.off_policy import Estimate

_ROWS = (
    ("logged", "한 그대로", "what was done"),
    ("ips", "이 정책, IPS", "this policy, IPS"),
    ("snips", "이 정책, SNIPS", "this policy, SNIPS"),
    ("dr", "이 정책, DR", "this policy, DR"),
    ("gain", "더 가져올 것, DR", "what it would add, DR"),
)


def run_policy(house: House, *, live: bool, as_json: bool) -> None:
    """Says whether the policy of ``[offers.policy]`` passes, and lets it decide from now on when ``live`` asks for that.

    Raises:
        BadInput: ``policy.none``. Refused: ``policy.not_passed``, only with ``live``.
    """
    at = house.clock()
    found = go_live(house, at) if live else trial(house, at)
    if as_json:
        write_json({"policy": None} if found is None else _as_json(found))
        return
    if found is None:
        print(
            words(
                "brand.toml에 [offers.policy]가 없어, 배운 대로 고릅니다.",
                "brand.toml has no [offers.policy]: what was learned decides.",
            )
        )
        return
    Console(highlight=False).print(_table(found))
    print(_verdict(found))


def _table(found: Trial) -> Table:
    of = found.verdict.found
    title = words(
        f"한 번의 선택이 가져온 것(주문 1, 수신 거부 -5, 메시지 -0.01; 이틀 안), 95% 구간. 기록 {of.rows:,}번, {of.people:,}명, "
        f"이 정책의 선택 {of.effective:,.0f}번어치, 평균 무게 {of.weight:.2f}, 잘린 무게 {100 * of.clipped:.1f}%",
        f"What one choice brings (an order 1, a refusal -5, a message -0.01; within two days), 95 % intervals. {of.rows:,} logged "
        f"choices of {of.people:,} people, worth {of.effective:,.0f} of this policy's own, mean weight {of.weight:.2f}, "
        f"cut weights {100 * of.clipped:.1f} %",
        between="\n",
    )
    shown = Table(title=title, title_justify="left")
    for heading in ("", "value", "low", "high"):
        shown.add_column(heading, justify="right" if heading else "left")
    for name, ko, en in _ROWS:
        one: Estimate = getattr(of, name)
        shown.add_row(words(ko, en, between=" / "), *(f"{number:+.4f}" for number in (one.value, one.low, one.high)))
    return shown


def _verdict(found: Trial) -> str:
    if found.live_at:
        return words(f"{found.live_at:%Y-%m-%d %H:%M} UTC부터 이 정책이 고릅니다.", f"It decides since {found.live_at:%Y-%m-%d %H:%M} UTC.")
    if found.verdict.passed:
        return words("통과했습니다. 쓰려면: dangol policy --live", "It passes. To use it: dangol policy --live")
    ko, en = WHY[found.verdict.why]
    return words(f"쓸 수 없습니다. {ko} 그때까지는 배운 대로 고릅니다.", f"It may not go live. {en} Until then what was learned decides.")


def _as_json(found: Trial) -> dict[str, object]:
    return {
        "policy": dict(found.policy.arms),
        "passed": found.verdict.passed,
        "why": found.verdict.why,
        "live_at": found.live_at.isoformat() if found.live_at else None,
        **figures(found.verdict),
    }
