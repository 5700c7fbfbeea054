import re
from unittest.mock import patch

import css_inline
import mrml
import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from campaigns.models import TrackingClass
from campaigns.rendering.email import render_issue
from campaigns.rendering.links import LinkRegistry
from campaigns.rendering.placeholders import Slot, split
from campaigns.sending.planning import start
from crm.models import Network
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers

IDENTIFIED, ANONYMOUS, NONE = TrackingClass
RESET = BeautifulSoup.reset
PERSONAL = {"unsubscribe_url", "preferences_url", "tracking_url"}


def rendered(issue, opens=NONE, clicks=NONE, links=None):
    return render_issue(issue, opens=opens, clicks=clicks, links=links)


def slots(body):
    return {chunk.name for chunk in split(body) if isinstance(chunk, Slot)}


def test_every_block_is_in_both_parts(full_issue):
    mail = rendered(full_issue)

    words = BeautifulSoup(mail.html, "lxml").get_text(" ")
    for said in ("La rencontre", "l’agenda", "Le matin", "Je viens", "275", "équipes", "2018"):
        assert said in words
        assert said in mail.text
    assert (mail.subject, mail.preheader, mail.errors) == ("Prêts ?", "Deux journées", [])


@pytest.mark.parametrize("opens", TrackingClass.values)
@pytest.mark.parametrize("clicks", TrackingClass.values)
def test_pixel_and_links_follow_the_tracking_class(full_issue, opens, clicks):
    mail = rendered(full_issue, opens, clicks, LinkRegistry())

    found = slots(mail.html)
    assert ("open_url" in found) == (opens != NONE)
    assert ("click" in found) == (clicks != NONE)
    assert ("click" in slots(mail.text)) == (clicks != NONE)
    assert found > PERSONAL
    assert slots(mail.text) > PERSONAL


@pytest.mark.parametrize("clicks", TrackingClass.values)
def test_where_clicks_count_a_link_that_no_person_sees_waits_for_machines(full_issue, clicks):
    mail = rendered(full_issue, IDENTIFIED, clicks, LinkRegistry())

    traps = [a for a in BeautifulSoup(mail.html, "lxml").find_all("a") if "trap_url" in a["href"]]
    assert len(traps) == (clicks != NONE)
    assert "trap_url" not in slots(mail.text)
    for trap in traps:
        assert (trap.text, trap["style"], trap["tabindex"]) == ("", "display:none;", "-1")


def test_untracked_content_holds_nothing_personal_but_name_and_footer(full_issue):
    mail = rendered(full_issue)

    assert slots(mail.html) == PERSONAL | {"web_url", "first_name"}
    assert slots(mail.html) == slots(mail.text)
    assert "https://example.org/venir" in mail.html


def test_content_links_are_numbered_once_for_all_renderings(full_issue):
    links = LinkRegistry()

    for opens in (IDENTIFIED, ANONYMOUS):
        rendered(full_issue, opens, IDENTIFIED, links)

    urls = [url for _number, url in links.rows()]
    assert urls[:2] == ["https://example.org/agenda", "https://example.org/venir"]
    assert len(urls) == 3
    assert not any("\ue000" in url for url in urls)


PAYLOADS = [
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    "{{x.__class__}}",
    "<script>alert(1)</script>",
    "</mj-text><mj-raw>",
    '" onload="x',
    "\ue000email\ue001",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_comes_out_as_text(make_issue, payload):
    issue = make_issue(
        ("heading", payload),
        ("greeting", {"opening": payload, "fallback": payload}),
        ("key_figure", {"value": payload, "caption": payload, "source": payload}),
        ("button", {"label": payload, "page": None, "url": "https://example.org/"}),
        title=payload, subject=payload, preheader=payload,
    )  # fmt: skip
    said = payload.strip("\ue000\ue001")

    mail = rendered(issue)

    soup = BeautifulSoup(mail.html, "lxml")
    assert soup.h1.get_text() == soup.h2.get_text() == said
    assert (mail.subject, mail.preheader) == (said, said)
    assert soup.script is None
    assert "email" not in slots(mail.html) | slots(mail.text)
    assert mail.text.count(said) >= 6


def test_the_network_cannot_break_the_page_either(full_issue):
    network = Network.load()
    network.name, network.postal_address = "A & <b>", "<script>\n75011 Paris"
    network.primary_colour = "};x{a:"
    network.save()

    mail = rendered(full_issue)

    assert BeautifulSoup(mail.html, "lxml").script is None
    assert "};x{" not in mail.html
    assert "A & <b>" in mail.text


def test_the_mail_says_its_language_and_direction(full_issue):
    html = BeautifulSoup(rendered(full_issue).html, "lxml").html

    assert (html["lang"], html["dir"]) == (full_issue.language, "ltr")


def test_the_footer_speaks_the_language_of_the_issue_not_of_the_editor(full_issue):
    with override("en"):
        mail = rendered(full_issue)

    assert "Se désabonner" in mail.html
    assert "Se désabonner" in mail.text


def test_every_table_is_for_layout_and_every_image_has_its_alt(full_issue):
    mail = rendered(full_issue, IDENTIFIED, IDENTIFIED, LinkRegistry())
    soup = BeautifulSoup(mail.html, "lxml")

    assert {table.get("role") for table in soup.find_all("table")} == {"presentation"}
    assert all(image.has_attr("alt") for image in soup.find_all("img"))
    assert "Un banc" in [image["alt"] for image in soup.find_all("img")]


def test_nothing_is_asked_of_another_host(full_issue, settings):
    settings.SITE_URL = "https://maille.example"
    mail = rendered(full_issue)

    sources = re.findall(r"""(?:src|background)="([^"]+)"|url\(([^)]+)\)|@import""", mail.html)

    assert sources
    assert all(src.startswith("https://maille.example/") for src, _url in sources)


def test_pictures_are_never_webp_or_avif(full_issue):
    assert not re.search(r"\.(webp|avif)", rendered(full_issue).html)


def test_lines_are_short_enough_to_travel(full_issue):
    for chunk in split(rendered(full_issue).text):
        if isinstance(chunk, str):
            assert max(len(line.encode()) for line in chunk.splitlines()) <= 998


def test_the_size_counts_what_slots_will_hold(full_issue):
    mail = rendered(full_issue)

    assert mail.size > len(mail.html.encode())


def test_a_two_megabyte_body_is_rendered(make_issue):
    mail = rendered(make_issue(("text", "<p>" + "mots " * 400_000 + "</p>")))

    assert mail.size > 2_000_000
    assert mail.text.count("mots") == 400_000


def test_an_empty_body_still_has_both_parts(make_issue):
    mail = rendered(make_issue())

    assert slots(mail.html) & slots(mail.text) > PERSONAL


@pytest.fixture
def heavy_work():
    """How often MJML, styles and HTML were parsed since the last look."""
    with (
        patch.object(mrml, "to_html", wraps=mrml.to_html) as mjml,
        patch.object(css_inline, "inline_fragment", wraps=css_inline.inline_fragment) as styles,
        patch.object(BeautifulSoup, "reset", autospec=True, side_effect=RESET) as soup,
    ):
        calls = (mjml, styles, soup)

        def since_last():
            counts = [call.call_count for call in calls]
            [call.reset_mock() for call in calls]
            return counts

        yield since_last


def test_work_does_not_grow_with_the_audience(full_issue, heavy_work):
    def work_for(audience):
        campaign = ApprovedCampaignFactory(issue=full_issue)
        add_subscribers(campaign.newsletter, audience)
        assert start(campaign) >= audience
        return heavy_work()

    for_one, for_many = work_for(1), work_for(200)

    assert for_one == for_many
    assert min(for_one) > 0


@pytest.mark.parametrize(
    ("opens", "clicks", "asked"),
    [
        (ANONYMOUS, ANONYMOUS, True),
        (IDENTIFIED, ANONYMOUS, True),
        (IDENTIFIED, IDENTIFIED, False),
        (NONE, NONE, False),
    ],
)
def test_only_who_never_answered_is_asked_for_tracking(full_issue, opens, clicks, asked):
    mail = rendered(full_issue, opens, clicks, LinkRegistry())

    assert ("Répondre" in mail.html) is asked
    assert ("Répondre" in mail.text) is asked
