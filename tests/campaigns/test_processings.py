from datetime import timedelta

from campaigns.processings import counting, exclusions, letters, tracking
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory


def test_people_are_counted_once():
    first = SubscriptionFactory(subscriber__open_tracking="granted")
    SubscriptionFactory(subscriber=first.subscriber, newsletter=NewsletterFactory(slug="autre"))
    SubscriptionFactory(unsubscribed=True)
    suppress("zoe@example.org", "manual")

    assert (letters().count, tracking().count, exclusions().count) == (1, 1, 1)


def test_what_is_anonymous_counts_nobody():
    assert counting().count is None


def test_periods_are_those_the_program_keeps_to(monkeypatch):
    assert "3 ans" in letters().kept

    monkeypatch.setattr("campaigns.processings.SILENCE", timedelta(days=5 * 365 + 1))

    assert "5 ans" in letters().kept


def test_for_how_long_readers_are_known_is_the_setting(settings):
    before = tracking().kept
    settings.HITS_KEPT_MONTHS = 40

    assert "40" not in before
    assert "40 mois" in tracking().kept
