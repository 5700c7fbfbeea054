import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from media_kit.models import Download
from tests.factories.media_kit import KitItemFactory


@pytest.fixture
def item():
    return KitItemFactory(title="Logo officiel")


def test_a_file_leaves_under_a_telling_name(client, item):
    response = client.get(reverse("kit_item", args=[item.pk]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="logo-officiel.png"'
    assert response.getvalue()[:4] == b"\x89PNG"


def test_a_download_is_counted_once(client, item):
    client.get(reverse("kit_item", args=[item.pk]))

    assert Download.objects.filter(item=item).count() == 1


@pytest.mark.parametrize("name", ["kit_item", "whole_kit"])
def test_asking_for_the_size_counts_nothing(client, item, name):
    pk = item.pk if name == "kit_item" else item.page_id

    assert client.head(reverse(name, args=[pk])).status_code == 200
    assert not Download.objects.exists()


def test_the_whole_kit_leaves_with_its_length(client, item):
    response = client.get(reverse("whole_kit", args=[item.page_id]))

    content = response.getvalue()
    assert int(response.headers["Content-Length"]) == len(content)
    assert "logos/logo-officiel.png" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert Download.objects.filter(is_whole_kit=True).count() == 1


def test_a_closed_page_gives_nothing(client, item):
    item.page.unpublish()

    assert client.get(reverse("kit_item", args=[item.pk])).status_code == 404
    assert client.get(reverse("whole_kit", args=[item.page_id])).status_code == 404
    assert not Download.objects.exists()


def test_posting_is_refused(client, item):
    assert client.post(reverse("kit_item", args=[item.pk])).status_code == 405
