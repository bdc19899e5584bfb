"""Open questions as staff see them: grouped by what they ask, ranked by how many people, and drafted from an agent's own words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from dangol.answers.answer import Citation
from dangol.answers.talk import FOR_A_PERSON
from dangol.answers.wordings import groups
from dangol.bootstrap.house import House
from dangol.bootstrap.losses import lost, people_of
from dangol.cli.doors.outcomes import faq_of
from dangol.cli.doors.sources import source_notes
from dangol.decisions import gaps, repeats
from dangol.decisions.gaps import Asking
from dangol.decisions.ratings import disliked
from dangol.knowledge.facts import Snapshot
from dangol.language.personal_data import mask
from dangol.web.views import Gap

SINCE = timedelta(days=180)
_NO_GAPS = (*FOR_A_PERSON, "language", "own_record", "order.", "which", "unclear")  # a person was wanted, not knowledge
_MOST = 400  # questions that are grouped, the most frequent


def grouped(house: House, limit: int) -> Sequence[Gap]:
    """Most people first, then most that was lost, then most often asked."""
    snapshot = house.knowledge.snapshot()
    since = house.clock() - SINCE
    with house.store.read() as connection:
        known = [gap for gap in gaps.unanswered(connection, since, _MOST) if not gap.reasons or not gap.reasons[0].startswith(_NO_GAPS)]
        asked: dict[str, list[Asking]] = defaultdict(list)
        for one in gaps.askings(connection, [gap.key for gap in known], since):
            asked[one.key].append(one)
        rests_on: dict[str, tuple[str, ...]] = {}
        for gap, asking, cited in disliked(connection, since):
            known.append(gap)
            asked[gap.key].append(asking)
            rests_on[gap.key] = cited
        for gap, asking in repeats.asked_again(connection, since):
            if gap.key not in rests_on:
                known.append(gap)
                asked[gap.key].append(asking)
        texts = [gap.text for gap in known]
        found = [
            _gap(house, connection, [known[at] for at in group], asked, snapshot, rests_on) for group in groups(texts, _named(house, texts))
        ]
    return sorted(found, key=lambda gap: (-gap.people, -gap.lost, -gap.times, gap.id))[:limit]


def _named(house: House, texts: Sequence[str]) -> list[frozenset[str]]:
    answerer = house.knowledge.answerer()
    assert answerer is not None  # without patience it waits
    return [
        frozenset(mention.keys[0] for mention in answerer.ground.lexicon.find(text) if len(mention.keys) == 1 and mention.exact)
        for text in texts
    ]


def _gap(
    house: House,
    connection: Connection,
    same: Sequence[gaps.Gap],
    asked: Mapping[str, Sequence[Asking]],
    snapshot: Snapshot,
    rests_on: Mapping[str, tuple[str, ...]],
) -> Gap:
    first = same[0]
    times = sorted((one for gap in same for one in asked[gap.key]), key=lambda one: one.at)
    person = people_of(connection, {one.identity for one in times})
    when: dict[str, datetime] = {}
    for one in times:
        when.setdefault(person[one.identity], one.at)
    won, leavers = lost(house, connection, when, snapshot)
    drafts = (reply for one in reversed(times) if (reply := gaps.agents_reply(connection, one) or gaps.tapped(connection, one)))
    blamed = sorted((gap for gap in same if gap.key in rests_on), key=lambda gap: gap.last_at)
    cited = rests_on[blamed[-1].key] if blamed else ()
    return Gap(
        disliked=len(blamed),
        cited=source_notes(snapshot, [Citation(id=one, version=0, quote="") for one in cited]),
        entry=_entry(cited, snapshot),
        id=",".join(gap.key for gap in same),
        question=first.text,
        wordings=tuple(gap.text for gap in same[1:]),
        times=sum(gap.count for gap in same),
        people=len(when),
        lost=won,
        leavers=leavers,
        draft=mask(next(drafts, "")),
        last_at=max(gap.last_at for gap in same),
        reason=first.reasons[0] if first.reasons else first.kind,
        conversation_id=first.conversation,
    )


def _entry(cited: Sequence[str], snapshot: Snapshot) -> tuple[str, str, str] | None:
    """The one FAQ entry that an answer rests on, as it stands now: what to correct is plain only then."""
    question, answer = faq_of(snapshot, cited[0]) if len(cited) == 1 else ("", "")
    return (cited[0], question, answer) if question else None
