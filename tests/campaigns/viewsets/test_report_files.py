from django.urls import reverse

from tests.factories.campaigns import LinkFactory


def table(client, campaign, name):
    return client.get(reverse("campaign:table", args=[campaign.pk, name]))


def test_a_table_is_a_file_that_a_spreadsheet_opens(campaign, alice):
    LinkFactory(campaign=campaign, url="https://example.org/")

    answer = table(alice, campaign, "links")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines == ["Address;People;Machines;Not sure;All hits", "https://example.org/;0;0;0;0"]


def test_no_cell_is_a_formula(campaign, alice):
    LinkFactory(campaign=campaign, url="=cmd|'/c calc'!A1")

    assert "\n'=cmd" in table(alice, campaign, "links").content.decode()


def test_a_table_that_is_none_is_not_found(campaign, alice):
    assert table(alice, campaign, "secrets").status_code == 404


def test_without_the_permission_there_is_no_file(campaign, sign_in):
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert table(outsider, campaign, "links").status_code == 302
