from datetime import date

import pytest

from campaigns.importing.subscribers import import_subscribers
from campaigns.models import Newsletter, Subscription
from campaigns.preferences import (
    Preferences,
    change_preferences,
    chosen_topics,
    leave_all,
    offered,
    received,
)
from campaigns.subscriptions import SignUp, confirm, subscribe, undo_unsubscription
from campaigns.wordings import wordings
from crm.consent import CLICK_TRACKING, OPEN_TRACKING
from crm.models import (
    Consent,
    OutgoingMail,
    SubscriberTag,
    Suppression,
    TaggedSubscriber,
    TrackingChoice,
)
from crm.suppression import is_suppressed, suppress, suppression_of
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory


@pytest.fixture
def alice():
    return SubscriptionFactory().subscriber


def choose(alice, **choices):
    """Alice's choices as they are, but for those given."""
    as_they_are = {
        "newsletters": frozenset(received(alice)),
        "topics": frozenset(chosen_topics(alice)),
        "tracking": {},
        "language": alice.language,
        "first_name": alice.first_name,
    }
    texts = wordings("fr", *Newsletter.objects.all())
    changes = change_preferences(alice, Preferences(**(as_they_are | choices)), texts)
    alice.refresh_from_db()
    return changes


def acts(alice, purpose):
    return list(alice.consents.filter(purpose=purpose).values_list("act", flat=True))[::-1]


def test_details_are_kept(alice):
    choose(alice, language="en", first_name="Aline", paused_until=date(2027, 1, 1))

    assert (alice.language, alice.first_name) == ("en", "Aline")
    assert alice.paused_until == date(2027, 1, 1)


def test_letters_are_joined_and_left_with_evidence(alice):
    left = alice.subscriptions.get().newsletter
    joined = NewsletterFactory()

    choose(alice, newsletters=frozenset([joined.pk]))

    assert received(alice) == {joined.pk}
    assert acts(alice, f"newsletter:{left.slug}") == ["withdrawn"]
    assert acts(alice, f"newsletter:{joined.slug}") == ["granted"]


def test_each_answer_on_tracking_is_kept_with_its_wording(alice):
    choose(alice, tracking={OPEN_TRACKING: "granted", CLICK_TRACKING: "refused"})
    choose(alice, tracking={OPEN_TRACKING: "refused", CLICK_TRACKING: "refused"})

    assert acts(alice, OPEN_TRACKING) == ["granted", "withdrawn"]
    assert acts(alice, CLICK_TRACKING) == ["refused"]
    assert alice.open_tracking == TrackingChoice.REFUSED
    assert all(row.wording for row in alice.consents.all())


def test_saving_the_same_choices_adds_nothing(alice):
    choose(alice, tracking={OPEN_TRACKING: "granted"})
    rows = Consent.objects.count()

    choose(alice, tracking={OPEN_TRACKING: "granted"})

    assert Consent.objects.count() == rows


def test_no_answer_stays_no_answer(alice):
    choose(alice)

    assert alice.open_tracking == TrackingChoice.UNKNOWN


def test_a_letter_for_insiders_is_offered_to_who_receives_it(alice):
    insiders = NewsletterFactory(is_public=False)
    assert insiders not in offered(alice)

    SubscriptionFactory(subscriber=alice, newsletter=insiders)
    assert insiders in offered(alice)


def test_a_letter_that_is_not_offered_cannot_be_joined(alice):
    insiders = NewsletterFactory(is_public=False)

    choose(alice, newsletters=frozenset([insiders.pk]))

    assert not Subscription.objects.filter(newsletter=insiders).exists()


def test_topics_are_chosen_and_the_team_s_own_tags_stay(alice):
    training, health = (SubscriberTag.objects.create(name=n, is_topic=True) for n in "TH")
    own = SubscriberTag.objects.create(name="Donatrice")
    for tag in (training, own):
        TaggedSubscriber.objects.create(content_object=alice, tag=tag)

    choose(alice, topics=frozenset([health.pk, own.pk]))

    assert chosen_topics(alice) == {health.pk}
    assert {row.tag for row in alice.tagged_items.all()} == {health, own}


def test_a_tag_of_the_team_is_not_taken_by_oneself(alice):
    own = SubscriberTag.objects.create(name="Donatrice")

    choose(alice, topics=frozenset([own.pk]))

    assert not alice.tagged_items.exists()


def test_what_was_done_is_told(alice):
    left, joined = alice.subscriptions.get().newsletter, NewsletterFactory()

    changes = choose(alice, newsletters=frozenset([joined.pk]))

    assert (changes.left, changes.joined, changes.asked) == ([left], [joined], [])


def test_all_letters_are_left_at_once(alice):
    SubscriptionFactory(subscriber=alice)
    SubscriptionFactory(subscriber=alice, pending=True)

    changes = leave_all(alice)

    assert len(changes.left) == 3
    assert set(alice.subscriptions.values_list("state", flat=True)) == {"unsubscribed"}
    assert leave_all(alice).left == []


def test_who_left_all_is_subscribed_to_no_other_letter_by_a_file(alice, tmp_path):
    leave_all(alice)
    file = tmp_path / "people.csv"
    file.write_text(f"email\n{alice.email}\n")

    report = import_subscribers(file, newsletter=NewsletterFactory(), consent_source="Forum")

    assert [refusal.row for refusal in report.refused] == [2]
    assert set(alice.subscriptions.values_list("state", flat=True)) == {"unsubscribed"}


def test_who_left_all_comes_back_by_undoing_it_or_by_confirming(alice):
    letter = alice.subscriptions.get().newsletter
    leave_all(alice)
    assert undo_unsubscription(alice, letter)
    assert not is_suppressed(alice.address)

    leave_all(alice)
    subscribe([letter], SignUp(alice.email, wordings("fr", letter)))
    assert OutgoingMail.objects.filter(kind="confirm_subscription").count() == 1
    assert confirm(alice)
    assert not is_suppressed(alice.address)


def test_who_left_all_stays_away_if_the_team_excluded_the_address_as_well(alice):
    suppress(alice.address, "manual")
    leave_all(alice)

    undo_unsubscription(alice, alice.subscriptions.get().newsletter)

    assert suppression_of(alice.address).reason == "manual"


@pytest.mark.parametrize(
    ("reason", "mails"), [("hard_bounce", 1), ("complaint", 1), ("manual", 0)]
)
def test_at_an_excluded_address_letters_are_asked_for_not_joined(alice, reason, mails):
    suppress(alice.address, reason)
    wanted = NewsletterFactory()

    changes = choose(alice, newsletters=frozenset([wanted.pk]))

    assert changes.asked == [wanted]
    assert OutgoingMail.objects.filter(kind="confirm_subscription").count() == mails
    assert received(alice) == set()
    assert Suppression.objects.exists()
