import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Event, Link, SpoolPosition, TrackingClass
from campaigns.tokens import Kind
from campaigns.tracking import ingest, spool
from campaigns.tracking.hits import Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.statistics import report
from crm.models import TrackingChoice
from tests.factories.campaigns import (
    CampaignFactory,
    DeliveryFactory,
    LinkFactory,
    NewsletterFactory,
)
from tests.factories.crm import SubscriberFactory
from tests.faults.workers import Process, wait_for

ACCEPTED = timezone.now().replace(microsecond=0) - timedelta(minutes=5)


def anonymous(campaign, at=None):
    return Hit(Kind.OPEN_ANONYMOUS, at or int(time.time()), "person", "browser", campaign.pk)


def campaign_without_issue():
    """Pages need the first migrations' rows, which a test with real transactions empties."""
    return CampaignFactory(issue=None, newsletter=NewsletterFactory())


@pytest.fixture
def delivery():
    reader = SubscriberFactory(
        open_tracking=TrackingChoice.GRANTED, click_tracking=TrackingChoice.GRANTED
    )
    classes = {"opens": TrackingClass.IDENTIFIED, "clicks": TrackingClass.IDENTIFIED}
    delivery = DeliveryFactory(subscriber=reader, settled_at=ACCEPTED, **classes)
    for number in range(1, 6):
        LinkFactory(campaign=delivery.campaign, number=number)
    return delivery


def clicked(delivery, link, after):
    at = int((ACCEPTED + timedelta(seconds=after)).timestamp())
    return Hit(Kind.CLICK, at, "person", "browser", delivery.pk, link)


def test_a_hit_is_in_the_report_after_one_pass(delivery):
    spool.append(Hit(Kind.OPEN, int(time.time()), "person", "browser", delivery.pk))

    ingest_spool()

    counted = report(delivery.campaign)
    assert (counted.opens.person, counted.open_rate.value) == (1, 1.0)


def test_a_second_pass_adds_nothing():
    campaign = CampaignFactory()
    spool.append(anonymous(campaign))

    assert [ingest_spool(), ingest_spool()] == [1, 0]


def test_a_file_still_written_to_is_read_on_from_where_it_was():
    campaign = CampaignFactory()
    spool.append(anonymous(campaign))
    ingest_spool()
    spool.append(anonymous(campaign), anonymous(campaign))

    assert ingest_spool() == 2


def test_a_file_read_to_its_end_and_left_by_its_writer_goes(spool_folder):
    spool.append_past([anonymous(CampaignFactory())])

    ingest_spool()

    assert (spool.segments(spool_folder), SpoolPosition.objects.count()) == ([], 0)


def test_a_file_still_held_by_its_writer_stays(spool_folder):
    spool.append(anonymous(CampaignFactory()))

    ingest_spool()

    assert len(spool.segments(spool_folder)) == 1


def test_a_line_under_way_waits_and_one_cut_for_ever_is_dropped(spool_folder):
    campaign = CampaignFactory()
    line = anonymous(campaign).line()
    spool.writer().append(line + line[:9])
    first = ingest_spool()
    spool.writer().append(line[9:] + line[:9])
    second = ingest_spool()
    spool.writer().close()

    assert (first, second, ingest_spool()) == (1, 1, 0)
    assert spool.segments(spool_folder) == []


def test_lines_that_are_no_hits_are_passed_over():
    spool.writer().append(b"no hit at all\n" + anonymous(CampaignFactory()).line())

    assert ingest_spool() == 1


def test_a_burst_is_unmasked_even_when_it_comes_in_two_passes(delivery):
    spool.append(clicked(delivery, 1, 20), clicked(delivery, 2, 21))
    ingest_spool()
    before = report(delivery.campaign).clicks
    spool.append(clicked(delivery, 3, 22))
    ingest_spool()

    after = report(delivery.campaign).clicks
    assert (before.person, after.person, after.machine) == (2, 0, 3)


def test_a_slow_scanner_is_unmasked_by_the_link_that_no_person_sees(delivery):
    LinkFactory(campaign=delivery.campaign, number=Link.TRAP)
    spool.append(clicked(delivery, 1, 20), clicked(delivery, Link.TRAP, 40))

    ingest_spool()

    clicks = report(delivery.campaign).clicks
    assert (clicks.person, clicks.machine) == (0, 2)


def test_a_person_s_click_stays_a_person_s(delivery):
    spool.append(clicked(delivery, 1, 60), clicked(delivery, 2, 61))

    ingest_spool(now=timezone.now() + timedelta(hours=1))

    assert report(delivery.campaign).clicks.person == 2


def test_a_program_in_a_loop_is_a_machine_and_the_person_beside_it_stays(delivery):
    spool.append(clicked(delivery, 1, 0), *[clicked(delivery, 1, 120)] * 61)

    ingest_spool()

    clicks = report(delivery.campaign).clicks
    assert (clicks.person, clicks.machine) == (1, 61)


@pytest.mark.django_db(transaction=True)
def test_two_processes_on_one_spool_take_each_hit_once(monkeypatch):
    monkeypatch.setattr(ingest, "BATCH_BYTES", 2000)
    campaign = campaign_without_issue()
    spool.append_past(anonymous(campaign) for _n in range(2000))

    def pass_once():
        ingest_spool()
        connection.close()

    threads = [threading.Thread(target=pass_once) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Event.objects.count() == 2000


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_takes_each_hit_once(spool_folder, monkeypatch):
    campaign = campaign_without_issue()
    spool.append_past(anonymous(campaign) for _n in range(6000))
    monkeypatch.setattr(ingest, "BATCH_BYTES", 3000)
    struck = 0
    for _n in range(6):
        before = Event.objects.count()
        process = Process(ingest_spool)
        wait_for(lambda before=before: Event.objects.count() > before)
        process.kill()
        struck += process.ended == -signal.SIGKILL and Event.objects.count() < 6000

    ingest_spool()

    assert (struck >= 3, Event.objects.count()) == (True, 6000)
