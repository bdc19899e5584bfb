"""A picture taken from a stranger: known by its bytes, bounded by its header, and written anew without what it tells besides itself."""

from dataclasses import dataclass
from typing import Literal

from dangol.kit.pictures import jpeg, png, refusals, webp

Media = Literal["image/jpeg", "image/png", "image/webp"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A clean picture.

    Attributes:
        width, height: pixels as stored, before it is turned. orientation: 1–8 as EXIF counts; the tag itself is gone from ``data``.
        data: the file with nothing but what is needed to show it: no EXIF, place, comment, profile, thumbnail or trailer.
    """

    media: Media
    width: int
    height: int
    orientation: int
    data: bytes

    @property
    def upright(self) -> bytes:
        """For whoever looks at it: ``data``, where it is to be turned with that one tag."""
        return jpeg.with_turn(self.data, self.orientation) if self.orientation != 1 else self.data


def clean(raw: bytes) -> Picture:
    """Nothing is decoded: the file's own structure is walked to its end, and only known parts of it are copied.

    Raises:
        BadInput: ``picture.empty``, ``.too_large`` (413), ``.type``, ``.broken``, ``.dimensions``, ``.hides``, ``.moves``.
    """
    if not raw:
        raise refusals.empty()
    if len(raw) > refusals.MOST_BYTES:
        raise refusals.too_large()
    if raw.startswith(jpeg.MAGIC):
        found = jpeg.rewrite(raw)
        return Picture(media="image/jpeg", width=found.width, height=found.height, orientation=found.orientation, data=found.data)
    if raw.startswith(png.MAGIC):
        width, height, data = png.rewrite(raw)
        return Picture(media="image/png", width=width, height=height, orientation=1, data=data)
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        width, height, data = webp.rewrite(raw)
        return Picture(media="image/webp", width=width, height=height, orientation=1, data=data)
    raise refusals.wrong_type()
