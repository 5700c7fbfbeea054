import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.breaker import Breaker, readmit
from campaigns.sending.control import pause, resume
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.sending.transports import Outcome, Result
from crm.models import Suppression
from crm.suppression import suppress
from tests.factories.sending import add_subscribers

ACCEPTED = Outcome(1, Result.ACCEPTED, "250 ok")
POLICY = Outcome(1, Result.FAILED, "550 5.7.1 blocked", "5.7.1", True)
SIGN_IN = Outcome(1, Result.FAILED, "535 5.7.8 wrong password")
UNKNOWN = Outcome(1, Result.FAILED, "550 5.1.1 unknown user", "5.1.1", True)
LATER = Outcome(1, Result.DEFERRED, "450 later")
MALFORMED = Outcome(1, Result.MALFORMED, "a line break")


def breaker(recent="", *, refusals=3, share=0.2):
    return Breaker(recent, refusals=refusals, share=share)


@pytest.mark.parametrize("refusal", [POLICY, SIGN_IN])
def test_refusals_in_a_row_trip_it_and_are_quoted(refusal):
    ours = breaker()

    assert ours.trips_on([refusal, refusal]) == ""
    assert refusal.reply in ours.trips_on([refusal])


@pytest.mark.parametrize("other", [ACCEPTED, LATER, UNKNOWN])
def test_any_other_answer_starts_the_count_again(other):
    assert not breaker().trips_on([POLICY, POLICY, other, POLICY, POLICY])


def test_what_says_nothing_about_us_does_not():
    lost = [Outcome(1, Result.NOT_SENT), Outcome(1, Result.IN_DOUBT)]

    assert breaker().trips_on([POLICY, POLICY, *lost, POLICY])


@pytest.mark.parametrize("failure", [UNKNOWN, MALFORMED])
def test_a_share_of_failures_trips_it(failure):
    ours = breaker()

    reason = ours.trips_on([*[ACCEPTED] * 40, *[failure] * 11])

    assert "11" in reason and "51" in reason and failure.reply in reason


def test_a_tenth_of_failures_is_borne_for_ever():
    ours = breaker()

    assert not any(ours.trips_on([*[ACCEPTED] * 9, UNKNOWN]) for _n in range(100))


def test_of_a_few_outcomes_no_share_is_judged():
    assert not breaker().trips_on([UNKNOWN] * 49)


def test_what_was_put_off_is_no_failure():
    assert not breaker().trips_on([*[ACCEPTED] * 50, *[LATER] * 100])


def test_old_outcomes_are_forgotten():
    assert not breaker("f" * 40 + "a" * 200).trips_on([UNKNOWN] * 40)
    assert breaker("a" * 400).trips_on([UNKNOWN] * 41)


def test_the_next_turn_goes_on_counting(started):
    first = breaker(refusals=4)
    first.trips_on([POLICY] * 2)
    first.remember(started)
    started.refresh_from_db()

    assert not Breaker.of(started).tripped
    assert breaker(started.recent_outcomes, refusals=4).trips_on([POLICY] * 2)


def test_it_trips_once():
    ours = breaker()

    assert ours.trips_on([POLICY] * 3)
    assert not ours.trips_on([POLICY] * 3)


def test_who_resumes_has_looked_at_the_failures(started):
    pause(started, reason="Too many mails fail")
    resume(started)

    again = Breaker.of(started)

    assert again.share is None
    assert not again.trips_on([UNKNOWN] * 100)


def test_a_pause_by_hand_changes_nothing(started):
    pause(started)
    resume(started)

    assert Breaker.of(started).share is not None


def test_a_list_of_unknown_addresses_stops_the_campaign_and_excludes_nobody(
    campaign, server, settings
):
    settings.SEND_GROUP_SIZE = 20
    add_subscribers(campaign.newsletter, 150)
    start(campaign)
    server.script["rcpt"] = lambda talk: "550 5.1.1 unknown user"

    send_pending(campaign.pk, worker="test")

    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PAUSED
    assert "5.1.1" in campaign.paused_because
    assert Suppression.objects.count() == 0
    assert campaign.deliveries.filter(state=Delivery.State.PENDING).count() >= 80


def test_refusals_spread_over_turns_stop_it_too(campaign, server, settings):
    settings.SEND_GROUP_SIZE, settings.BREAKER_REFUSALS = 2, 4
    add_subscribers(campaign.newsletter, 2)
    start(campaign)
    server.script["rcpt"] = lambda talk: "550 5.7.1 blocked"
    send_pending(campaign.pk, worker="one")
    Campaign.objects.update(state=Campaign.State.SENDING)
    campaign.deliveries.update(state=Delivery.State.PENDING)

    send_pending(campaign.pk, worker="two")

    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PAUSED


def test_exclusions_from_before_the_campaign_or_for_other_reasons_stay(started):
    started.deliveries.update(
        state=Delivery.State.FAILED, reason="no_such_address", settled_at=timezone.now()
    )
    before, complained, by_us = started.deliveries.values_list("address", flat=True)
    suppress(before, Suppression.Reason.HARD_BOUNCE)
    Suppression.objects.update(created_at="2020-01-01T00:00Z")
    suppress(complained, Suppression.Reason.COMPLAINT)
    suppress(by_us, Suppression.Reason.HARD_BOUNCE)

    assert readmit(started) == 1
    assert set(Suppression.objects.values_list("address", flat=True)) == {before, complained}
