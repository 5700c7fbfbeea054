import pytest
from django.urls import reverse


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
