from datetime import timedelta

from django.utils import timezone

from campaigns.models import (
    AudienceCount,
    Campaign,
    CampaignTally,
    Delivery,
    SeenNotice,
    TrackingClass,
)
from campaigns.tracking.audiences import behind_since, count_audience, count_audiences
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.notices import note
from campaigns.tracking.statistics import report
from tests.factories.campaigns import (
    CampaignFactory,
    DeliveryFactory,
    EventFactory,
    SegmentFactory,
)
from tests.factories.crm import SubscriberFactory

Aspect = AudienceCount.Aspect
CLASSES = {"opens": TrackingClass.IDENTIFIED, "clicks": TrackingClass.IDENTIFIED}


def sent(**fields):
    now = timezone.now() - timedelta(hours=1)
    return CampaignFactory(
        state=Campaign.State.SENT, frozen_at=now, began_at=now, ended_at=now, **fields
    )


def parts(campaign, aspect):
    rows = AudienceCount.objects.filter(campaign=campaign, aspect=aspect).order_by("name")
    return list(rows.values_list("name", "accepted", "tracked", "openers"))


def test_each_part_is_counted_with_its_readers():
    campaign = sent()
    reader = DeliveryFactory(campaign=campaign, locale="fr", **CLASSES)
    DeliveryFactory(campaign=campaign, locale="en", **CLASSES)
    DeliveryFactory(campaign=campaign, locale="en", state=Delivery.State.FAILED)
    EventFactory(campaign=campaign, delivery=reader)

    count_audience(campaign)

    assert parts(campaign, Aspect.LANGUAGE) == [("en", 1, 1, 0), ("fr", 1, 1, 1)]


def test_domains_beyond_the_largest_ten_are_one_line():
    campaign = sent()
    for number in range(12):
        reader = SubscriberFactory(email=f"zoe@domaine-{number:02}.example")
        DeliveryFactory(campaign=campaign, subscriber=reader)

    count_audience(campaign)

    domains = parts(campaign, Aspect.DOMAIN)
    assert (len(domains), domains[0][:2]) == (11, ("", 2))


def test_a_segment_counts_who_is_in_it():
    campaign = sent()
    SegmentFactory(name="Francophones", rules=[("language", ["fr"])])
    for language in ("fr", "en"):
        DeliveryFactory(campaign=campaign, subscriber=SubscriberFactory(language=language))

    count_audience(campaign)

    assert parts(campaign, Aspect.SEGMENT) == [("Francophones", 1, 0, 0)]


def test_a_counted_audience_gives_the_same_report_and_stays_right_when_a_doubt_is_settled():
    campaign = sent()
    for state in set(Delivery.State) - set(Delivery.OPEN_STATES):
        DeliveryFactory(campaign=campaign, state=state, **CLASSES)
    before = report(campaign)

    count_audience(campaign)
    after = report(Campaign.objects.get(pk=campaign.pk))
    Delivery.objects.filter(state=Delivery.State.UNKNOWN).update(state=Delivery.State.ACCEPTED)
    settled = report(Campaign.objects.get(pk=campaign.pk))

    assert before == after
    assert (settled.accepted, settled.unknown, settled.open_rate.n) == (2, 0, 2)


def test_a_mail_told_refused_that_had_left_after_all_moves_in_a_counted_report():
    campaign = sent()
    delivery = DeliveryFactory(
        campaign=campaign, state=Delivery.State.FAILED, reason=Delivery.Reason.REPORTED, **CLASSES
    )
    EventFactory(campaign=campaign, delivery=delivery)
    count_audience(campaign)
    before = report(Campaign.objects.get(pk=campaign.pk))
    note("delivered", SeenNotice.Kind.DELIVERED, at=timezone.now(), delivery=delivery)

    settle_doubts(delivery.pk)

    after = report(Campaign.objects.get(pk=campaign.pk))
    assert (before.failed, before.accepted, before.open_rate.n) == (1, 0, 0)
    assert (after.failed, after.accepted, after.open_rate.value) == (0, 1, 1.0)


def test_only_what_changed_is_counted_again():
    campaign = sent()
    DeliveryFactory(campaign=campaign)
    first = count_audiences()
    campaign.tally.refresh_from_db()
    campaign.tally.audience_counted_at += timedelta(minutes=2)
    campaign.tally.save()

    assert (first, count_audiences()) == (1, 0)
    EventFactory(campaign=CampaignFactory())
    campaign.tally.changed_at = timezone.now() + timedelta(minutes=5)
    campaign.tally.save()
    assert count_audiences() == 1


def test_a_count_that_hits_came_after_is_told_with_its_moment():
    campaign, other = sent(), sent()
    for one in (campaign, other):
        DeliveryFactory(campaign=one)
        count_audience(one)
    before = behind_since(Campaign.objects.all())

    counted_at = timezone.now() - timedelta(minutes=3)
    CampaignTally.objects.filter(pk=campaign.pk).update(
        audience_counted_at=counted_at, changed_at=timezone.now()
    )

    assert before is None
    assert behind_since(Campaign.objects.all()) == counted_at
    assert behind_since(Campaign.objects.filter(pk=other.pk)) is None
