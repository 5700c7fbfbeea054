import pytest

from campaigns.domain_check.checking import (
    DomainRefused,
    check_domain,
    clean_domain,
    sender_domains,
)
from campaigns.domain_check.findings import Verdict
from tests.campaigns.domain_check.test_one_click import letter
from tests.factories.campaigns import NewsletterFactory


@pytest.mark.usefixtures("ready")
def test_a_domain_that_is_ready_passes_every_check():
    report = check_domain("example.org", received=letter())

    assert report.verdict is Verdict.OK
    assert [check["check"] for check in report.as_json()["checks"]] == [
        "spf", "dkim", "dmarc", "mx", "one_click",
    ]  # fmt: skip


@pytest.mark.usefixtures("server")
def test_a_domain_that_has_nothing_is_wrong():
    assert check_domain("example.org").verdict is Verdict.WRONG


def test_what_the_settings_know_is_looked_for(ready, settings):
    settings.SPF_RELAY, settings.DKIM_SELECTOR = "spf.other.example", "letters"
    settings.RETURN_PATH = "bounces+{delivery}@b.example.org"

    text = str(check_domain("example.org").as_json())

    assert "include:spf.other.example" in text
    assert "letters._domainkey.example.org" in text
    assert "b.example.org does not say which servers" in text


@pytest.mark.parametrize(
    ("typed", "domain"),
    [(" Example.ORG. ", "example.org"), ("a@b.fr", "b.fr"), ("été.fr", "xn--t-9fab.fr")],
)
def test_a_domain_may_be_typed_in_many_ways(typed, domain):
    assert clean_domain(typed) == domain


@pytest.mark.parametrize(
    "typed", ["", "example", "a b.org", "a..org", "https://a.org/x", "é" * 80]
)
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(DomainRefused):
        clean_domain(typed)


def test_the_domains_of_our_letters_are_known():
    for sender in ("a@one.org", "b@One.org", "c@two.org"):
        NewsletterFactory(sender_email=sender)

    assert sender_domains() == ["one.org", "two.org"]
