from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.importing.subscribers import import_subscribers
from campaigns.letters import move_url
from campaigns.models import AddressChange
from campaigns.moving import ask_to_move, forget_changes, may_move, move, move_back
from campaigns.preferences import leave_all
from campaigns.subscriptions import SignUp, confirm, subscribe
from campaigns.wordings import wordings
from crm.erasure import erase_person
from crm.models import Consent, OutgoingMail, Subscriber, Suppression
from crm.suppression import is_suppressed, suppress, suppression_of
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory

NEW = "alice@neuf.example"


@pytest.fixture
def subscription():
    return SubscriptionFactory(subscriber__email="alice@example.org")


@pytest.fixture
def alice(subscription):
    return subscription.subscriber


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to"))


def test_nothing_changes_before_the_new_address_confirms(alice):
    change = ask_to_move(alice, NEW)

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert mails() == [("move", NEW)]
    assert move_url(change) in OutgoingMail.objects.get().text


def test_all_choices_follow_and_the_former_address_is_told(alice, subscription):
    alice.territory_id, alice.language, alice.open_tracking = None, "en", "granted"
    alice.save()

    assert move(ask_to_move(alice, NEW))

    alice.refresh_from_db()
    subscription.refresh_from_db()
    assert (alice.email, alice.address) == (NEW, NEW)
    assert (alice.language, alice.open_tracking) == ("en", "granted")
    assert subscription.state == "confirmed"
    assert mails()[1] == ("moved", "alice@example.org")


def test_the_confirmation_is_evidence(alice, subscription):
    move(ask_to_move(alice, NEW))

    row = Consent.objects.get()
    assert (row.act, row.purpose) == ("granted", f"newsletter:{subscription.newsletter.slug}")


def test_a_second_press_changes_nothing(alice):
    change = ask_to_move(alice, NEW)

    assert [move(change), move(change)] == [True, False]
    assert len(mails()) == 2


def test_an_address_of_somebody_else_is_not_taken(alice):
    bruno = SubscriptionFactory(subscriber__email=NEW).subscriber

    change = ask_to_move(alice, NEW)

    assert mails() == [("address_taken", NEW)]
    assert not may_move(change)
    assert not move(change)
    bruno.refresh_from_db()
    assert bruno.email == NEW


def test_a_form_that_anybody_filled_in_stands_in_nobodys_way(alice, subscription):
    letter = subscription.newsletter
    stranger = subscribe([letter], SignUp(NEW, wordings("fr", letter)))

    assert move(ask_to_move(alice, NEW))

    assert ("move", NEW) in mails()
    assert not Subscriber.objects.filter(pk=stranger.pk).exists()
    assert Subscriber.objects.get(email=NEW) == alice


def test_who_bounced_or_complained_at_the_new_address_may_return_to_it(alice):
    suppress(NEW, Suppression.Reason.COMPLAINT)

    assert move(ask_to_move(alice, NEW))

    assert not is_suppressed(NEW)


def test_an_address_the_team_excluded_is_not_mailed(alice):
    suppress(NEW, Suppression.Reason.MANUAL)

    assert ask_to_move(alice, NEW) is None
    assert mails() == []


def test_strangers_are_not_mailed_by_the_dozen(alice):
    for number in range(6):
        ask_to_move(alice, f"inconnue-{number}@example.org")

    assert len(mails()) == 3


def test_the_former_address_takes_it_back(alice):
    change = ask_to_move(alice, NEW)
    move(change)

    assert move_back(change)

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert not AddressChange.objects.exists()


def test_a_former_address_that_somebody_took_stays_theirs(alice):
    change = ask_to_move(alice, NEW)
    move(change)
    SubscriptionFactory(subscriber__email="alice@example.org")

    assert not move_back(change)


def test_the_former_address_is_forgotten(alice):
    move(ask_to_move(alice, NEW))

    assert forget_changes(timezone.now() + timedelta(days=13)) == 0
    assert forget_changes(timezone.now() + timedelta(days=15)) == 1


def test_a_day_later_one_may_ask_again(alice):
    for number in range(3):
        ask_to_move(alice, f"a{number}@example.org")

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert ask_to_move(alice, NEW)


def imported(tmp_path, *emails):
    file = tmp_path / "old.csv"
    file.write_text("\n".join(["email", *emails]))
    return import_subscribers(file, newsletter=NewsletterFactory(), consent_source="Forum")


def test_an_old_file_does_not_bring_the_former_address_back(alice, tmp_path):
    move(ask_to_move(alice, NEW))

    report = imported(tmp_path, "alice@example.org")

    assert (report.created, [refusal.row for refusal in report.refused]) == (0, [2])
    kept = suppression_of("alice@example.org")
    assert (kept.reason, kept.address) == ("moved", "")


def test_nor_once_she_is_erased_at_the_new_one(alice, tmp_path):
    move(ask_to_move(alice, NEW))
    erase_person(NEW)

    assert len(imported(tmp_path, "alice@example.org", NEW).refused) == 2


def test_somebody_else_may_sign_up_the_former_address_by_confirming(alice):
    move(ask_to_move(alice, NEW))
    letter = NewsletterFactory()

    other = subscribe([letter], SignUp("alice@example.org", wordings("fr", letter)))

    assert confirm(other)
    assert not is_suppressed("alice@example.org")


def test_who_left_all_letters_has_left_them_at_the_new_address_too(alice):
    leave_all(alice)

    move(ask_to_move(alice, NEW))
    assert suppression_of(NEW).reason == "left_all"
    move_back(AddressChange.objects.get())

    assert suppression_of("alice@example.org").reason == "left_all"


def test_who_confirms_in_the_midst_of_the_change_is_not_forgotten(
    alice, subscription, monkeypatch
):
    """Between the look and the change: nothing of either is lost."""
    letter = subscription.newsletter
    other = subscribe([letter], SignUp(NEW, wordings("fr", letter)))
    change = ask_to_move(alice, NEW)
    monkeypatch.setattr("campaigns.moving.lift", lambda _email: confirm(other))

    with pytest.raises(IntegrityError), transaction.atomic():
        move(change)

    assert Subscriber.objects.filter(pk=other.pk).exists()
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
