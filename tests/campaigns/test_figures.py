from datetime import UTC, datetime

import pytest
from django.utils import translation

from campaigns.figures import (
    newsletter_subscribers,
    newsletters_sent,
    open_rate_in_percent,
    open_rate_sentence,
)
from campaigns.models import Campaign, TrackingClass
from crm.figures import figures_of
from tests.factories.campaigns import (
    CampaignFactory,
    DeliveryFactory,
    EventFactory,
    NewsletterFactory,
    SubscriptionFactory,
)

JUNE = datetime(2018, 6, 15, 9, tzinfo=UTC)


@pytest.fixture
def letter():
    campaign = CampaignFactory(began_at=JUNE)
    deliveries = DeliveryFactory.create_batch(4, campaign=campaign, opens=TrackingClass.IDENTIFIED)
    EventFactory.create_batch(2, delivery=deliveries[0])
    return campaign


def test_letters_are_counted_in_the_year_they_left(letter):
    CampaignFactory(began_at=JUNE, follows=letter)
    CampaignFactory()

    assert [newsletters_sent(year) for year in (2017, 2018, 2019)] == [0, 1, 0]


def test_deleting_a_letter_changes_the_figure():
    campaign = CampaignFactory(began_at=JUNE)

    Campaign.objects.filter(pk=campaign.pk).delete()

    assert newsletters_sent(2018) == 0


def test_subscribers_are_people_on_the_last_day_of_the_year():
    stays = SubscriptionFactory(confirmed_at=JUNE)
    SubscriptionFactory(
        subscriber=stays.subscriber, newsletter=NewsletterFactory(), confirmed_at=JUNE
    )
    SubscriptionFactory(
        confirmed_at=JUNE, unsubscribed_at=JUNE.replace(year=2019), state="unsubscribed"
    )
    SubscriptionFactory(pending=True)

    counted = [newsletter_subscribers(year) for year in (2017, 2018, 2019)]
    assert counted == [0, 2, 1]


def test_the_open_rate_is_a_percentage_with_its_number(letter):
    with translation.override("en"):
        sentence = open_rate_sentence(open_rate_in_percent(2018), 2018)

    assert open_rate_in_percent(2018) == 25.0
    assert sentence.startswith("An open rate of 25.0% in 2018, measured on 4 mails")


def test_a_year_without_a_mail_has_no_rate_and_claims_none():
    assert open_rate_in_percent(1999) is None
    assert open_rate_sentence(None, 1999) == (
        "Pas de taux d’ouverture en 1999\xa0: aucun courriel n’a été mesuré."
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 personne abonnée aux"),
        (1, "1 personne abonnée aux"),
        (2, "2 personnes abonnées aux"),
    ],
)
def test_people_are_counted_in_good_french(number, words):
    SubscriptionFactory.create_batch(number, confirmed_at=JUNE)

    told = {figure.slug: figure.sentence for figure in figures_of(2018)}

    assert told["newsletter_subscribers"].startswith(words)
    assert told["newsletter_subscribers"].endswith("au 31 décembre 2018.")


def test_the_yearly_report_knows_them(letter):
    slugs = {figure.slug for figure in figures_of(2018)}

    assert {"newsletters_sent", "newsletter_subscribers", "open_rate"} <= slugs
