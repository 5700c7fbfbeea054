from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import (
    AudienceCount,
    Campaign,
    CampaignReader,
    CampaignTally,
    Event,
    EventCount,
    TrackingClass,
)
from campaigns.retention import SILENCE
from campaigns.tokens import Kind
from campaigns.tracking import forgetting, spool
from campaigns.tracking.audiences import count_audience
from campaigns.tracking.hits import Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.notices import record_event
from campaigns.tracking.partitions import make_room
from campaigns.tracking.statistics import report
from campaigns.tracking.tallies import recount
from config.settings.periods import LEAST_MONTHS
from crm.erasure import erase_person
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, EventFactory
from tests.factories.crm import SubscriberFactory

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=1300)
READ = {"opens": TrackingClass.IDENTIFIED, "clicks": TrackingClass.IDENTIFIED}


@pytest.fixture(autouse=True)
def kept_for_37_months(settings):
    settings.HITS_KEPT_MONTHS = LEAST_MONTHS


def letter(sent_at=LONG_AGO):
    """Two opened it, one of them clicked, one left."""
    make_room([sent_at])
    campaign = CampaignFactory(
        state=Campaign.State.SENT, frozen_at=sent_at, began_at=sent_at, ended_at=sent_at
    )
    granted = {"open_tracking": "granted", "click_tracking": "granted"}
    mails = [
        DeliveryFactory(campaign=campaign, subscriber=SubscriberFactory(**granted), **READ)
        for _number in range(3)
    ]
    for mail in mails[:2]:
        EventFactory(campaign=campaign, delivery=mail, at=sent_at)
    EventFactory(campaign=campaign, delivery=mails[0], kind=Event.Kind.CLICK, at=sent_at)
    record_event(Event.Kind.UNSUBSCRIPTION, mails[2], sent_at)
    count_audience(campaign)
    return campaign


def figures(campaign):
    counts = EventCount.objects.filter(campaign=campaign).exclude(events=0)
    parts = AudienceCount.objects.filter(campaign=campaign)
    return (
        report(Campaign.objects.get(pk=campaign.pk)),
        sorted(counts.values_list("kind", "link", "hour", "verdict", "events")),
        sorted(parts.values_list("aspect", "name", "openers", "clickers", "unsubscribed")),
    )


def test_who_read_an_old_letter_is_forgotten_and_its_figures_stay():
    campaign, young = letter(), letter(NOW - timedelta(days=300))
    before = figures(campaign)

    gone = forgetting.forget_old_hits(NOW)

    assert (gone, figures(campaign)) == (3, before)
    assert [event.kind for event in campaign.events.all()] == ["unsubscription"]
    assert not CampaignReader.objects.filter(campaign=campaign).exists()
    assert (young.events.count(), young.readers.count()) == (4, 3)


def test_what_was_forgotten_is_never_counted_again_from_nothing():
    campaign = letter()
    before = figures(campaign)
    forgetting.forget_old_hits(NOW)

    call_command("recount_reports", campaign.slug)
    CampaignTally.objects.update(changed_at=timezone.now() + timedelta(hours=1))
    call_command("recount_reports")

    assert figures(campaign) == before


def test_a_letter_that_was_never_counted_is_counted_before():
    campaign = letter()
    before = figures(campaign)
    for counted in (AudienceCount, CampaignReader, EventCount, CampaignTally):
        counted.objects.all().delete()

    forgetting.forget_old_hits(NOW)

    assert figures(campaign) == before


def test_departures_are_still_counted_once():
    campaign = letter()
    forgetting.forget_old_hits(NOW)
    first, _second, third = campaign.deliveries.order_by("pk")

    record_event(Event.Kind.UNSUBSCRIPTION, third, NOW)
    record_event(Event.Kind.UNSUBSCRIPTION, first, NOW)

    assert report(campaign).unsubscribed == 2
    recount(campaign.pk)
    assert report(campaign).unsubscribed == 2


def test_an_old_letter_opened_today_counts_in_total_and_names_nobody():
    campaign = letter()
    openers = report(campaign).open_rate
    forgetting.forget_old_hits(NOW)
    mail = campaign.deliveries.order_by("pk").first()

    spool.append(Hit(Kind.OPEN, int(NOW.timestamp()), "person", "browser", mail.pk))
    ingest_spool(now=NOW)

    assert campaign.events.get(kind=Event.Kind.OPEN).delivery is None
    assert (report(campaign).opens.person, report(campaign).open_rate) == (3, openers)


def test_who_is_erased_afterwards_takes_no_figure_away():
    campaign = letter()
    before = figures(campaign)
    forgetting.forget_old_hits(NOW)

    erase_person(campaign.deliveries.order_by("pk").first().address)

    assert figures(campaign)[1:] == before[1:]
    assert CampaignTally.objects.get(pk=campaign.pk).openers == 2


def test_killed_half_way_the_next_night_goes_on(monkeypatch):
    campaign = letter()
    before = figures(campaign)
    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "forget_before", lambda until: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            forgetting.forget_old_hits(NOW)
    recount(campaign.pk)

    assert (forgetting.forget_old_hits(NOW), figures(campaign)) == (3, before)


def test_without_the_setting_all_is_kept(settings):
    settings.HITS_KEPT_MONTHS = 0
    campaign = letter()

    assert (forgetting.count_due(NOW), forgetting.forget_old_hits(NOW)) == (0, 0)
    assert campaign.events.count() == 4


def test_looking_takes_nothing_away():
    campaign = letter()

    assert forgetting.count_due(NOW) == 3
    assert campaign.events.count() == 4


def test_a_click_is_kept_for_as_long_as_it_is_a_sign():
    """On every day of a leap year and of the year after it."""
    days = [NOW.replace(year=2028, month=1, day=1) + timedelta(days=n) for n in range(731)]

    assert all(forgetting.limit(day) <= day - SILENCE for day in days)
