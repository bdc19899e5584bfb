"""Reviews and their writers: what events tell of is taken into knowledge, and a file's writers are known by their pseudonyms only."""

from sqlalchemy import select

from dangol.bootstrap.house import House
from dangol.bootstrap.tables import erasures
from dangol.bootstrap.write_keys import sites
from dangol.knowledge.review_checks import Whose
from dangol.knowledge.told_reviews import TYPE, tell_reviews
from dangol.people.identities import identity_id
from dangol.store.turns import Turn, take

READER = "knowledge.reviews"
_AT_ONCE = 2_000  # events; the store is held meanwhile


def whose(house: House) -> Whose:
    """Names the writers of a file's reviews: ``source`` is the inbox whose id ``author`` is. Who was erased has none."""
    with house.store.read() as connection:
        gone = set(connection.execute(select(erasures.c.identity)).scalars())

    def named(source: str, author: str) -> str | None:
        identity = identity_id(house.key, source or "reviews", author)
        return None if identity in gone else identity

    return named


def take_reviews(house: House) -> int:
    """Takes what ``review.posted`` events have told since the last time into knowledge; answers how many events that were.

    What a site's tracking tells is left out: its key stands in the page, so anybody could write in anybody's name.
    Knowledge moves at most once a call, so call it now and then, not at each event.
    """
    with house.store.read() as connection:
        after = house.journal.checkpoint(connection, READER)
        if not house.journal.read(connection, after=after, limit=1, types=(TYPE,)):
            return 0
    with house.store.write() as connection:
        take(connection, Turn.JOURNAL)  # nobody is erased between reading their words and writing them
        after = house.journal.checkpoint(connection, READER)
        events = house.journal.read(connection, after=after, limit=_AT_ONCE, types=(TYPE,))
        if events:
            tracked = {site.inbox for site in sites(house.knowledge.brand()).values()}
            tell_reviews(connection, [event for event in events if event.inbox not in tracked], house.clock())
            house.journal.set_checkpoint(connection, READER, events[-1].position or after)
    return len(events)
