"""Who is revived, what is changed, and the evidence that goes with it."""

import pytest

from campaigns.models import Subscription
from crm.models import Consent, Subscriber, SubscriberTag, Suppression, TrackingChoice
from crm.suppression import suppress
from tests.campaigns.importing.conftest import HEADER, counts
from tests.factories.campaigns import SubscriptionFactory
from tests.factories.crm import SubscriberFactory


def test_who_left_is_not_revived(run, newsletter):
    SubscriptionFactory(
        subscriber__email="left@example.org", newsletter=newsletter, unsubscribed=True
    )

    report = run("email\nLeft@example.org\n")

    assert report.refused[0].reason == "This person left the newsletter: only they can come back."
    assert Subscription.objects.get().state == Subscription.State.UNSUBSCRIBED


def test_who_left_and_asked_again_still_has_to_confirm(run, newsletter):
    SubscriptionFactory(
        subscriber__email="left@example.org",
        newsletter=newsletter,
        unsubscribed=True,
        state=Subscription.State.PENDING,
    )

    assert counts(run("email\nleft@example.org\n")) == (0, 0, 0, 1)
    assert Subscription.objects.get().state == Subscription.State.PENDING


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_an_excluded_address_is_not_revived(run, reason):
    suppress("gone@example.org", reason)

    report = run("email\ngone@example.org\nzoe@example.org\n")

    assert counts(report) == (1, 0, 0, 1)
    assert not Subscriber.objects.filter(address="gone@example.org").exists()


def test_a_pending_subscription_is_confirmed_by_the_proof(run, newsletter):
    SubscriptionFactory(subscriber__email="zoe@example.org", newsletter=newsletter, pending=True)

    assert counts(run("email\nzoe@example.org\n")) == (0, 1, 0, 0)
    assert Subscription.objects.get().state == Subscription.State.CONFIRMED


def test_a_refusal_of_tracking_is_not_overruled(run):
    SubscriberFactory(email="zoe@example.org", click_tracking=TrackingChoice.REFUSED)

    report = run(HEADER + "zoe@example.org,,,,,,,yes\n")

    assert report.refused[0].column == "click_tracking"
    assert Subscriber.objects.get().click_tracking == TrackingChoice.REFUSED


def test_the_second_of_two_equal_addresses_is_refused(run):
    report = run("email;first_name\nzoe@example.org;Zoé\nZOE@example.org;Zora\n")

    assert counts(report) == (1, 0, 0, 1)
    assert report.refused[0].row == 3
    assert Subscriber.objects.get().first_name == "Zoé"


def test_a_changed_row_updates_and_an_empty_cell_says_nothing(run):
    run(HEADER + "zoe@example.org,Zoé,Blanc,en,,presse,yes,\n")

    report = run(HEADER + "ZOE@example.org,Zora,,,,élus,no,\n")

    zoe = Subscriber.objects.get()
    assert counts(report) == (0, 1, 0, 0)
    assert (zoe.first_name, zoe.last_name, zoe.language) == ("Zora", "Blanc", "en")
    assert zoe.open_tracking == TrackingChoice.REFUSED
    assert zoe.consents.filter(purpose="open_tracking").first().act == Consent.Act.WITHDRAWN
    assert zoe.tags.count() == 2


def test_importing_again_changes_nothing(run):
    text = HEADER + "zoe@example.org,Zoé,,,,presse,yes,\nbob@example.org,,,,,,,\n"

    assert counts(run(text)) == (2, 0, 0, 0)
    assert counts(run(text)) == (0, 0, 2, 0)
    assert Consent.objects.count() == 3


def test_the_ledger_names_source_file_and_row(run):
    run(HEADER + "zoe@example.org,,,,,,yes,no\n")

    rows = Consent.objects.order_by("purpose").values_list("purpose", "act", "source", "proof")
    proof = "Inscriptions du forum – people.csv, ligne 2"
    assert list(rows) == [
        ("click_tracking", "refused", "import", proof),
        ("newsletter:lettre-info", "granted", "import", proof),
        ("open_tracking", "granted", "import", proof),
    ]


def test_tags_compare_without_capitals(run):
    SubscriberTag.objects.create(name="Presse", slug="presse")

    run("email,tags\nzoe@example.org,presse; Élus\nbob@example.org,ÉLUS\n")

    assert sorted(SubscriberTag.objects.values_list("name", flat=True)) == ["Presse", "Élus"]
