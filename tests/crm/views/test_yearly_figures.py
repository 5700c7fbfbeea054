"""The figures of a year on a page and as files."""

import io

import pytest
from django.utils import timezone
from docx import Document

from tests.factories.crm import MeetingFactory, PressCountFactory

URL = "/admin/network/figures/"


@pytest.mark.parametrize("role", ["partnerships", "communication", "reading"])
def test_every_role_reads_them(role, signed_in):
    MeetingFactory.create_batch(2)

    page = signed_in(role).get(URL, {"year": 2018}).content.decode()

    assert "2 rencontres individuelles de partenaires en 2018." in page
    assert "kind=partner&amp;held_on_to=2018-12-31&amp;held_on_from=2018-01-01" in page


def test_shares_are_shown_in_per_cent(signed_in):
    PressCountFactory(mentions=100, mentions_about_teams=90)

    assert "90\u202f%" in signed_in("reading").get(URL, {"year": 2018}).content.decode()


def test_this_year_comes_first(signed_in):
    page = signed_in("reading").get(URL)

    assert page.context["year"] == timezone.localdate().year


def test_a_bad_year_is_told(signed_in):
    page = signed_in("reading").get(URL, {"year": "20x8"}, follow=True)

    assert "n’est pas une année" in page.content.decode()


def test_csv(signed_in):
    MeetingFactory()
    response = signed_in("reading").get(URL, {"year": 2018, "format": "csv"})

    assert "chiffres-2018.csv" in response["Content-Disposition"]
    assert ",partner_meetings,1," in response.content.decode()


def test_docx_opens(signed_in):
    MeetingFactory()
    response = signed_in("reading").get(URL, {"year": 2018, "format": "docx"})

    texts = [paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs]

    assert texts[0] == "Les chiffres de 2018"
    assert "1 rencontre individuelle de partenaire en 2018." in texts


def test_strangers_read_nothing(client):
    assert client.get(URL, {"year": 2018, "format": "csv"}).status_code == 302
