"""``export-person`` and ``erase-person``: what they are called, take and say."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors, words
from dangol.kit.errors import BadInput

_WHO = "아이디, 로그인, 이메일, 전화번호, 가명 / an id, a login, an e-mail, a phone number, a pseudonym."
Who = Annotated[str, typer.Argument(help=_WHO, show_default=False)]
InboxName = Annotated[
    str | None, typer.Option("--inbox", metavar="NAME", help="아이디의 받은편지함 / the inbox of the id.", show_default=False)
]
Only = Annotated[bool, typer.Option("--only", help="연결된 신원 없이 이것만 / this identity alone.")]


def export_person(
    context: typer.Context,
    who: Who,
    inbox: InboxName = None,
    only: Only = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH", help="새 폴더나 .zip / a new folder or .zip.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON 한 줄로 / one line of JSON.")] = False,
    brand: Brand = None,
) -> None:
    """한 사람에 대해 남아 있는 것을 모두 내보냅니다 / exports all that is recorded of a person."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.person_rights import run_export

        with opened(folder_of(context, brand)) as house:
            run_export(house, who, inbox, "only" if only else None, out, json=json)


def reseal(context: typer.Context, brand: Brand = None) -> None:
    """연락처를 지금 열쇠로 다시 잠급니다 / seals contact data with the present key."""
    with plain_errors():
        from dangol.bootstrap.contact_keys import rotate, vault_from
        from dangol.bootstrap.house import opened

        with opened(folder_of(context, brand)) as house:
            changed = rotate(house.store, vault_from(house.key, house.settings.contact_keys))
            print(words(f"{changed}건을 다시 잠갔습니다.", f"{changed} rows were sealed anew."))


def erase_person(
    context: typer.Context,
    who: Annotated[str, typer.Argument(help=_WHO)] = "",
    inbox: InboxName = None,
    merged: Annotated[bool, typer.Option("--merged", help="연결된 신원까지 / all linked identities too.")] = False,
    only: Only = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="무엇이 지워질지만 봅니다 / only shows what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="묻지 않습니다 / does not ask.")] = False,
    scrub: Annotated[bool, typer.Option("--scrub", help="저장소 파일만 다시 씁니다 / only rewrites the store's files.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON 한 줄로 / one line of JSON.")] = False,
    brand: Brand = None,
) -> None:
    """한 사람을 지웁니다; 되돌릴 수 없습니다 / erases a person, for good."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.person_rights import run_erase, run_scrub

        if not who and not scrub:
            raise BadInput(
                "erase.who", ko="누구를 지울지 적어 주세요: 아이디, 이메일, 전화번호.", en="Say whom: an id, an e-mail, a phone number."
            )
        with opened(folder_of(context, brand)) as house:
            if scrub and not who:
                run_scrub(house)
                return
            scope: Literal["merged", "only"] | None = "only" if only else "merged" if merged else None
            run_erase(house, who, inbox, scope, dry_run=dry_run, yes=yes, json=json)
