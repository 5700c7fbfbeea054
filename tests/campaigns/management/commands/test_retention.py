import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import RetentionQuestion
from crm.models import Subscriber
from tests.factories.campaigns import EventFactory
from tests.factories.crm import SubscriberFactory


@pytest.fixture(autouse=True)
def zoe():
    zoe = SubscriberFactory(email="zoe@example.org")
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=1500))
    return zoe


def told(*options):
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue()


def test_the_dry_run_names_them_and_writes_nothing():
    assert "zoe@example.org" in told("--dry-run")
    assert not RetentionQuestion.objects.exists()


def test_a_run_counts_them_and_names_nobody():
    said = told()

    assert "Invitées à dire si l’on continue\xa0: 1" in said
    assert "zoe" not in said
    assert RetentionQuestion.objects.count() == 1


def test_a_script_reads_it():
    assert json.loads(told("--dry-run", "--format", "json"))["asked"] == ["zoe@example.org"]


def test_who_read_old_letters_is_told_and_then_forgotten(settings):
    settings.HITS_KEPT_MONTHS = 37
    EventFactory(at=timezone.now() - timedelta(days=1500))

    said = [json.loads(told(*dry, "--format", "json")) for dry in (["--dry-run"], [], [])]

    assert [one["forgotten_hits"] for one in said] == [1, 1, 0]
