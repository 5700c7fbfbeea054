from bs4 import BeautifulSoup

from campaigns.models import CampaignContent, Event, Link, TrackingClass
from campaigns.rendering.placeholders import slot
from campaigns.tracking.link_map import link_map, mapped_languages
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, EventFactory, LinkFactory

HTML = (
    f"<h1>Bonjour{slot('first_name', before=' ', fallback=' à toutes')}</h1>"
    f'<a href="{slot("click", number=1)}">L’agenda</a>'
    f'<a href="{slot("click", number=2)}">Le site</a>'
    f'<a href="{slot("unsubscribe_url")}">Partir</a>'
    f'<a href="{slot("trap_url")}" style="display:none"></a>'
    f'<img src="{slot("open_url")}" width="1" height="1">'
)


def frozen(html=HTML, clicks=TrackingClass.ANONYMOUS, locale="fr"):
    campaign = CampaignFactory()
    CampaignContent.objects.create(
        campaign=campaign, locale=locale, opens="none", clicks=clicks, html=html, text=""
    )
    delivery = DeliveryFactory(campaign=campaign)
    for number, hits in ((Link.TRAP, 5), (1, 3), (2, 1)):
        link = LinkFactory(campaign=campaign, number=number)
        for _hit in range(hits):
            EventFactory(delivery=delivery, kind=Event.Kind.CLICK, link=link)
    return campaign


def test_each_link_leads_to_its_address_and_tells_its_clicks():
    campaign = frozen()

    soup = BeautifulSoup(link_map(campaign, "fr"), "lxml")

    agenda = soup.find("a", string="L’agenda")
    assert agenda["href"] == campaign.links.get(number=1).url
    assert agenda.find_next_sibling("span").text == "3 clics · 75\N{NO-BREAK SPACE}%"


def test_nothing_personal_is_left_and_looking_counts_no_open():
    soup = BeautifulSoup(link_map(frozen(), "fr"), "lxml")

    assert soup.h1.text == "Bonjour à toutes"
    assert not soup.find("a", string="Partir").has_attr("href")
    assert soup.find("img") is None


def test_before_the_first_click_no_share_is_told():
    campaign = frozen()
    Event.objects.all().delete()
    campaign.event_counts.all().delete()

    assert "%" not in BeautifulSoup(link_map(campaign, "fr"), "lxml").text


def test_only_languages_whose_links_count_have_a_map():
    campaign = frozen(clicks=TrackingClass.NONE)

    assert (mapped_languages(campaign), link_map(campaign, "fr")) == ([], None)
    assert mapped_languages(frozen(locale="en")) == ["en"]
