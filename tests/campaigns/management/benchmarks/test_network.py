from django.db.models import Count

from campaigns.management.benchmarks import network
from campaigns.models import Event, Subscription
from crm.models import Subscriber, SubscriberTag, Suppression


def test_people_are_as_those_of_a_network():
    network.add_people(400)

    states = dict(Subscription.objects.values_list("state").annotate(Count("pk")))
    assert states.keys() == {"confirmed", "unsubscribed", "pending"}
    assert states["confirmed"] > 350
    assert (
        Suppression.objects.count()
        == Subscriber.objects.filter(
            address_hash__in=Suppression.objects.values("address_hash")
        ).count()
    )
    assert Subscriber.objects.filter(paused_until__isnull=False).exists()
    assert 20 < Subscriber.objects.filter(territory=None).count() < 90
    largest = SubscriberTag.objects.get(slug="newsletter-papier").tagged_subscribers.count()
    assert 40 < largest < 130


def test_events_are_spread_over_the_months_of_a_year():
    network.add_events(1200)

    months = Event.objects.dates("at", "month")
    assert Event.objects.count() == 1200
    assert len(months) == 12
    assert set(Event.objects.values_list("kind", flat=True)) == {"open", "click"}
