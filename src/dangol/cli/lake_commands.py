"""``lake``: what its commands are called, take and say."""

from typing import Annotated, Literal

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors, words

lake = typer.Typer(help="레이크: 오래된 기록 위의 계산 / the lake: jobs over long history.", no_args_is_help=True)


@lake.command("export")
def export(context: typer.Context, brand: Brand = None) -> None:
    """지난번 뒤의 주문과 방문을 Parquet으로 보탭니다 / adds orders and visits since the last time."""
    with plain_errors():
        from dangol.bootstrap.filling_lake import export_lake
        from dangol.bootstrap.house import opened

        with opened(folder_of(context, brand)) as house:
            done = export_lake(house)
        print(
            words(
                f"{done.rows:,}줄을 보탰습니다. 기록 {done.last:,}번까지 있습니다.",
                f"Added {done.rows:,} rows. The lake goes up to position {done.last:,} of the journal.",
            )
        )


@lake.command("nightly")
def nightly_(
    context: typer.Context,
    engine: Annotated[Literal["duckdb", "spark"], typer.Option(help="어디서 계산할지 / where it runs.")] = "duckdb",
    brand: Brand = None,
) -> None:
    """보태고, 모두의 되풀이와 인기와 함께 사는 것을 계산합니다 / exports, then everybody's rhythms and more."""
    with plain_errors():
        from dangol.bootstrap.filling_lake import nightly
        from dangol.bootstrap.house import opened

        with opened(folder_of(context, brand)) as house:
            done = nightly(house, engine)
        print(
            words(
                f"되풀이 {done.rhythms:,}개, 인기 {done.popular:,}줄, 함께 고른 것 {done.together:,}줄을 lake/에 적었습니다.",
                f"Wrote {done.rhythms:,} rhythms, {done.popular:,} rows of popular and {done.together:,} of what goes together to lake/.",
            )
        )
