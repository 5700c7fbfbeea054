from html import unescape

import pytest
from django.urls import reverse
from wagtail.admin.menu import SubmenuMenuItem, admin_menu
from wagtail.users.models import UserProfile

from crm.roles import Role


def test_the_menu_leads_to_every_list(alice):
    menu = unescape(alice.get(reverse("wagtailadmin_home")).content.decode())

    lists = ("issues:index", "campaign:index", "segment:list", "subscriber:index")
    assert [name for name in lists if reverse(name) not in menu] == []


def test_the_list_of_issues_shows_each_issue(campaign, alice):
    assert campaign.issue.title in alice.get(reverse("issues:index")).content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("issues:index", "Écrire un numéro"),
        ("campaign:index", "Préparer un envoi"),
        ("segment:list", "Décrire un segment"),
    ],
)
def test_lists_offer_to_begin_in_plain_french(name, words, campaign, alice):
    UserProfile.objects.filter(user=alice.user).update(preferred_language="fr")

    page = unescape(alice.get(reverse(name)).content.decode())

    assert words in page
    assert "un(e)" not in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("issues:index", "An issue is a page of the site made of blocks"),
        ("campaign:index", "a colleague reads and approves it"),
        ("segment:list", "those that a segment describes"),
        ("subscriber:index", "People sign up on the site"),
        ("topic:index", "Tags sort subscribers for segments"),
        ("newsletter:index", "It is what people subscribe to"),
    ],
)
def test_an_empty_list_says_what_it_is_for(name, words, alice):
    assert words in unescape(alice.get(reverse(name)).content.decode())


@pytest.mark.parametrize("name", ["issues:index", "segment:list"])
def test_a_search_that_finds_nothing_says_so_instead(name, alice):
    page = unescape(alice.get(reverse(name), {"q": "zyx"}).content.decode())

    assert "Nothing matches" in page
    assert "yet." not in page


def _addresses(items, request):
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            yield from _addresses(item.menu.menu_items_for_request(request), request)
        elif item.url.startswith("/"):
            yield item.url


@pytest.mark.parametrize("role", Role)
def test_nothing_in_the_menu_leads_to_a_refusal(role, sign_in):
    client = sign_in("carol", role)
    home = reverse("wagtailadmin_home")
    request = client.get(home).wsgi_request
    addresses = list(_addresses(admin_menu.menu_items_for_request(request), request))

    refused = [each for each in addresses if client.get(each).headers.get("Location") == home]

    assert len(addresses) > 10
    assert refused == []
