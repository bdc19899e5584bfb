"""What staff read of why a decision was made."""

import pytest

from dangol.web.reasons import spoken


@pytest.mark.parametrize(
    "reason", ["agent.took_over", "agent.handed_back", "agent.closed", "agent.replied", "review.said", "closed", "mode_off"]
)
def test_no_machine_name_is_left(reason: str) -> None:
    assert reason.partition(".")[0] not in spoken("ko", reason)
    assert spoken("ko", reason) != spoken("en", reason) != reason
