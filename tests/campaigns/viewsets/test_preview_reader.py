import pytest
from django.urls import reverse

from tests.factories.crm import UserFactory


@pytest.fixture
def choose(client):
    client.force_login(UserFactory(is_superuser=True))

    def choose(address, **headers):
        return client.post(reverse("issue_reader"), {"address": address}, headers=headers)

    return choose


def test_choosing_leads_back_to_the_preview(choose):
    preview = "http://testserver/admin/pages/4/edit/preview/?mode=phone&in_preview_panel=true"

    assert choose("zoe@example.org", referer=preview)["Location"] == preview


@pytest.mark.parametrize("elsewhere", ["", "https://elsewhere.example/"])
def test_without_a_preview_to_go_back_to_the_pages_are_listed(choose, elsewhere):
    response = choose("zoe@example.org", referer=elsewhere)

    assert response["Location"] == reverse("wagtailadmin_explore_root")


def test_the_address_stands_in_no_web_address(choose, client):
    choose(" zoe@example.org ")

    assert client.session["previewed_subscriber"] == "zoe@example.org"
    assert client.get(reverse("issue_reader")).status_code == 405
