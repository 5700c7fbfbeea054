from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page

from campaigns.viewsets.issues import step_before_writing
from crm.roles import Role, role_group
from tests.factories.campaigns import NewsletterFactory, NewsletterPageFactory
from tests.factories.cms import HomePageFactory


@pytest.fixture
def root():
    return Page.get_first_root_node()


@pytest.fixture
def offered(alice):
    """What the empty list says and leads to."""

    def look() -> str:
        return unescape(alice.get(reverse("issues:index")).content.decode())

    return look


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("administrator", True),
        ("communication", True),
        ("partnerships", False),
        ("reading", False),
    ],
)
def test_the_menu_offers_the_issues_to_those_who_may_open_them(role, offered, sign_in):
    client = sign_in("carol", role)
    issues = reverse("issues:index")

    assert (issues in client.get(reverse("wagtailadmin_home")).content.decode()) is offered
    assert (client.get(issues).status_code == 200) is offered


def test_without_a_newsletter_the_list_leads_to_it(offered):
    page = offered()

    assert "The newsletter comes first, then its page, then its issues." in page
    assert f'href="{reverse("newsletter:add")}"' in page
    assert "Write an issue" not in page


def test_whoever_may_create_no_newsletter_is_told_without_a_link(offered, alice):
    adding = Permission.objects.get(codename="add_newsletter")
    role_group(Role.COMMUNICATION).permissions.remove(adding)

    page = offered()

    assert "The newsletter comes first" in page
    assert reverse("newsletter:add") not in page


def test_a_newsletter_without_a_page_leads_to_the_page_under_the_home_page(offered, root):
    NewsletterFactory()
    home = HomePageFactory(parent=root)

    page = offered()

    assert "The newsletter's page comes first" in page
    assert f'href="/admin/pages/add/campaigns/newsletterpage/{home.pk}/"' in page


def test_a_site_without_a_home_page_leads_to_that(offered, root):
    NewsletterFactory()

    assert f'href="/admin/pages/add/cms/homepage/{root.pk}/"' in offered()


@pytest.mark.parametrize("role", ["partnerships", "reading"])
def test_who_may_write_no_page_gets_no_link(role, sign_in, root):
    NewsletterFactory()

    assert step_before_writing(sign_in("carol", role).user).url == ""


def test_nobody_chooses_from_pages_that_are_not_there(alice):
    answer = alice.get(reverse("issues:choose_parent"))

    assert answer.headers["Location"] == reverse("issues:index")


def test_with_a_page_an_issue_is_written_under_it(offered, alice, root):
    parent = NewsletterPageFactory(parent=HomePageFactory(parent=root))

    answer = alice.get(reverse("issues:choose_parent"))

    assert "Write an issue" in offered()
    assert answer.headers["Location"] == f"/admin/pages/add/campaigns/issuepage/{parent.pk}/"
