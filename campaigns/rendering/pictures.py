"""Pictures every mail program shows: JPEG or PNG, twice as wide as displayed, by full address."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from campaigns.rendering.links import absolute

CONTENT_WIDTH = 536
DENSITY = 2
WITH_TRANSPARENCY = {".png", ".gif", ".svg"}


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str = ""


def picture(image: Any, *, alt: str = "", width: int = CONTENT_WIDTH) -> Picture | None:
    """None when the file is gone or cannot be read."""
    return _rendered(image, f"width-{width * DENSITY}", alt)


def logo(image: Any, *, alt: str) -> Picture | None:
    return _rendered(image, f"max-{200 * DENSITY}x{48 * DENSITY}", alt, format_="png")


def _rendered(image: Any, size: str, alt: str, format_: str = "") -> Picture | None:
    if not format_:
        suffix = PurePath(image.file.name).suffix.lower()
        format_ = "png" if suffix in WITH_TRANSPARENCY else "jpeg"
    try:
        rendition = image.get_rendition(f"{size}|format-{format_}")
    except (SourceImageIOError, InvalidFilterSpecError):
        return None
    # A small original is shown at its own width, never enlarged.
    width = max(1, rendition.width // DENSITY)
    height = max(1, rendition.height // DENSITY)
    return Picture(absolute(rendition.url), width, height, alt)
