from io import StringIO

from django.core.management import call_command

from campaigns.models import EventCount
from campaigns.tracking.statistics import report
from tests.factories.campaigns import EventFactory


def test_counters_that_were_wrong_are_what_the_events_say_again():
    campaign = EventFactory().campaign
    EventCount.objects.update(events=99)
    out = StringIO()

    call_command("recount_reports", campaign.slug, stdout=out)

    assert report(campaign).opens.person == 1
    assert out.getvalue().strip().endswith("1")
