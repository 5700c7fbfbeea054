from django.utils import timezone

from campaigns.models import Delivery, Event, Subscription
from campaigns.tracking.complaints import record_complaint
from crm.models import Consent, Suppression
from crm.suppression import suppression_of
from tests.factories.campaigns import DeliveryFactory, SubscriptionFactory


def received(subscription):
    return DeliveryFactory(
        subscriber=subscription.subscriber, campaign__newsletter=subscription.newsletter
    )


def test_who_complains_is_off_the_list_and_excluded_once():
    subscription = SubscriptionFactory()
    delivery = received(subscription)

    for _time in range(2):
        record_complaint(delivery, at=timezone.now())

    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.UNSUBSCRIBED
    assert suppression_of(delivery.address).reason == Suppression.Reason.COMPLAINT
    assert Event.objects.get().kind == Event.Kind.COMPLAINT


def test_the_ledger_says_why():
    record_complaint(received(SubscriptionFactory()), at=timezone.now())

    consent = Consent.objects.get()
    assert (consent.act, consent.source) == (Consent.Act.WITHDRAWN, Consent.Source.COMPLAINT)


def test_other_newsletters_are_not_left_but_no_longer_sent():
    other = SubscriptionFactory()
    delivery = DeliveryFactory(subscriber=other.subscriber)

    record_complaint(delivery, at=timezone.now())

    other.refresh_from_db()
    assert other.state == Subscription.State.CONFIRMED
    assert suppression_of(other.subscriber.address)


def test_an_erased_person_leaves_only_the_event():
    delivery = DeliveryFactory()
    Delivery.objects.update(subscriber=None, address="")
    delivery.refresh_from_db()

    record_complaint(delivery, at=timezone.now())

    assert Event.objects.count() == 1
    assert not Suppression.objects.exists()
