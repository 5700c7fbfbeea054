"""What the yearly report says of the media kit."""

from django.utils.translation import ngettext_lazy

from crm import figures
from media_kit.models import Download


def downloads_in(year: int) -> int:
    return Download.objects.filter(downloaded_at__year=year).count()


def register() -> None:
    figures.register(
        "audience",
        "media_kit_downloads",
        downloads_in,
        ngettext_lazy(
            "%(figure)s file taken from the media kit in %(year)s.",
            "%(figure)s files taken from the media kit in %(year)s.",
            "value",
        ),
    )
