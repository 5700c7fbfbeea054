import pytest
from django.urls import reverse

from crm.roles import Role, give_role
from media_kit.downloads import count_item, count_kit
from tests.factories.crm import UserFactory
from tests.factories.media_kit import KitItemFactory


def test_each_file_stands_once_with_its_count(admin_client):
    item = KitItemFactory(title="Logo officiel")
    for _ in range(3):
        count_item(item)
    count_kit(item.page)

    response = admin_client.get(reverse("download_report"))

    rows = {row["title"]: row["count"] for row in response.context["object_list"]}
    assert rows == {"Logo officiel": 3, item.page.title: 1}


def test_the_report_leaves_as_a_spreadsheet(admin_client):
    count_item(KitItemFactory(title="Logo officiel"))

    response = admin_client.get(reverse("download_report"), {"export": "csv"})

    assert "Logo officiel,1," in response.getvalue().decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_report_asks_no_more_queries(admin_client, django_assert_max_num_queries, count):
    for _ in range(count):
        count_item(KitItemFactory())

    with django_assert_max_num_queries(14):
        admin_client.get(reverse("download_report"))


def test_strangers_do_not_see_it(client):
    assert client.get(reverse("download_report")).status_code == 302


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.PARTNERSHIPS, Role.READING])
def test_every_role_may_read_it(client, role):
    user = UserFactory()
    give_role(user, role)
    client.force_login(user)

    assert client.get(reverse("download_report")).status_code == 200


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ({}, "Rien n’a encore été téléchargé."),
        ({"downloaded_at_from": "2020-01-01", "downloaded_at_to": "2020-02-01"}, "plus longue"),
    ],
)
def test_an_empty_report_says_what_to_do(admin_client, period, told):
    assert told in admin_client.get(reverse("download_report"), period).content.decode()
