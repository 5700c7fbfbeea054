import os
import signal
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from campaigns.models import Event
from campaigns.tokens import Kind
from campaigns.tracking import spool
from campaigns.tracking.hits import Hit
from tests.factories.campaigns import CampaignFactory, NewsletterFactory


def opened(campaign):
    return Hit(Kind.OPEN_ANONYMOUS, int(time.time()), "person", "browser", campaign.pk)


def test_once_takes_what_is_there_and_says_how_much(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    spool.append(opened(CampaignFactory()))
    out = StringIO()

    call_command("ingest", "--once", stdout=out)

    assert out.getvalue().strip().endswith("1")


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the process and its signals are the same"
)
@pytest.mark.django_db(transaction=True)
def test_the_process_takes_hits_as_they_come_and_stops_when_told(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    campaign = CampaignFactory(issue=None, newsletter=NewsletterFactory())
    url = f"sqlite:///{connection.settings_dict['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "ingest", "--every", "0.1"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": url,
            "SPOOL_DIR": str(tmp_path),
        },
    )
    spool.append(opened(campaign))

    deadline = time.monotonic() + 60
    while not Event.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)

    assert (process.wait(timeout=20), Event.objects.count()) == (0, 1)
