import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search import index as search_index

from tests.factories.cms import ResourceIndexPageFactory, ResourcePageFactory
from tests.factories.media_kit import DocumentFactory, ImageFactory


@pytest.fixture
def index(home):
    return ResourceIndexPageFactory(parent=home)


def a_resource(index, title, **fields):
    resource = ResourcePageFactory(parent=index, title=title, **fields)
    search_index.insert_or_update_object(resource)
    return resource


def shown(client, index, **query):
    response = client.get(index.url, query)
    return [resource.title for resource in response.context["resources"]]


def test_one_kind_alone(index, client):
    a_resource(index, "Une affiche", kind="poster")
    a_resource(index, "Une fiche", kind="practice_sheet")

    assert shown(client, index, kind="poster") == ["Une affiche"]


def test_words_find_titles_and_summaries(index, client):
    a_resource(index, "La première visite")
    a_resource(index, "Le comité", summary="Préparer une visite de territoire")
    a_resource(index, "L’affiche")

    assert shown(client, index, q="visite") == ["La première visite", "Le comité"]


def test_words_and_kind_together(index, client):
    a_resource(index, "Visite en images", kind="video")
    a_resource(index, "Visite en mots")

    assert shown(client, index, q="visite", kind="video") == ["Visite en images"]


@pytest.mark.parametrize("words", ["'", '"', "* OR", "a\0b", "(", "-", "é" * 500])
def test_odd_words_are_only_words(index, client, words):
    a_resource(index, "La première visite")

    assert client.get(index.url, {"q": words}).status_code == 200


def test_an_unknown_kind_is_ignored(index, client):
    a_resource(index, "Une affiche", kind="poster")

    assert shown(client, index, kind="nothing") == ["Une affiche"]


def test_only_kinds_in_use_are_offered(index, client):
    a_resource(index, "Une affiche", kind="poster")

    assert client.get(index.url).context["kinds"] == [("poster", "Affiche")]


def test_nothing_found_says_what_to_do(index, client):
    assert "Essayez" in client.get(index.url, {"q": "introuvable"}).content.decode()


def test_three_resources_cost_no_more_queries_than_one(index, client):
    counts = []
    for titles in (["Un"], ["Deux", "Trois"]):
        for title in titles:
            a_resource(index, title, cover=ImageFactory(), file=DocumentFactory())
        client.get(index.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(index.url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
