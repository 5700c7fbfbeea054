from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from crm.consent import (
    CLICK_TRACKING,
    OPEN_TRACKING,
    keep_wording,
    may_mail,
    newsletter_purpose,
    record_consent,
)
from crm.models import Consent, TrackingChoice
from crm.suppression import Reason, suppress
from tests.factories.crm import SubscriberFactory

Act, Source = Consent.Act, Consent.Source


@pytest.fixture
def alice():
    return SubscriberFactory(email="alice@example.org")


@pytest.mark.parametrize(
    ("act", "choice"),
    [
        (Act.REQUESTED, TrackingChoice.UNKNOWN),
        (Act.GRANTED, TrackingChoice.GRANTED),
        (Act.REFUSED, TrackingChoice.REFUSED),
        (Act.WITHDRAWN, TrackingChoice.REFUSED),
    ],
)
def test_an_act_on_tracking_moves_the_choice(alice, act, choice):
    record_consent(alice, purpose=OPEN_TRACKING, act=act, source=Source.FORM)

    alice.refresh_from_db()
    assert alice.open_tracking == choice
    assert alice.click_tracking == TrackingChoice.UNKNOWN


def test_an_act_on_a_newsletter_leaves_tracking_alone(alice):
    record_consent(alice, purpose=newsletter_purpose("info"), act=Act.GRANTED, source=Source.FORM)

    alice.refresh_from_db()
    assert alice.open_tracking == alice.click_tracking == TrackingChoice.UNKNOWN


def test_a_row_of_the_ledger_cannot_be_changed(alice):
    row = record_consent(alice, purpose=CLICK_TRACKING, act=Act.GRANTED, source=Source.FORM)

    row.act = Act.REFUSED
    with pytest.raises(ValidationError):
        row.save()


def test_the_last_act_decides_whether_we_may_mail(alice):
    purpose = newsletter_purpose("info")
    assert not may_mail(alice, purpose)

    record_consent(alice, purpose=purpose, act=Act.GRANTED, source=Source.FORM)
    assert may_mail(alice, purpose)
    assert not may_mail(alice, newsletter_purpose("other"))

    record_consent(alice, purpose=purpose, act=Act.WITHDRAWN, source=Source.LINK)
    assert not may_mail(alice, purpose)


def test_exclusion_and_pause_forbid_to_mail(alice):
    purpose = newsletter_purpose("info")
    record_consent(alice, purpose=purpose, act=Act.GRANTED, source=Source.FORM)

    alice.paused_until = date(2026, 12, 1)
    assert not may_mail(alice, purpose, on=date(2026, 11, 30))
    assert may_mail(alice, purpose, on=date(2026, 12, 1))

    suppress(alice.email, Reason.COMPLAINT)
    assert not may_mail(alice, purpose, on=date(2026, 12, 1))


def test_a_wording_is_kept_once_and_changed_by_a_new_version():
    first = keep_wording(OPEN_TRACKING, "en", "Count my opens")
    again = keep_wording(OPEN_TRACKING, "en", "Count my opens")
    second = keep_wording(OPEN_TRACKING, "en", "Count the opens of my mails")

    assert again == first
    assert (first.version, second.version) == (1, 2)
    assert keep_wording(OPEN_TRACKING, "fr", "Compter").version == 1


CHANGES = {
    "update": lambda row: Consent.objects.filter(pk=row.pk).update(act="refused"),
    "bulk_update": lambda row: Consent.objects.bulk_update([row], ["act"]),
    "delete": lambda row: Consent.objects.filter(pk=row.pk).delete(),
    "of a person": lambda row: row.subscriber.consents.all().delete(),
    "the row's own save": lambda row: row.save(),
    "the row's own delete": lambda row: row.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_ledger_only_grows(alice, change):
    row = record_consent(alice, purpose=OPEN_TRACKING, act=Act.GRANTED, source=Source.FORM)
    row.act = Act.REFUSED

    with pytest.raises(ValidationError), transaction.atomic():
        CHANGES[change](row)

    assert Consent.objects.get().act == Act.GRANTED


def test_acts_go_with_who_is_erased(alice):
    record_consent(alice, purpose=OPEN_TRACKING, act=Act.GRANTED, source=Source.FORM)

    alice.delete()

    assert not Consent.objects.exists()
