import pytest
from wagtail.models import ModelLogEntry

from crm.addresses import address_hash
from crm.models import Subscriber, Suppression
from crm.suppression import (
    LIFTED,
    Reason,
    find_exclusions,
    is_excluded_by_team,
    is_suppressed,
    lift,
    lift_by_team,
    suppress,
    suppressed_subscribers,
    suppression_of,
)
from tests.factories.crm import SubscriberFactory


def test_an_excluded_address_is_found_in_any_spelling():
    suppress("Alice@Example.org", Reason.MANUAL)

    assert is_suppressed(" alice@EXAMPLE.org ")
    assert not is_suppressed("bob@example.org")


def test_excluding_twice_keeps_one_row():
    suppress("alice@example.org", Reason.HARD_BOUNCE, "5.1.1")
    suppress("alice@example.org", Reason.HARD_BOUNCE, "5.1.2")

    assert Suppression.objects.get().detail == "5.1.1"


def test_a_weightier_reason_replaces_a_lighter_one_only():
    suppress("alice@example.org", Reason.HARD_BOUNCE)
    suppress("alice@example.org", Reason.COMPLAINT)
    suppress("alice@example.org", Reason.SOFT_BOUNCES)

    assert suppression_of("alice@example.org").reason == Reason.COMPLAINT


def test_an_erased_address_leaves_only_its_hash():
    suppress("alice@example.org", Reason.HARD_BOUNCE, "alice@example.org unknown")
    suppress("alice@example.org", Reason.ERASED)

    kept = Suppression.objects.get()
    assert (kept.address, kept.detail) == ("", "")
    assert kept.address_hash == address_hash("alice@example.org")


def test_lifting_says_whether_there_was_something_to_lift():
    suppress("alice@example.org", Reason.MANUAL)

    assert lift("alice@example.org") is True
    assert lift("alice@example.org") is False
    assert not is_suppressed("alice@example.org")


def test_the_condition_works_in_a_query():
    alice = SubscriberFactory(email="alice@example.org")
    bob = SubscriberFactory(email="bob@example.org")
    suppress(alice.email, Reason.MANUAL)

    assert list(Subscriber.objects.filter(suppressed_subscribers())) == [alice]
    assert list(Subscriber.objects.exclude(suppressed_subscribers())) == [bob]


def test_the_team_lifts_what_no_person_asked_for_and_the_log_names_who(admin_user):
    bounced = suppress("alice@example.org", Reason.HARD_BOUNCE)
    complained = suppress("bob@example.org", Reason.COMPLAINT)

    assert lift_by_team(bounced, by=admin_user)
    assert not lift_by_team(complained, by=admin_user)

    assert list(Suppression.objects.all()) == [complained]
    assert ModelLogEntry.objects.get(action=LIFTED).label == "a…@example.org"


def test_a_whole_address_is_found_by_its_hash_and_a_part_among_those_in_clear():
    erased = suppress("alice@example.org", Reason.ERASED)
    clear = suppress("bob@example.org", Reason.MANUAL)

    assert find_exclusions("Alice@example.org", at_most=5) == [erased]
    assert find_exclusions("example", at_most=5) == [clear]


@pytest.mark.parametrize("hers", [Reason.ERASED, Reason.COMPLAINT, Reason.LEFT_ALL])
def test_what_the_person_does_takes_nothing_back_from_the_team(hers):
    suppress("alice@example.org", Reason.MANUAL)

    suppress("alice@example.org", hers)

    assert suppression_of("alice@example.org").reason == hers
    assert is_excluded_by_team("alice@example.org")


def test_the_team_may_exclude_beside_the_person_and_takes_back_its_own_part(admin_user):
    suppress("alice@example.org", Reason.ERASED)
    suppress("alice@example.org", Reason.MANUAL)
    kept = suppression_of("alice@example.org")
    assert (kept.reason, kept.address, kept.is_by_team) == (Reason.ERASED, "", True)

    assert lift_by_team(kept, by=admin_user)

    kept.refresh_from_db()
    assert (kept.reason, kept.is_by_team) == (Reason.ERASED, False)
    assert not lift_by_team(kept, by=admin_user)
