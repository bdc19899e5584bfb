"""The demo's flash offer is of today: its two days are moved to now whenever the demo begins."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

from dangol.bootstrap.house import House
from dangol.bootstrap.offer_book import import_offers
from dangol.knowledge.text_file import read_text
from dangol.offers.offer_file import FILE

_FLASH = "flash-drip"


def flash_today(house: House) -> None:
    """Rewrites that one row of the demo's ``offers.csv`` and imports it; a folder without the row is left alone."""
    path = house.folder / FILE
    if not path.exists():
        return
    rows = list(csv.DictReader(io.StringIO(read_text(path, FILE).text)))
    mine = [row for row in rows if row.get("id") == _FLASH]
    if mine:
        now = house.clock().astimezone(ZoneInfo(house.knowledge.brand().profile.timezone))
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for row in mine:
            row["starts"], row["ends"] = (f"{at:%Y-%m-%dT%H:%M}" for at in (today, today + timedelta(hours=45)))
        written = io.StringIO()
        table = csv.DictWriter(written, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        path.write_text(written.getvalue(), encoding="utf-8")
    import_offers(house)
