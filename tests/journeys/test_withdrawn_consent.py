"""Row C4: whoever takes their consent back makes no row any more, whichever old mail they open."""

from pathlib import Path

import pytest
from django.conf import settings

from campaigns.letters import preferences_url
from campaigns.models import CampaignReader, Delivery, Event, EventCount, TrackingClass
from campaigns.tokens import Kind, make
from campaigns.tracking.ingest import ingest_spool
from crm.erasure import erase_person
from crm.models import TrackingChoice
from tests.campaigns.tracking.asking import ask
from tests.factories.campaigns import DeliveryFactory, LinkFactory
from tests.factories.crm import SubscriberFactory

LETTERS = 5
TRACKED = {"opens": TrackingClass.IDENTIFIED, "clicks": TrackingClass.IDENTIFIED}


@pytest.fixture
def reader(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    granted = TrackingChoice.GRANTED
    return SubscriberFactory(open_tracking=granted, click_tracking=granted)


@pytest.fixture
def hits(reader):
    """Every tracked address of five letters."""
    mails = [DeliveryFactory(subscriber=reader, **TRACKED) for _number in range(LETTERS)]
    links = [LinkFactory(campaign=mail.campaign) for mail in mails]
    return [
        *(f"/o/{make(Kind.OPEN, mail.pk)}.gif" for mail in mails),
        *(f"/c/{make(Kind.CLICK, m.pk, k.number)}" for m, k in zip(mails, links, strict=True)),
    ]


def come(hits):
    for path in hits:
        assert ask(path)[0] in (200, 302)
    return ingest_spool()


def test_old_mails_make_no_row_after_consent_is_withdrawn(client, reader, hits):
    assert come(hits) == len(hits) == Event.objects.exclude(delivery=None).count()
    before = list(Event.objects.values()), list(EventCount.objects.values())

    client.post(f"{preferences_url(reader)}tracking/", {"withdraw": "1"})

    assert come(hits * 3) == 0
    assert before == (list(Event.objects.values()), list(EventCount.objects.values()))


def test_what_was_on_its_way_when_consent_ended_makes_none_either(client, reader, hits):
    for path in hits:
        ask(path)
    client.post(f"{preferences_url(reader)}tracking/", {"withdraw": "1"})

    assert ingest_spool() == 0
    assert not (Event.objects.exists() or CampaignReader.objects.exists())


def test_mails_an_erased_person_kept_still_work_and_make_no_row(reader, hits):
    """They ask no database: a line of the spool names a mail, which names nobody any more."""
    erase_person(reader.email)
    answered = [ask(path)[0] for path in hits]
    lines = b"".join(path.read_bytes() for path in Path(settings.SPOOL_DIR).glob("*.hits"))

    assert set(answered) == {200, 302}
    assert reader.email.encode() not in lines
    assert ingest_spool() == 0
    assert not (Event.objects.exists() or CampaignReader.objects.exists())
    assert set(Delivery.objects.values_list("subscriber", "address")) == {(None, "")}
