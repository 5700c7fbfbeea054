from campaigns.management.benchmarks import reading
from campaigns.models import CampaignTally, Delivery, Event

State = Delivery.State


def test_two_segments_are_counted_beside_five_events_each():
    figures = dict(reading.segments(300))

    assert Event.objects.count() == figures["segment: events there, number"] == 1500
    assert figures["segment: three conditions, people"] > 0
    wide = figures["segment: three wide conditions, people"]
    assert figures["segment: three conditions, people"] < wide < 300
    for what in ("", ", for the first time", ", explained", ", chosen for a sending"):
        assert figures[f"segment: three conditions{what}, ms"] > 0


def test_the_report_is_that_of_a_letter_read_and_counted():
    figures = dict(reading.report(300))

    tally = CampaignTally.objects.get()
    states = dict.fromkeys(Delivery.objects.values_list("state", flat=True))
    assert {State.ACCEPTED, State.SUPPRESSED, State.FAILED} == states.keys()
    assert figures["report: mails, number"] == tally.candidates == Delivery.objects.count()
    assert 0 < tally.openers < tally.opens_tracked
    assert figures["report: events of them, number"] == Event.objects.count() > 1000
    assert figures["report: its page, ms"] > 0
