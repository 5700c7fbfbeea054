import pytest
from django.urls import reverse

from campaigns import approval
from campaigns.models import Campaign, Delivery, Event, TrackingClass
from tests.factories.campaigns import DeliveryFactory, EventFactory, LinkFactory

State = Campaign.State


def screen(client, campaign) -> str:
    return client.get(reverse("campaign:inspect", args=[campaign.pk])).content.decode()


def test_a_draft_shows_its_count_and_asks_to_submit(campaign, alice):
    page = screen(alice, campaign)

    assert "<strong>1</strong> person would get the letter" in page
    assert "Submit for approval" in page


def test_a_draft_with_problems_leads_to_the_issue(campaign, alice):
    campaign.issue.subject = ""
    campaign.issue.save_revision(user=alice.user)

    page = screen(alice, campaign)

    assert "The issue has no subject." in page
    assert "Submit for approval" not in page


def test_who_may_approve_sees_the_buttons_and_the_author_does_not(campaign, alice, bob):
    approval.submit(campaign, alice.user)

    assert "Ask for changes" in screen(bob, campaign)
    assert "Ask for changes" not in screen(alice, campaign)
    assert "a colleague has to approve it" in screen(alice, campaign)


def test_a_draft_is_submitted_anew_whatever_was_approved_before(approved, alice):
    """It was called off at the last moment, or a backup was restored."""
    Campaign.objects.update(state=Campaign.State.DRAFT, paused_because="look at it again")

    shown = screen(alice, approved)

    assert "Send now" not in shown
    assert "Submit for approval" in shown


def test_an_approval_overtaken_by_a_change_says_so(approved, alice):
    page = approved.issue.get_latest_revision_as_object()
    page.subject = "Another"
    page.save_revision(user=alice.user)

    shown = screen(alice, approved)

    assert "Something changed since the approval" in shown
    assert "Send now…" not in shown


def test_who_approved_and_left_the_house_since_is_somebody(approved, alice, bob):
    bob.user.delete()

    shown = screen(alice, approved)

    assert "Somebody approved this letter on" in shown


def test_who_submitted_and_left_the_house_since_is_somebody(campaign, alice, bob):
    approval.submit(campaign, alice.user)
    alice.user.delete()

    assert "Somebody asked for approval on" in screen(bob, campaign)
    assert "submitted by somebody on" in bob.get(reverse("wagtailadmin_home")).content.decode()


@pytest.fixture
def sent(campaign):
    """Two accepted (one tracked by person and opened), one failed, one excluded."""
    tracked = DeliveryFactory(campaign=campaign, opens=TrackingClass.IDENTIFIED)
    DeliveryFactory(campaign=campaign)
    DeliveryFactory(campaign=campaign, state=Delivery.State.FAILED, reply="550 5.1.1 nobody")
    DeliveryFactory(campaign=campaign, state=Delivery.State.SUPPRESSED, reason="complaint")
    link = LinkFactory(campaign=campaign)
    EventFactory(delivery=tracked)
    EventFactory(delivery=tracked, kind=Event.Kind.CLICK, link=link)
    Campaign.objects.update(state=State.SENT)
    return campaign


def test_the_report_gives_rate_interval_and_n(sent, alice):
    page = screen(alice, sent)

    expected = "between 20.6% and 100.0% with 95 chances in 100, n = 1"
    assert expected in page.replace("\N{NO-BREAK SPACE}", " ")
    assert sent.links.get().url in page


@pytest.mark.parametrize("state", [State.SENDING, State.PAUSED])
def test_while_it_moves_the_live_panel_alone_says_how_many_were_accepted(sent, alice, state):
    Campaign.objects.update(state=state)

    page = screen(alice, sent)

    assert "Accepted by their servers" not in page
    assert "with 95 chances in 100" not in page
    assert "The report comes once the letter has ended. So far, counted on" in page
    assert "<dt>Clicks by people</dt><dd>1</dd>" in page


def test_reading_sees_reports_and_no_button(sent, sign_in):
    Campaign.objects.update(state=State.SENDING)

    page = screen(sign_in("eve", "reading"), sent)

    assert "<strong>2</strong> accepted" in page
    assert "Cancel the rest" not in page


def test_without_the_permission_nothing_is_shown(sent, sign_in):
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert sent.name not in screen(outsider, sent)


def test_the_screen_of_a_started_campaign_costs_a_fixed_number_of_queries(
    sent, alice, django_assert_max_num_queries
):
    for _more in range(3):
        EventFactory(delivery=DeliveryFactory(campaign=sent))

    with django_assert_max_num_queries(40):
        screen(alice, sent)
