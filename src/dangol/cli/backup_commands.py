"""``backup`` and ``restore``: what they are called, take and say."""

from pathlib import Path
from typing import Annotated

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors, tell, words


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="TO", help="새 .zip 파일이나 폴더 / a new .zip or a folder.")] = Path("backups"),
    without_key: Annotated[bool, typer.Option("--without-key", help="비밀키는 빼고 / leaves the key out.")] = False,
    brand: Brand = None,
) -> None:
    """서버가 도는 동안 전부 백업합니다 / backs everything up, beside a running server."""
    with plain_errors():
        from dangol.bootstrap.backing_up import back_up
        from dangol.bootstrap.house import opened

        with opened(folder_of(context, brand)) as house:
            made, found = back_up(house, to, with_key=not without_key)
        print(words(f"{made}: 파일 {len(found.files)}개, 확인했습니다.", f"{made}: {len(found.files)} files, verified."))
        if found.key:
            tell(
                "비밀키가 들어 있습니다. 이 파일을 가진 사람은 모두 읽을 수 있으니 안전한 곳에 두세요.",
                "The key is in it: whoever has this file can read everything. Keep it in a safe place.",
            )
        else:
            tell(
                "비밀키는 들어 있지 않습니다. dangol.key나 DANGOL_SECRET을 따로 보관하세요. 없으면 되살릴 수 없습니다.",
                "The key is not in it. Keep dangol.key or DANGOL_SECRET elsewhere: nothing can be restored without it.",
            )


def restore(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="백업 파일 / the backup.")],
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="새 브랜드 폴더 / the new folder.", show_default=False)] = None,
    erasures: Annotated[list[Path] | None, typer.Option("--erasures", metavar="FILE", help="삭제 대장 / a ledger of erasures.")] = None,
    brand: Brand = None,
) -> None:
    """백업을 새 자리에 되살리고, 그 뒤 지운 사람을 다시 지웁니다 / restores a backup into a new place."""
    with plain_errors():
        from dangol.bootstrap.restoring import restore as put_back

        done = put_back(archive, folder or folder_of(context, brand), erasures or ())
        at = done.manifest.made_at.isoformat(timespec="seconds")
        print(
            words(
                f"{at}의 백업을 되살렸습니다. 그 뒤 지운 신원 {done.erased}개를 다시 지웠습니다.",
                f"Restored the backup of {at}. {done.erased} identities that were erased since are erased again.",
            )
        )
        if not done.ledgers:
            tell(
                "삭제 대장(erasures.jsonl)을 찾지 못했습니다. 백업 뒤에 지운 사람이 있다면 다시 지워야 합니다.",
                "No ledger of erasures (erasures.jsonl) was found. Whoever was erased since the backup is back: erase them again.",
            )
        if done.uncertain:
            tell(
                f"백업할 때 보내던 답 {done.uncertain}개는 이미 갔을 수 있어 다시 보내지 않습니다. dangol stuck 으로 확인하세요.",
                f"{done.uncertain} replies were on their way then and may have arrived, so they are not sent again: see dangol stuck.",
            )
