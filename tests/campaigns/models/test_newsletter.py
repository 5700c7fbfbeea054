import pytest
from django.utils import timezone, translation
from wagtail.models import Page

from campaigns.models import IssuePage
from tests.factories.campaigns import (
    CampaignFactory,
    IssuePageFactory,
    NewsletterFactory,
    NewsletterPageFactory,
)
from tests.factories.cms import in_english, site_with_home


@pytest.fixture
def page():
    return NewsletterPageFactory(parent=Page.objects.get(depth=2))


@pytest.fixture
def sent(page):
    def make(**fields):
        issue = IssuePageFactory(parent=page, **fields)
        CampaignFactory(issue=issue, began_at=timezone.now())
        return issue

    return make


def test_an_issue_is_served_once_its_campaign_began(client, page):
    issue = IssuePageFactory(parent=page)
    campaign = CampaignFactory(issue=issue)
    assert client.get(issue.url).status_code == 404

    campaign.began_at = timezone.now()
    campaign.save()

    assert client.get(issue.url).status_code == 200


def test_an_issue_not_sent_is_neither_listed_nor_in_the_sitemap(client, page, sent):
    hidden = IssuePageFactory(parent=page, title="À venir")
    shown = sent(title="Paru")

    content = client.get(page.url).content.decode()

    assert ("Paru" in content, "À venir" in content) == (True, False)
    assert hidden.get_sitemap_urls() == []
    assert shown.get_sitemap_urls()
    assert list(IssuePage.objects.listed()) == [shown]


def test_the_archive_costs_the_same_with_one_and_three(
    client, page, sent, django_assert_max_num_queries
):
    sent()
    client.get(page.url)
    with django_assert_max_num_queries(60) as one:
        client.get(page.url)
    sent()
    sent()

    with django_assert_max_num_queries(len(one)):
        client.get(page.url)


def test_an_empty_archive_explains_itself(client, page):
    assert b"empty" in client.get(page.url).content


def test_the_greeting_on_the_web_names_nobody(client, sent):
    issue = sent(body=[("greeting", {"opening": "Bonjour", "fallback": "à tous"})])

    content = client.get(issue.url).content.decode()

    assert "Bonjour à tous," in content
    assert "\ue000" not in content


def test_readers_meet_the_newsletter_in_their_language():
    page = NewsletterPageFactory(
        parent=site_with_home(),
        newsletter__name="La lettre",
        newsletter__description="Chaque mois.",
    )
    in_english(page, title="The letter", introduction="Once a month.")
    newsletter = page.newsletter

    assert (newsletter.public_name, newsletter.public_description) == ("La lettre", "Chaque mois.")
    with translation.override("en"):
        assert newsletter.public_name == "The letter"
        assert newsletter.public_description == "Once a month."


def test_without_a_page_in_that_language_its_own_name_serves():
    newsletter = NewsletterFactory(name="La lettre")

    with translation.override("en"):
        assert newsletter.public_name == "La lettre"


def test_a_newsletter_page_has_the_whole_form_of_a_public_letter(client, page):
    shown = client.get(page.url).content.decode()
    page.newsletter.is_public = False
    page.newsletter.save()

    assert all(
        f'name="{name}"' in shown for name in ("first_name", "territory", "opens", "clicks")
    )
    assert 'name="email"' not in client.get(page.url).content.decode()
