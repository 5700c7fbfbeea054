from html import unescape

from django.urls import reverse


def test_the_menu_leads_to_every_list(alice):
    menu = unescape(alice.get(reverse("wagtailadmin_home")).content.decode())

    lists = ("issues:index", "campaign:index", "segment:list", "subscriber:index")
    assert [name for name in lists if reverse(name) not in menu] == []


def test_the_list_of_issues_shows_each_issue(campaign, alice):
    assert campaign.issue.title in alice.get(reverse("issues:index")).content.decode()
