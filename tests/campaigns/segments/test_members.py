import datetime as dt

from django.utils import timezone

from campaigns.segments.members import audience, count, explain, mailable, reason_to_leave_out
from crm.models import Suppression
from crm.suppression import suppress
from tests.campaigns.segments.test_rules import segment
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory


def subscribe(letter, first_name, **fields):
    return SubscriptionFactory(newsletter=letter, subscriber__first_name=first_name, **fields)


def a_letter_with_everyone():
    """Two who can be mailed, and one for each way of not being so."""
    letter = NewsletterFactory()
    subscribe(letter, "alice")
    subscribe(letter, "bob", subscriber__language="en")
    subscribe(letter, "gone", unsubscribed=True)
    subscribe(letter, "waiting", pending=True)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    subscribe(letter, "resting", subscriber__paused_until=tomorrow)
    bounced = subscribe(letter, "bounced")
    suppress(bounced.subscriber.address, Suppression.Reason.HARD_BOUNCE)
    SubscriptionFactory()
    return letter


def names(queryset):
    return set(queryset.values_list("first_name", flat=True))


def test_audience_is_the_confirmed_subscribers_of_the_newsletter():
    letter = a_letter_with_everyone()

    assert names(audience(letter, None)) == {"alice", "bob", "resting", "bounced"}


def test_mailable_leaves_out_those_excluded_or_on_pause():
    letter = a_letter_with_everyone()

    assert names(mailable(audience(letter, None))) == {"alice", "bob"}


def test_audience_meets_every_rule_of_the_segment():
    letter = a_letter_with_everyone()

    english = segment(("language", ["en"]), ("none", [("newsletter", ["another"])]))

    assert names(audience(letter, english)) == {"bob"}


def test_since_looks_at_the_newsletter_that_is_written():
    letter, other = NewsletterFactory(), NewsletterFactory()
    old = timezone.now() - dt.timedelta(days=900)
    early = subscribe(letter, "early", confirmed_at=old)
    SubscriptionFactory(subscriber=early.subscriber, newsletter=other)
    recent = segment(("subscribed_since", timezone.localdate() - dt.timedelta(days=30)))

    assert not audience(letter, recent).exists()
    assert names(audience(other, recent)) == {"early"}


def test_the_explanation_adds_up_and_names_each_reason():
    explanation = explain(a_letter_with_everyone(), None)

    assert str(explanation) == (
        "2 = 6 subscriptions − 1 unsubscribed − 1 not yet confirmed"
        " − 1 address in error − 1 on pause"
    )
    assert explanation.candidates == 4


def test_the_explanation_goes_rule_by_rule():
    letter = a_letter_with_everyone()

    explanation = explain(letter, segment(("language", ["fr"]), ("language", ["fr", "en"])))

    assert [(line.label, line.number) for line in explanation.lines][2:4] == [
        ("outside “language: french”", 1),
        ("outside “language: french, english”", 0),
    ]
    assert explanation.count == count(letter, segment(("language", ["fr"]))) == 1


def test_someone_excluded_and_on_pause_is_taken_away_once():
    letter = NewsletterFactory()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    both = subscribe(letter, "both", subscriber__paused_until=tomorrow)
    suppress(both.subscriber.address, Suppression.Reason.COMPLAINT)

    assert explain(letter, None).count == count(letter, None) == 0


def test_who_gets_the_letter_is_not_left_out():
    letter = NewsletterFactory()

    assert reason_to_leave_out(letter, subscribe(letter, "reader").subscriber) == ""


def test_why_somebody_would_be_left_out():
    letter, other = NewsletterFactory(), NewsletterFactory(name="Autre lettre")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    excluded = subscribe(letter, "excluded").subscriber
    suppress(excluded.address, Suppression.Reason.COMPLAINT)
    paused = subscribe(letter, "paused", subscriber__paused_until=tomorrow).subscriber
    gone = subscribe(letter, "gone", state="unsubscribed").subscriber

    assert reason_to_leave_out(other, paused) == "no subscription to “Autre lettre”"
    assert reason_to_leave_out(letter, excluded) == "reported as spam"
    assert reason_to_leave_out(letter, paused).startswith("on pause until")
    assert reason_to_leave_out(letter, gone) == "unsubscribed"


def test_the_number_of_queries_does_not_grow_with_people(django_assert_num_queries):
    letter, rules = a_letter_with_everyone(), segment(("language", ["fr"]))

    with django_assert_num_queries(2):
        explain(letter, rules)
