import re

import pytest

from campaigns.sending.transports.anymail.providers import (
    PROVIDERS,
    UNKNOWN,
    Way,
    provider_named,
)


@pytest.mark.parametrize(("name", "provider"), PROVIDERS.items())
def test_a_provider_that_merges_has_a_language_to_do_it(name, provider):
    assert provider.way is not Way.MERGE or provider.syntax is not None
    assert (provider.way is Way.ALONE) == (provider.mails == 1)


def test_any_other_provider_of_anymails_may_be_used():
    assert provider_named("sparkpost") is UNKNOWN
    assert provider_named("brevo") is PROVIDERS["brevo"]


@pytest.mark.parametrize(
    "words",
    [
        "400 'to' parameter is not a valid address. please check documentation",
        "400 to parameter is not a valid address. please check documentation",
    ],
)
def test_mailguns_refusal_of_an_address_is_known_in_both_its_forms(words):
    assert re.search(PROVIDERS["mailgun"].about_recipient, words)
    assert not re.search(PROVIDERS["mailgun"].about_recipient, words.replace("to", "from", 1))


@pytest.mark.parametrize(
    "words",
    [
        "400 BadRequestException Missing final '@domain'",
        "400 BadRequestException Local address contains control or whitespace",
        "400 BadRequestException Domain contains dot-dot",
    ],
)
def test_amazons_refusals_of_an_address_are_known(words):
    assert re.search(PROVIDERS["amazon_ses"].about_recipient, words)
