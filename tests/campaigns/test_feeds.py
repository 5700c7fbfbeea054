import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories.campaigns import (
    CampaignFactory,
    IssuePageFactory,
    NewsletterFactory,
    NewsletterPageFactory,
)


@pytest.fixture
def page():
    return NewsletterPageFactory(
        parent=Page.objects.get(depth=2), newsletter=NewsletterFactory(slug="lettre-info")
    )


@pytest.fixture
def send(page):
    def make(title):
        issue = IssuePageFactory(parent=page, title=title)
        CampaignFactory(issue=issue, began_at=timezone.now())
        return issue

    return make


def feed(client, slug="lettre-info", **query):
    return client.get(reverse("issue_feed", args=[slug]), query)


def test_only_sent_issues_are_told(client, page, send):
    IssuePageFactory(parent=page, title="Pas encore parti")
    send("Parti")

    content = feed(client).content.decode()

    assert "Parti</title>" in content
    assert "Pas encore" not in content


def test_a_restricted_issue_is_not_told(client, send):
    restricted = send("Secret")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")

    assert "Secret" not in feed(client).content.decode()


def test_a_feed_costs_the_same_with_one_and_three(client, send, django_assert_max_num_queries):
    send("Un")
    feed(client)
    with django_assert_max_num_queries(15) as one:
        feed(client)
    send("Deux")
    send("Trois")

    with django_assert_max_num_queries(len(one)):
        assert feed(client).content.decode().count("<item>") == 3


@pytest.mark.parametrize("query", [{"language": "en"}, {"language": "xx"}])
@pytest.mark.usefixtures("page")
def test_a_language_without_archive_has_no_feed(client, query):
    assert feed(client, **query).status_code == 404


@pytest.mark.usefixtures("page")
def test_an_unknown_newsletter_has_no_feed(client):
    assert feed(client, "autre").status_code == 404
