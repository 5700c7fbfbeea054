from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from campaigns.rendering.pictures import logo, picture
from tests.factories.media_kit import ImageFactory
from tests.factories.media_kit import picture as png


def webp():
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(file, "WEBP")
    return ContentFile(file.getvalue(), "photo.webp")


def test_a_png_stays_a_png_at_a_full_address(settings):
    settings.SITE_URL = "https://maille.example"

    shown = picture(ImageFactory(), alt="Un banc")

    assert shown.url.startswith("https://maille.example/media/")
    assert (Path(shown.url).suffix, shown.alt) == (".png", "Un banc")


def test_a_webp_becomes_a_jpeg_displayed_at_half_its_width():
    shown = picture(ImageFactory(file=webp()))

    assert (Path(shown.url).suffix, shown.width) == (".jpg", 536)


@pytest.mark.parametrize(("width", "displayed"), [(2000, 536), (400, 200)])
def test_small_pictures_are_not_enlarged(width, displayed):
    assert picture(ImageFactory(file=png(width, 100))).width == displayed


def test_a_lost_file_gives_no_picture():
    image = ImageFactory()
    image.file.storage.delete(image.file.name)

    assert picture(image) is None


def test_a_logo_is_a_png_of_48_pixels_at_most():
    shown = logo(ImageFactory(file=png(800, 800)), alt="Maille")

    assert (Path(shown.url).suffix, shown.height) == (".png", 48)
