"""A house that can be asked: opened, and its folder imported if nothing ever was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dangol.bootstrap.house import House, opened
from dangol.bootstrap.offer_book import import_offers
from dangol.bootstrap.reviewers import whose
from dangol.cli.telling import tell
from dangol.knowledge.imports import import_folder
from dangol.knowledge.snapshot import current_version


@contextmanager
def prepared(folder: Path) -> Iterator[House]:
    """Opens the house of a folder for the length of a block."""
    with opened(folder) as house:
        import_first(house)
        yield house


def import_first(house: House) -> None:
    """Imports the brand's own folder when its store knows nothing yet."""
    with house.store.read() as connection:
        version = current_version(connection)
    if version == 0 and (house.folder / "products.csv").exists():
        report = import_folder(house.store, house.folder, house.clock(), whose=whose(house))
        offers = import_offers(house)
        tell(
            f"브랜드 폴더를 처음 가져왔습니다: {report.added}건.",
            f"The brand's folder was imported for the first time: {report.added} things.",
        )
        if refused := len(report.refused) + len(offers.refused):
            tell(
                f"거절된 행이 {refused}개 있습니다. dangol import 로 확인하세요.",
                f"{refused} rows were refused. See them with: dangol import.",
            )
