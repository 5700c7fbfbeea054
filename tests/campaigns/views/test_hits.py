import pytest

from campaigns.tokens import Kind, make
from campaigns.tracking import clicks, spool
from tests.factories.campaigns import LinkFactory


@pytest.fixture(autouse=True)
def spool_folder(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    clicks.forget_addresses()
    return tmp_path


def test_the_pixel_without_the_shortcut(client, spool_folder):
    response = client.get(f"/o/{make(Kind.OPEN, 7)}.gif")

    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert "no-store" in response["Cache-Control"]
    assert len(spool.segments(spool_folder)) == 1


def test_a_link_without_the_shortcut(client):
    link = LinkFactory()

    response = client.get(f"/c/{make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number)}")

    assert (response.status_code, response["Location"]) == (302, link.url)


@pytest.mark.parametrize("path", ["/o/forged.gif", "/c/forged", f"/c/{make(Kind.OPEN, 7)}"])
def test_a_forged_token_gets_the_page_of_dead_links(client, spool_folder, path):
    response = client.get(path)

    assert response.status_code == 404
    assert spool.segments(spool_folder) == []


def test_no_cookie_is_set(client):
    assert client.get(f"/o/{make(Kind.OPEN, 7)}.gif").cookies == {}
