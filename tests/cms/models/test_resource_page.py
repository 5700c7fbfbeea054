import pytest
from django.core.files.base import ContentFile

from tests.factories.cms import ResourceIndexPageFactory, ResourcePageFactory
from tests.factories.media_kit import DocumentFactory


@pytest.fixture
def index(home):
    return ResourceIndexPageFactory(parent=home)


def test_its_file_can_be_downloaded_and_says_its_size(index, client):
    document = DocumentFactory(file=ContentFile(b"x" * 127_000, "fiche.pdf"))
    resource = ResourcePageFactory(parent=index, file=document)

    page = client.get(resource.url).content.decode()

    assert f'href="{document.url}"' in page
    assert "PDF, 127 Ko" in page


def test_a_film_elsewhere_is_a_link_and_loads_nothing(index, client):
    resource = ResourcePageFactory(parent=index, kind="video", link="https://films.example.org/1")

    page = client.get(resource.url).content.decode()

    assert '<a class="arrow-link" href="https://films.example.org/1"' in page
    assert "<iframe" not in page


def test_others_of_its_kind_are_related(index):
    resource = ResourcePageFactory(parent=index, kind="poster")
    other = ResourcePageFactory(parent=index, kind="poster")
    ResourcePageFactory(parent=index, kind="video")

    assert list(resource.related()) == [other]
