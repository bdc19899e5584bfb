"""Segments: who is in them; only proven contacts of those who agreed to exactly that go to an advertising platform, and come back."""

import csv
import json
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from typer.testing import CliRunner

from dangol.bootstrap.erasing import erase
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.bootstrap.segments.exporting import export
from dangol.bootstrap.segments.lists import freeze, listed, segments_of
from dangol.bootstrap.segments.removing import removed, to_remove, write_removals
from dangol.cli import telling
from dangol.cli.app import app
from dangol.decisions import duties
from dangol.events.incoming import Incoming
from dangol.kit.clock import fixed
from dangol.kit.errors import BadInput, Conflict, NotFound, Refused
from dangol.knowledge.imports import import_folder
from dangol.offers.tables import audience_digests, audience_exports
from dangol.people.audience import digest
from dangol.people.consents import AUDIENCES, PURPOSES, Consent, handing_over_since
from dangol.people.identities import ensure, identity_id
from dangol.people.merges import merge
from dangol.people.proven import proven
from dangol.people.traits import set_trait
from small_brand import small_brand

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
DAY = timedelta(days=1)
SEGMENTS = """
[segment.regulars]
title = "단골"
people = "orders>=2; bought category:빵 90d"

[segment.all]
people = ""

[segment.agreed]
people = "agreed meta; seen 30d"
"""


@pytest.fixture
def house(store_url: str, tmp_path: Path) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    (folder / "segments.toml").write_text(SEGMENTS, encoding="utf-8")
    opened = open_house(folder, url=store_url, clock=fixed(NOW))
    import_folder(opened.store, opened.folder, NOW)
    yield opened
    opened.close()


def did(house: House, who: str, what: str, ago: float = 1, /, **data: Any) -> None:
    event = Incoming(
        id=f"{who}{what}{ago}{data}",
        type=what,
        identity=who,
        inbox="web",
        occurred_at=NOW - ago * DAY,
        received_at=NOW,
        data=data,
        imported=True,
    )
    take(house, [event])


def agreed(house: House, who: str, purpose: str = "audience_meta", ago: float = 1) -> None:
    did(house, who, "consent.given", ago, purpose=purpose, wording="2026-11")


def refused(house: House, who: str, purpose: str = "audience_meta", ago: float = 0) -> None:
    did(house, who, "consent.withdrawn", ago, purpose=purpose)


def customer(house: House, who: str, *, orders: int = 2) -> None:
    """Has bought bread, has proved an e-mail and a phone."""
    for number in range(orders):
        did(house, who, "order.completed", 3 + number, order_id=f"{who}{number}", products=[{"product_id": "p1"}])
    did(house, who, "identity.verified", 2.5, kind="email", value=f"{who}@Example.org")
    did(house, who, "identity.verified", 2.4, kind="phone", value=f"010-1234-{1000 + sum(who.encode())}")


def email_of(who: str) -> str:
    return sha256(f"{who}@example.org".encode()).hexdigest()


def phone_of(who: str) -> str:
    return sha256(f"82101234{1000 + sum(who.encode())}".encode()).hexdigest()


def written(house: House, tmp_path: Path, name: str = "all", to: str = "meta") -> list[list[str]]:
    """The lines of an export without the first; no export, no lines."""
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"
    with suppress(Refused):
        export(house, name, to, path, by="minji", at=NOW)  # type: ignore[arg-type]
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def ids(house: House, *who: str) -> list[str]:
    with house.store.read() as connection:
        return [same.id for one in who for same in proven(connection, identity_id(house.key, "web", one))]


def test_the_digests_are_those_that_meta_documents() -> None:
    assert digest("email", " John_Smith@gmail.com ") == "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
    assert digest("phone", "+1 (650) 555-1212") == "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"
    assert digest("phone", "010-1234-5678") == digest("phone", "+82 10 1234 5678") == sha256(b"821012345678").hexdigest()
    assert digest("phone", "+821012345678", national=True) == sha256(b"01012345678").hexdigest()


def test_only_who_agreed_to_it_goes_and_it_is_written_down(house: House, tmp_path: Path) -> None:
    for who in ("minji", "jun", "sora", "dana"):
        customer(house, who)
    agreed(house, "minji")
    agreed(house, "jun", "promotional")  # advertising by the brand is another matter
    agreed(house, "sora", "audience_naver")
    path = tmp_path / "meta.csv"
    done = export(house, "regulars", "meta", path, by="owner", at=NOW)
    assert (done.segment, done.people, done.contacts) == (4, 1, 2)
    assert path.read_bytes().decode() == f"email,phone\r\n{email_of('minji')},{phone_of('minji')}\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with house.store.read() as connection:
        (kept,) = connection.execute(select(audience_exports)).all()
    assert (kept.segment, kept.recipient, kept.people, kept.contacts, kept.author, kept.at) == ("regulars", "meta", 1, 2, "owner", NOW)
    assert written(house, tmp_path, to="naver") == [[phone_of("sora"), email_of("sora")]]
    with pytest.raises(Conflict, match="exists"):
        export(house, "regulars", "meta", path, by="owner", at=NOW)


def test_a_refusal_wins_whoever_of_the_person_said_it(house: House, tmp_path: Path) -> None:
    for who in ("minji", "jun", "sora"):
        customer(house, who)
        agreed(house, who)
    assert len(written(house, tmp_path)) == 3
    refused(house, "minji")
    refused(house, "jun", "promotional")
    with house.store.write() as connection:  # a guess that another browser is hers: its refusal counts, and nothing else does
        other = ensure(connection, house.key, "web", "browser", "anonymous", NOW)
        merge(connection, identity_id(house.key, "web", "sora"), other.id, "site", 0.6, NOW)
    refused(house, "browser", "promotional")
    assert written(house, tmp_path) == []
    agreed(house, "jun", "promotional", ago=-0.1)  # advertising again is not that again
    assert written(house, tmp_path) == []


def test_an_unproven_or_guessed_address_never_goes(house: House, tmp_path: Path) -> None:
    did(house, "minji", "identity.described", traits={"email": "minji@example.org", "phone": "010-1234-5678"})
    agreed(house, "minji")
    with house.store.write() as connection:
        mail = ensure(connection, house.key, "email", "minji@example.org", "email", NOW)
        merge(connection, identity_id(house.key, "web", "minji"), mail.id, "site", 0.9, NOW)
    assert written(house, tmp_path) == []
    customer(house, "jun")  # proved, and guessed to be one with somebody who agreed
    with house.store.write() as connection:
        merge(connection, identity_id(house.key, "web", "minji"), identity_id(house.key, "web", "jun"), "site", 0.9, NOW)
    assert written(house, tmp_path) == []
    agreed(house, "jun")
    assert written(house, tmp_path) == [[email_of("jun"), phone_of("jun")]]


def test_an_address_without_a_proof_does_not_go_though_it_agreed_itself(house: House, tmp_path: Path) -> None:
    with house.store.write() as connection:
        ensure(connection, house.key, "email", "minji@example.org", "email", NOW)
    event = Incoming(
        id="c",
        type="consent.given",
        identity="minji@example.org",
        inbox="email",
        occurred_at=NOW,
        received_at=NOW,
        data={"purpose": "audience_meta", "wording": "1"},
        imported=True,
    )
    take(house, [event])
    assert written(house, tmp_path) == []


@pytest.mark.parametrize("traits", [{"under14": True}, {"birthday": "2015-01-01"}, {"age": 13}])
def test_under_14_never(house: House, tmp_path: Path, traits: dict[str, object]) -> None:
    customer(house, "kid")
    agreed(house, "kid")
    with house.store.write() as connection:
        for name, value in traits.items():
            set_trait(connection, identity_id(house.key, "web", "kid"), name, value, "site", NOW)
        tablet = ensure(connection, house.key, "web", "tablet", "anonymous", NOW)
        merge(connection, identity_id(house.key, "web", "kid"), tablet.id, "site", 0.6, NOW)
        for name in traits:  # another of their identities says otherwise, later
            grown = {"under14": False, "birthday": "1990-01-01", "age": 36}[name]
            set_trait(connection, tablet.id, name, grown, "site", NOW + DAY)
    assert written(house, tmp_path) == []


def test_a_merged_person_counts_once(house: House, tmp_path: Path) -> None:
    customer(house, "minji", orders=1)
    did(house, "phone-app", "order.completed", 2, order_id="x", products=[{"product_id": "p1"}])
    sizes = {one.name: one.people for one in listed(house, NOW)}
    assert (sizes["regulars"], sizes["all"]) == (0, 2)
    did(house, "phone-app", "identity.verified", 1, kind="email", value="minji@example.org")
    for who in ("minji", "phone-app"):
        agreed(house, who)
    regulars, everyone, agreeing = listed(house, NOW)
    assert (regulars.people, everyone.people, agreeing.people) == (1, 1, 1)
    assert dict(everyone.may_go) == {"meta": 1, "naver": 0}
    assert written(house, tmp_path) == [[email_of("minji"), phone_of("minji")]]


def test_who_withdrew_or_was_erased_comes_out_again(house: House, tmp_path: Path) -> None:
    for who in ("minji", "jun", "sora"):
        customer(house, who)
        agreed(house, who)
    assert len(written(house, tmp_path)) == 3
    assert to_remove(house, "meta", NOW) == []
    refused(house, "minji")
    erase(house, ids(house, "jun"))
    gone = {email_of("minji"), phone_of("minji"), email_of("jun"), phone_of("jun")}
    assert {one for _, one in to_remove(house, "meta", NOW)} == gone
    assert to_remove(house, "naver", NOW) == []
    with house.store.read() as connection:
        linked = {row.digest: row.identity for row in connection.execute(select(audience_digests))}
    assert linked[email_of("jun")] == linked[phone_of("jun")] == "erased"
    path = tmp_path / "removals.csv"
    assert write_removals(house, "meta", path, NOW) == 4
    first, *rows = path.read_text(encoding="utf-8").split()
    assert first == "email,phone"
    assert sorted(row.strip(",") for row in rows) == sorted(gone)
    agreed(house, "minji", ago=-0.1)  # meanwhile she agrees again: her digests stay known
    assert removed(house, "meta", path, NOW) == 2
    with house.store.read() as connection:
        kept = set(connection.execute(select(audience_digests.c.digest)).scalars())
    assert kept == {email_of("minji"), phone_of("minji"), email_of("sora"), phone_of("sora")}
    with pytest.raises(BadInput, match="no file of removals"):
        removed(house, "meta", house.folder / "products.csv", NOW)


def test_a_frozen_list_stays_and_loses_only_whom_it_must(house: House, tmp_path: Path) -> None:
    for who in ("minji", "jun"):
        customer(house, who)
        agreed(house, who)
    assert freeze(house, "regulars", "november", NOW) == 2
    customer(house, "sora")
    sizes = {one.name: one for one in listed(house, NOW)}
    assert (sizes["regulars"].people, sizes["november"].people) == (3, 2)
    assert (sizes["november"].made_from, sizes["november"].frozen_at) == ("regulars", NOW)
    refused(house, "jun")
    assert [row[0] for row in written(house, tmp_path, "november")] == [email_of("minji")]
    erase(house, ids(house, "minji"))
    assert {one.name: one.people for one in listed(house, NOW)}["november"] == 1
    for taken in ("november", "all", "../x"):
        with pytest.raises(Conflict):
            freeze(house, "regulars", taken, NOW)
    with pytest.raises(NotFound):
        freeze(house, "november", "again", NOW)


def test_no_cell_can_run_in_a_spreadsheet(house: House, tmp_path: Path) -> None:
    did(house, "=cmd", "identity.verified", kind="email", value='=HYPERLINK("x")@example.org')
    did(house, "=cmd", "identity.verified", kind="email", value="+1@example.org")
    agreed(house, "=cmd")
    rows = written(house, tmp_path)
    assert len(rows) == 2
    assert all(re.fullmatch("[0-9a-f]{64}|", cell) for row in rows for cell in row)
    for header in ("=1+1", "@x", "-1", "+1", "\t=1", '"', "a,b"):
        (house.folder / "segments.toml").write_text(f"[export.naver]\nheader = [{json.dumps(header)}, 'b']\n", encoding="utf-8")
        with pytest.raises(BadInput, match=r"export\.naver\.header"):
            segments_of(house)


def test_naver_has_the_layout_that_the_owner_writes(house: House, tmp_path: Path) -> None:
    customer(house, "minji")
    agreed(house, "minji", "audience_naver")
    path = house.folder / "segments.toml"
    path.write_text('[segment.all]\npeople = ""\n[export.naver]\ncolumns = ["phone"]\nphone = "national"\n', encoding="utf-8")
    export(house, "all", "naver", tmp_path / "out.csv", by="owner", at=NOW)
    dialled = f"0101234{1000 + sum(b'minji')}"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").split() == [sha256(dialled.encode()).hexdigest()]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("segment = 3", "segments.toml segment:"),
        ("[segment.a", "segments.toml:"),
        ("[segments.a]", "segments.toml segments:"),
        ('[segment."a b"]', "segment.a b:"),
        ("[segment.a]\npeople = 3", "segment.a.people:"),
        ('[segment.a]\npeople = "likes bread"', "segment.a.people:"),
        ('[segment.a]\npeople = "bought p9"', "segment.a.people:"),
        ('[segment.a]\npeople = "not bought category:차"', "segment.a.people:"),
        ('[segment.a]\npeople = "visited s9"', "segment.a.people:"),
        ('[segment.a]\ncolor = "red"', "segment.a.color:"),
        ("[export.meta]", "export.meta:"),
        ('[export.naver]\ncolumns = ["name"]', "export.naver.columns:"),
        ('[export.naver]\ncolumns = ["phone"]\nheader = ["a", "b"]', "export.naver.header:"),
        ('[export.naver]\nphone = "local"', "export.naver.phone:"),
    ],
)
def test_a_wrong_file_is_told_by_its_place(tmp_path: Path, text: str, where: str) -> None:
    folder = small_brand(tmp_path / "brand")
    (folder / "segments.toml").write_text(text, encoding="utf-8")
    house = open_house(folder, clock=fixed(NOW))
    import_folder(house.store, house.folder, NOW)
    with pytest.raises(BadInput) as caught:
        segments_of(house)
    house.close()
    for sentence in (caught.value.ko, caught.value.en):
        assert sentence.startswith("segments.toml")
        assert where in sentence


def test_handing_over_is_no_word_about_advertising(house: House) -> None:
    did(house, "minji", "consent.given", 900, purpose="audience_meta", wording="1")
    with house.store.write() as connection:
        done = duties.fulfil(connection, brand="보리네", new_id=house.new_id, at=NOW)
        assert (done.put, done.confirmed, duties.overdue(connection, NOW)) == (0, 0, 0)
        assert duties.to_confirm(connection, NOW) == (0, None)


_SAID = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.sampled_from(["given", "withdrawn"]),
        st.sampled_from([*PURPOSES, *AUDIENCES.values()]),
        st.sampled_from("ab"),
    ),
    max_size=14,
)


@given(_SAID)
def test_nothing_goes_after_a_refusal(told: list[tuple[int, str, str, str]]) -> None:
    said = [
        Consent(id=place, identity=who, purpose=purpose, act=act, wording="1", source="form", at=NOW + at * DAY)  # type: ignore[arg-type]
        for place, (at, act, purpose, who) in enumerate(sorted(told))
    ]
    since = handing_over_since(said, "a", "meta")
    mine = [one.at for one in said if one.identity == "a" and one.act == "given" and one.purpose == "audience_meta"]
    noes = [one.at for one in said if one.act == "withdrawn" and one.purpose in {"audience_meta", "promotional"}]
    if since is None:
        promotional = [one.at for one in said if one.act == "withdrawn" and one.purpose == "promotional"]
        assert not mine or (noes and max(noes) >= max(mine)) or promotional
    else:
        assert since == max(mine)
        assert not noes or max(noes) < since


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_speech", "en")
    folder = small_brand(tmp_path / "brand")
    (folder / "segments.toml").write_text(SEGMENTS, encoding="utf-8")
    house = open_house(folder, clock=fixed(NOW))
    import_folder(house.store, house.folder, NOW)
    customer(house, "minji")
    agreed(house, "minji")
    house.close()

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["segments", *words, "--brand", str(folder)])

    told = json.loads(run("--json").stdout)
    assert {one["name"]: one["people"] for one in told["segments"]} | told["to_remove"] == {
        "regulars": told["segments"][0]["people"],
        "all": 1,
        "agreed": told["segments"][2]["people"],
        "meta": 0,
        "naver": 0,
    }
    assert told["segments"][1]["may_go"] == {"meta": 1, "naver": 0}
    assert "all" in run().stdout
    out = tmp_path / "out.csv"
    assert "1 agreed to Meta: 2 digests" in run("export", "all", str(out), "--to", "meta", "--by", "owner").stdout
    assert "minji" not in out.read_text(encoding="utf-8")
    assert run("export", "nothing", str(tmp_path / "b.csv"), "--to", "meta").exit_code == 2
    assert "Froze the 1 people" in run("freeze", "all", "kept").stdout
    assert "no file was written" in run("removals", str(tmp_path / "c.csv"), "--to", "meta").stdout
