import pytest

from campaigns.tokens import Kind, make
from campaigns.tracking.clicks import answer_click
from tests.factories.campaigns import DeliveryFactory, LinkFactory

GET = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": "Mozilla/5.0 (X11; rv:143.0) Firefox/143.0"}


def test_a_link_leads_to_its_stored_address():
    link = LinkFactory(url="https://example.org/été?a=1&b=2#suite")

    answer = answer_click(make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number), GET)

    assert answer.status == 302
    assert dict(answer.headers)["Location"] == "https://example.org/%C3%A9t%C3%A9?a=1&b=2#suite"


def test_a_delivery_s_link_is_its_campaign_s():
    delivery = DeliveryFactory()
    link = LinkFactory(campaign=delivery.campaign)
    LinkFactory(number=link.number)

    answer = answer_click(make(Kind.CLICK, delivery.pk, link.number), GET)

    assert dict(answer.headers)["Location"] == link.url


def test_the_address_is_asked_of_the_database_once(django_assert_num_queries):
    link = LinkFactory()
    token = make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number)

    with django_assert_num_queries(1):
        answers = [answer_click(token, GET) for _n in range(3)]

    assert answers[0] == answers[2]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//elsewhere.example", "data:text/html,x"])
def test_what_is_no_web_address_leads_nowhere(url):
    link = LinkFactory(url=url)

    assert answer_click(make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number), GET) is None


@pytest.mark.parametrize(
    "token", ["", "x", make(Kind.OPEN, 7), make(Kind.PREFERENCES, 7), make(Kind.CLICK, 999_999, 1)]
)
def test_a_token_for_something_else_or_something_gone_leads_nowhere(token):
    assert answer_click(token, GET) is None
