from django.utils import timezone

from campaigns.importing import runs
from campaigns.importing.undoing import undo_slice, undoable_count
from campaigns.models import Subscription
from campaigns.subscriptions import unsubscribe
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import (
    DeliveryFactory,
    NewsletterFactory,
    SubscriberImportFactory,
    SubscriptionFactory,
)
from tests.factories.crm import SubscriberFactory


def imported(*emails):
    run = SubscriberImportFactory(text="email,first_name\n" + "".join(f"{e},Z\n" for e in emails))
    runs.ask_check(run, {})
    runs.work_on(run.pk, worker="one")
    runs.ask_import(run)
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()
    return run


def test_who_was_made_known_by_it_is_forgotten():
    run = imported("zoe@example.org", "max@example.org")

    assert undoable_count(run) == 2
    assert undo_slice(run)[1:] == (2, 0)
    assert not Subscriber.objects.exists()
    assert undo_slice(run) is None


def test_who_was_known_before_only_loses_the_subscription():
    zoe = SubscriberFactory(email="zoe@example.org", first_name="Zoé")
    run = imported("zoe@example.org")

    undo_slice(run)

    assert not zoe.subscriptions.exists()
    acts = zoe.consents.order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Consent.Act.GRANTED, Consent.Act.WITHDRAWN]
    assert imported("zoe@example.org").refused_count == 0


def test_who_awaited_confirmation_awaits_it_again():
    run = imported()
    zoe = SubscriptionFactory(
        subscriber__email="zoe@example.org", newsletter=NewsletterFactory(), pending=True
    ).subscriber
    zoe.consents.create(
        purpose=f"newsletter:{zoe.subscriptions.get().newsletter.slug}",
        act=Consent.Act.REQUESTED,
        source=Consent.Source.FORM,
        given_at=timezone.now(),
    )
    run = SubscriberImportFactory(newsletter=zoe.subscriptions.get().newsletter)
    runs.ask_check(run, {})
    runs.work_on(run.pk, worker="one")
    runs.ask_import(run)
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()

    undo_slice(run)

    assert zoe.subscriptions.get().state == Subscription.State.PENDING


def test_whoever_was_touched_or_written_to_since_stays():
    names = ["edited", "left", "mailed", "excluded", "untouched"]
    run = imported(*(f"{name}@example.org" for name in names))
    people = {s.email.partition("@")[0]: s for s in Subscriber.objects.all()}
    people["edited"].first_name = "Zoé"
    people["edited"].save()
    unsubscribe(people["left"], run.newsletter, source=Consent.Source.LINK)
    delivery = DeliveryFactory(subscriber=people["mailed"])
    delivery.campaign.frozen_at = timezone.now()
    delivery.campaign.save()
    suppress("excluded@example.org", Suppression.Reason.MANUAL)

    assert undo_slice(run)[1:] == (1, 4)
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        f"{name}@example.org" for name in names[:-1]
    }
