import pytest
from django.urls import reverse

from tests.campaigns.domain_check.conftest import good_key, ready, server  # noqa: F401
from tests.factories.campaigns import NewsletterFactory


def ask(client, **answers) -> str:
    return client.post(reverse("check_domain"), answers).content.decode()


def test_the_page_offers_the_domain_of_our_letters_and_asks_nobody(alice, server):  # noqa: F811
    NewsletterFactory(sender_email="lettre@reseau.example")

    page = alice.get(reverse("check_domain")).content.decode()

    assert 'value="reseau.example"' in page
    assert server.asked == []


@pytest.mark.usefixtures("ready")
def test_every_check_is_shown_with_its_verdict(alice):
    page = ask(alice, domain="example.org")

    assert page.count("domain-check--0") == 4
    assert page.count("domain-check--1") == 1
    assert "Letters can leave; some points can be better." in page


@pytest.mark.usefixtures("server")
def test_what_is_wrong_comes_with_the_record_to_publish(alice):
    page = ask(alice, domain="example.org", relay="spf.relay.example")

    assert "v=spf1 include:spf.relay.example ~all" in page
    assert "Some points have to be mended" in page


def test_what_is_no_domain_is_said(alice, server):  # noqa: F811
    assert "This is not a domain" in ask(alice, domain="nothing")
    assert server.asked == []


def test_reading_has_no_such_page(sign_in):
    reader = sign_in("eve", "reading")

    assert reader.get(reverse("check_domain")).status_code == 302
    assert reverse("check_domain") not in reader.get(reverse("wagtailadmin_home")).content.decode()
