"""What counts after words were said in any order: the newest word of the identity, and everyone's refusals."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.kit.errors import NotFound
from dangol.people.consents import PURPOSES, Consent, history, record, standing, stands
from dangol.people.identities import ensure
from dangol.store.engine import Store

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def word(at: int, act: str, purpose: str = "promotional", who: str = "me") -> Consent:
    when = NOW + timedelta(hours=at)
    return Consent(id=at, identity=who, purpose=purpose, act=act, wording="1", source="form", at=when)  # type: ignore[arg-type]


def test_the_night_needs_both_and_a_refusal_of_all_ends_both() -> None:
    night = word(2, "given", "promotional_night")
    assert stands([night], "me").night_given_at is None
    both = [word(1, "given"), night]
    assert stands(both, "me").night_given_at == night.at
    assert stands([*both, word(3, "withdrawn", "promotional_night")], "me").night_given_at is None
    assert stands([*both, word(3, "withdrawn", "promotional_night")], "me").given_at == word(1, "given").at
    assert stands([*both, word(3, "withdrawn")], "me").night_given_at is None


words = st.builds(
    word, st.integers(0, 20), st.sampled_from(["given", "withdrawn"]), st.sampled_from(PURPOSES), st.sampled_from(["me", "also_me"])
)


@given(st.lists(words, max_size=12), st.randoms())
def test_nothing_counts_after_a_refusal_by_anybody_of_the_person(said: list[Consent], chance) -> None:
    now = stands(said, "me")
    refusals = [one.at for one in said if one.act == "withdrawn" and one.purpose == "promotional"]
    mine = [one.at for one in said if one.identity == "me" and one.act == "given" and one.purpose == "promotional"]
    assert (now.given_at is not None) == (bool(mine) and max(mine) > max(refusals, default=max(mine) - timedelta(1)))
    assert now.night_given_at is None or now.given_at is not None
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert stands(shuffled, "me") == now


def test_kept_with_wording_and_source(store: Store) -> None:
    with store.write() as connection:
        identity = ensure(connection, b"k", "kakao", "minji", "channel", NOW)
        record(connection, identity.id, "promotional", "given", wording="2026-03", source="join form", at=NOW)
        record(connection, identity.id, "promotional", "given", wording="2026-03", source="join form", at=NOW)  # told again
        (kept,) = history(connection, [identity.id])
        assert (kept.wording, kept.source, kept.at) == ("2026-03", "join form", NOW)
        assert standing(connection, identity.id).given_at == NOW
        with pytest.raises(NotFound):
            record(connection, "nobody", "promotional", "given", wording="", source="", at=NOW)
