from campaigns.models import Event
from campaigns.tracking.statistics import report
from campaigns.tracking.unsubscriptions import record_unsubscription
from tests.factories.campaigns import DeliveryFactory


def test_leaving_twice_through_one_mail_counts_once():
    delivery = DeliveryFactory()

    record_unsubscription(delivery)
    record_unsubscription(delivery)

    assert report(delivery.campaign).unsubscribed == 1


def test_only_the_minute_is_kept():
    record_unsubscription(DeliveryFactory())

    assert Event.objects.get().at.second == 0
