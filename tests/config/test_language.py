import pytest
from wagtail.users.models import UserProfile

from crm.models import User


def test_an_unknown_address_is_not_found_and_not_redirected(client):
    assert client.get("/nowhere/").status_code == 404


def test_the_answer_follows_the_visitor(client):
    response = client.get("/nowhere/", headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.headers["Vary"]


def test_a_page_under_a_language_does_not_vary(client):
    response = client.get("/fr/nowhere/", headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == "fr"
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(("chosen", "expected"), [("", "fr"), ("en", "en")])
def test_the_back_office_follows_the_person_not_the_browser(client, chosen, expected):
    user = User.objects.create_superuser("root@example.org")
    UserProfile.objects.create(user=user, preferred_language=chosen)
    client.force_login(user)

    page = client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()

    assert f'<html lang="{expected}"' in page


def test_the_sign_in_page_speaks_the_language_of_the_house(client):
    page = client.get("/account/login/", headers={"Accept-Language": "en"}).content.decode()

    assert '<html lang="fr"' in page
