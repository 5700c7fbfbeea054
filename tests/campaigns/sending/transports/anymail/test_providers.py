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
