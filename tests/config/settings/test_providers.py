import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.providers import REQUIRED, mail_provider, provider_variables


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("smtp://localhost:2525", ""),
        ("smtp+starttls://u:p@mail.example.org", ""),
        ("anymail://brevo", "brevo"),
        ("anymail://amazon_ses", "amazon_ses"),
        ("anymail://sparkpost", "sparkpost"),
    ],
)
def test_the_provider_stands_in_the_address(url, name):
    assert mail_provider(url) == name


@pytest.mark.parametrize(
    "url", ["anymail://", "anymail://brveo", "anymail://../x", "anymail://a.b"]
)
def test_a_provider_that_anymail_does_not_know_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        mail_provider(url)


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_what_a_provider_needs_is_named_when_it_is_missing(name):
    with pytest.raises(ImproperlyConfigured, match=", ".join(REQUIRED[name])):
        provider_variables(name, {})


def test_a_provider_gets_its_own_variables_and_no_others():
    environment = {"BREVO_API_KEY": "k", "MAILGUN_API_KEY": "m", "SECRET_KEY": "s"}

    assert provider_variables("brevo", environment) == {
        "BREVO_API_KEY": "k",
        "BREVO_SEND_DEFAULTS": {},
    }
    assert provider_variables("", environment) == {}


@pytest.mark.parametrize("name", ["mailgun", "mailjet", "postmark"])
def test_a_providers_own_tracking_is_switched_off_for_all_mail(name):
    given = dict.fromkeys(REQUIRED[name], "x")

    assert provider_variables(name, given)[f"{name.upper()}_SEND_DEFAULTS"] == {
        "track_opens": False,
        "track_clicks": False,
    }
