import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import approval
from campaigns.models import Campaign, Delivery, SendingPace, Subscription
from campaigns.sending.planning import start_due
from crm.models import OutgoingMail
from tests.factories.campaigns import DeliveryFactory

State = Campaign.State


def post(client, campaign, action, **data):
    """The answer to the action, followed to the screen it leads to."""
    url = reverse(f"campaign:{action}", args=[campaign.pk])
    response = client.post(url, data, follow=True)
    campaign.refresh_from_db()
    return response.content.decode()


def test_submit_then_approve_then_send(campaign, alice, bob):
    assert "A colleague was asked" in post(alice, campaign, "submit")
    assert "Approved. It can now be sent." in post(bob, campaign, "approve", comment="Fine")
    assert "The letter is leaving: 1 address." in post(alice, campaign, "send")

    assert campaign.state == State.SENDING
    assert Delivery.objects.filter(campaign=campaign).count() == 1


def test_an_issue_with_problems_is_not_submitted(campaign, alice):
    page = campaign.issue
    page.subject = ""
    page.save_revision(user=alice.user)

    assert "The issue has no subject." in post(alice, campaign, "submit")
    assert campaign.state == State.DRAFT


def test_an_empty_audience_is_not_submitted(campaign, alice):
    Subscription.objects.all().delete()

    assert "Nobody would get this letter" in post(alice, campaign, "submit")
    assert campaign.state == State.DRAFT
    assert not OutgoingMail.objects.exists()


def test_ones_own_is_not_approved_from_the_screen_either(campaign, alice):
    approval.submit(campaign, alice.user)

    assert "a colleague has to approve it" in post(alice, campaign, "approve")
    assert campaign.state == State.SUBMITTED


def test_changes_are_asked_for_with_words(campaign, alice, bob):
    approval.submit(campaign, alice.user)

    assert "Say which changes you ask for." in post(bob, campaign, "request_changes")
    assert campaign.state == State.SUBMITTED

    post(bob, campaign, "request_changes", comment="The title")
    assert campaign.state == State.DRAFT


def test_a_second_press_on_send_is_harmless_and_says_so(approved, alice):
    post(alice, approved, "send")

    assert "nothing was done" in post(alice, approved, "send")
    assert Delivery.objects.filter(campaign=approved).count() == 1


def test_what_is_not_approved_is_not_sent(campaign, alice):
    assert "not approved" in post(alice, campaign, "send")
    assert not Delivery.objects.exists()


def test_an_audience_that_emptied_after_the_approval_sends_nothing(approved, alice):
    Subscription.objects.all().delete()

    assert "its audience is empty" in post(alice, approved, "send")
    assert approved.state == State.APPROVED


def test_the_confirmation_shows_the_count_and_the_subject(approved, alice):
    page = alice.get(reverse("campaign:send", args=[approved.pk])).content.decode()

    assert approved.issue.subject in page
    assert "Send to 1 person" in page


def test_schedule_takes_a_local_time_and_can_be_taken_back(approved, alice):
    at = timezone.localtime() + dt.timedelta(days=2)

    assert "will leave" in post(alice, approved, "schedule", at=f"{at:%Y-%m-%dT%H:%M}")
    assert approved.scheduled_for == at.replace(second=0, microsecond=0)

    post(alice, approved, "unschedule")
    assert (approved.state, approved.scheduled_for) == (State.APPROVED, None)


def test_a_past_moment_is_refused_in_one_sentence(approved, alice):
    assert "This moment is past" in post(alice, approved, "schedule", at="2020-01-01T09:00")
    assert approved.state == State.APPROVED


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("pause", State.SENDING, State.PAUSED),
        ("resume", State.PAUSED, State.SENDING),
        ("cancel", State.SENDING, State.CANCELLED),
    ],
)
def test_control_of_a_running_campaign(campaign, alice, action, before, after):
    DeliveryFactory(campaign=campaign, state=Delivery.State.PENDING)
    Campaign.objects.update(state=before)

    post(alice, campaign, action)
    assert campaign.state == after

    assert "Nothing to do" in post(alice, campaign, action)


@pytest.mark.parametrize(
    "action", ["submit", "approve", "send", "schedule", "unschedule", "pause", "cancel"]
)
@pytest.mark.parametrize("role", ["reading", "partnerships"])
def test_roles_that_only_look_change_nothing(approved, sign_in, action, role):
    before = Campaign.objects.values().get()

    post(sign_in("eve", role), approved, action, at="2090-01-01T09:00")

    assert Campaign.objects.values().get() == before


@pytest.mark.parametrize("action", ["submit", "approve", "pause", "resume"])
def test_a_get_changes_nothing(approved, alice, action):
    url = reverse(f"campaign:{action}", args=[approved.pk])

    assert alice.get(url).status_code == 405


def test_cancelling_says_for_how_many_it_is_for_good_and_does_nothing_yet(approved, alice):
    DeliveryFactory(campaign=approved, state=Delivery.State.PENDING)
    url = reverse("campaign:cancel", args=[approved.pk])
    Campaign.objects.update(state=State.SENDING)

    page = alice.get(url).content.decode()

    assert "1 person will not get this letter." in page
    assert Campaign.objects.get().state == State.SENDING


def test_what_does_not_leave_has_nothing_to_cancel(approved, alice):
    screen = reverse("campaign:inspect", args=[approved.pk])

    assert alice.get(reverse("campaign:cancel", args=[approved.pk])).url == screen
    assert Campaign.objects.get().state == State.APPROVED


@pytest.fixture
def five_minutes(settings):
    settings.CALL_BACK_SECONDS = 300


def test_for_five_minutes_a_letter_can_be_called_back(approved, alice, five_minutes):
    said = post(alice, approved, "send")

    leaving = timezone.localtime(approved.scheduled_for)
    assert f"leaves at {leaving:%H:%M:%S}. Until then you can call it back" in said
    assert "Call it back" in said
    assert (approved.state, approved.deliveries.count()) == (State.SCHEDULED, 0)
    left = approved.scheduled_for - timezone.now()
    assert dt.timedelta(minutes=4) < left <= dt.timedelta(minutes=5)

    said = post(alice, approved, "unschedule", call_back="1")

    assert "Called back: nothing leaves" in said
    assert (approved.state, approved.scheduled_for) == (State.APPROVED, None)
    assert start_due(timezone.now() + dt.timedelta(hours=1)) == []


def test_pressing_send_again_does_not_put_it_off(approved, alice, five_minutes):
    post(alice, approved, "send")
    leaves_at = approved.scheduled_for

    post(alice, approved, "send")

    assert approved.scheduled_for == leaves_at


def test_who_does_not_want_to_wait_sends_at_once(approved, alice, five_minutes):
    post(alice, approved, "send")

    assert "The letter is leaving: 1 address." in post(alice, approved, "send", at_once="1")
    assert approved.state == State.SENDING


def test_what_would_stop_it_then_is_said_now(approved, alice, five_minutes):
    Subscription.objects.all().delete()

    assert "Nobody would get this letter" in post(alice, approved, "send")
    assert approved.state == State.APPROVED


def test_after_five_minutes_it_leaves(approved, alice, five_minutes):
    post(alice, approved, "send")

    assert start_due(approved.scheduled_for) == [approved.pk]


def test_the_pace_of_a_campaign_is_changed_while_it_leaves(approved, alice):
    post(alice, approved, "send")
    Campaign.objects.update(waits_for="own", waits_until=timezone.now() + dt.timedelta(hours=1))

    said = post(alice, approved, "pace", per_hour="50", window_from="08:00", window_until="20:00")

    assert "it counts from now on" in said
    assert (approved.per_hour, approved.window_from) == (50, dt.time(8))
    assert approved.waits_until is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"window_from": "08:00"}, "Give both times, or neither."),
        ({"window_from": "08:00", "window_until": "08:00"}, "no time at all"),
        ({"window_from": "23:00", "window_until": "05:00"}, "nothing would ever leave"),
        ({"per_hour": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_pace_at_which_nothing_would_leave_is_refused(approved, alice, fields, sentence):
    SendingPace.objects.create(quiet_from=dt.time(22), quiet_until=dt.time(7))

    assert sentence in post(alice, approved, "pace", **fields)
    assert approved.per_hour is None


def test_the_pace_of_what_has_left_no_longer_matters(approved, alice):
    Campaign.objects.update(state=State.SENT)

    assert "its pace no longer matters" in post(alice, approved, "pace", per_hour="5")
