from html import unescape

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile


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
