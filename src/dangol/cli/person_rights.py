"""``dangol export-person`` and ``dangol erase-person``: a person's rights, by the owner's hand."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from dangol.bootstrap.erasing import Inventory, erase, inventory
from dangol.bootstrap.exporting import export
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House
from dangol.bootstrap.person_file import write_person
from dangol.bootstrap.personal_words import TABLES
from dangol.cli.json_lines import write_json
from dangol.cli.telling import tell, words
from dangol.kit.errors import BadInput
from dangol.people.identities import Identity

Scope = Literal["merged", "only"]

_KINDS = {"anonymous": "익명 브라우저", "channel": "채널 손님", "login": "로그인", "email": "이메일", "phone": "전화번호"}


def run_export(house: House, who: str, inbox: str | None, scope: Scope | None, to: Path | None, *, json: bool) -> None:
    """Writes what is recorded of a person to ``to``, or as JSON to standard output. Merged identities are part of it unless ``only``."""
    with house.store.read() as connection:
        named, everyone = find_person(house, connection, who, inbox=inbox)
        exported = export(house, connection, [named] if scope == "only" else everyone)
    if json:
        write_json(exported)
        return
    made = write_person(exported, to or Path(f"person-{named.id[-6:]}.zip"))
    count = sum(len(rows) for rows in exported["tables"].values())
    print(words(f"{made}에 기록 {count}건을 담았습니다.", f"Wrote {count} records to {made}."))


def run_erase(house: House, who: str, inbox: str | None, scope: Scope | None, *, dry_run: bool, yes: bool, json: bool) -> None:
    """Erases a person, after showing what goes and asking; a dry run only shows.

    Raises:
        BadInput: ``erase.which``, merged identities and nobody to ask; ``erase.unconfirmed``, no ``--yes`` and nobody to ask.
    """
    with house.store.read() as connection:
        named, everyone = find_person(house, connection, who, inbox=inbox)
    asked = not json and sys.stdin.isatty()
    if not json:
        _list(everyone)
    if scope is None and len(everyone) > 1 and not dry_run:
        scope = _ask_scope() if asked else _refuse_guess()
    chosen = [named] if scope == "only" else everyone
    ids = [one.id for one in chosen]
    with house.store.read() as connection:
        found = inventory(house, connection, ids)
    if not json:
        _tell(found)
    if dry_run:
        _done(chosen, found, json=json, erased=False)
        return
    if not yes and not (asked and _sure()):
        raise BadInput(
            "erase.unconfirmed",
            ko="지우지 않았습니다. 되돌릴 수 없으니 확인했다면 --yes를 붙여 주세요.",
            en="Nothing was erased. It cannot be undone: add --yes when you are sure.",
        )
    _done(chosen, erase(house, ids), json=json, erased=True)
    if house.store.dialect == "postgresql":
        tell(
            "PostgreSQL의 로그(WAL) 보관본과 복제본, 그리고 예전 백업에는 아직 남아 있을 수 있습니다. 보관 기간이 지나면 지우세요.",
            "PostgreSQL's archived log (WAL), replicas and older backups may still hold it. Delete them when their time is over.",
        )


def run_scrub(house: House) -> None:
    """Rewrites the store's files again, after an erasure that could not."""
    house.store.scrub()
    print(words("저장소 파일을 다시 썼습니다.", "The store's files were rewritten."))


def _list(everyone: Sequence[Identity]) -> None:
    for one in everyone:
        shown = one.external_id if one.kind in {"login", "email", "phone"} else f"{one.inbox}/{one.external_id}"
        print(f"  {words(_KINDS[one.kind], one.kind, between=' / ')} {shown} ({one.id})", file=sys.stderr)


def _tell(found: Inventory) -> None:
    for name, count in found.rows.items():
        if count:
            ko, en = TABLES.get(name, (name, name))
            print(f"  {words(ko, en, between=' / ')}: {count}", file=sys.stderr)
    for record in found.legal:
        until = record.keep_until.date()
        print(
            "  "
            + words(
                f"법에 따라 {until}까지 따로 보관: {record.record['type']}",
                f"kept by law until {until}: {record.record['type']}",
                between=" / ",
            ),
            file=sys.stderr,
        )
    for text in found.owners:
        if text.current:
            tell(
                f"  {text.citation}: faq.csv에 이 손님의 말이 그대로 있습니다. 가게의 글이라 지우지 않습니다. 바꾸려면 먼저 고쳐 주세요.",
                f"  {text.citation}: faq.csv repeats this customer's words. It is the brand's text and stays; edit it first to change it.",
            )


def _ask_scope() -> Scope:
    print(
        words("연결된 신원까지 모두 지울까요? [모두=a, 이것만=o]", "Erase all linked identities? [all=a, only this=o]"),
        end=" ",
        file=sys.stderr,
    )
    answer = input().strip().lower()
    if answer in {"a", "all", "모두"}:
        return "merged"
    if answer in {"o", "only", "이것만"}:
        return "only"
    return _refuse_guess()


def _sure() -> bool:
    print(words("되돌릴 수 없습니다. 지울까요? [y/N]", "This cannot be undone. Erase? [y/N]"), end=" ", file=sys.stderr)
    return input().strip().lower() in {"y", "yes", "예", "네"}


def _refuse_guess() -> Scope:
    raise BadInput(
        "erase.which",
        ko="한 사람으로 본 신원이 여럿입니다. 모두 지우려면 --merged, 이 신원만 지우려면 --only를 붙여 주세요.",
        en="Several identities are taken to be this person. Add --merged to erase them all, or --only for this one.",
    )


def _done(chosen: Sequence[Identity], found: Inventory, *, json: bool, erased: bool) -> None:
    if json:
        write_json({"erased": erased, "identities": [one.id for one in chosen], **_as_json(found)})
    elif erased:
        print(words("지웠습니다.", "Erased."))
    else:
        print(words("미리 보기입니다. 아무것도 지우지 않았습니다.", "A dry run: nothing was erased."))


def _as_json(found: Inventory) -> Mapping[str, Any]:
    return {
        "rows": {name: count for name, count in found.rows.items() if count},
        "kept_by_law": [
            {"basis": one.basis, "record": one.record, "occurred_at": one.occurred_at.isoformat(), "keep_until": one.keep_until.isoformat()}
            for one in found.legal
        ],
        "owners_texts": [{"id": one.citation, "version": one.version, "current": one.current} for one in found.owners],
    }
