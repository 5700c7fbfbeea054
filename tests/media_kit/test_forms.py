import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form

from media_kit.models import MailleImage
from tests.factories.crm import UserFactory
from tests.factories.media_kit import picture


@pytest.fixture
def asked():
    def ask(name: str, content: bytes):
        form = get_image_form(MailleImage)
        return form(
            {"title": "X"},
            {"file": SimpleUploadedFile(name, content)},
            user=UserFactory(is_superuser=True),
        )

    return ask


def test_a_picture_is_taken(asked):
    assert "file" not in asked("x.png", picture().read()).errors


@pytest.mark.parametrize("broken", [b"GIF89a", b"GIF89a/*<script>*/", picture().read()[:40]])
def test_a_broken_one_is_refused_with_a_sentence(asked, broken):
    assert asked("x.gif", broken).errors["file"]
