"""Which brand a command is about: ``--brand``, else ``$DANGOL_BRAND``, else the folder one stands in, else the demo brand."""

import os
from pathlib import Path

from dangol.kit.errors import NotFound

DEMO = Path("demo-brand")


def brand_folder(given: Path | None) -> Path:
    """The folder; it may not exist, where it was named. The demo brand is made when it is needed and missing.

    Raises:
        NotFound: ``brand.no_folder``, the environment names an empty path.
    """
    if given is not None:
        return given
    named = os.environ.get("DANGOL_BRAND")
    if named is not None:
        if not named.strip():
            raise NotFound("brand.no_folder", ko="DANGOL_BRAND가 비어 있습니다.", en="DANGOL_BRAND is empty.")
        return Path(named)
    here = Path.cwd()
    if (here / "brand.toml").is_file():
        return here
    from dangol.demo.folder import copy_sample

    return copy_sample(DEMO)
