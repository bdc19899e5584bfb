"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from dangol.cli.which_brand import brand_folder

Brand = Annotated[Path | None, typer.Option("--brand", metavar="DIR", help="브랜드 폴더 / the brand's folder.", show_default=False)]


def folder_of(context: typer.Context, brand: Path | None) -> Path:
    """The folder that ``--brand`` names, before the command or behind it, else as ``which_brand`` says."""
    return brand_folder(brand or context.obj)
