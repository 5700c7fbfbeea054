import pytest
from django.urls import reverse

from campaigns.models import Newsletter, Subscription
from crm.models import Suppression
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory, UserFactory


@pytest.mark.usefixtures("officer")
def test_the_list_costs_the_same_with_one_and_three(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    SubscriptionFactory()
    client.get(reverse("subscriber:index"))
    with CaptureQueriesContext(connection) as once:
        client.get(reverse("subscriber:index"))

    SubscriptionFactory.create_batch(2)
    with django_assert_num_queries(len(once)):
        page = client.get(reverse("subscriber:index"))

    assert len(page.context["object_list"]) == 3


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "alice"}, True),
        ({"q": "bob"}, False),
        ({"language": "fr"}, True),
        ({"language": "en"}, False),
        ({"state": "confirmed"}, True),
        ({"state": "unsubscribed"}, False),
        ({"excluded": "true"}, False),
    ],
)
def test_people_are_found(client, subscription, query, found):
    page = client.get(reverse("subscriber:index"), query)

    assert (subscription.subscriber in page.context["object_list"]) is found


@pytest.mark.usefixtures("officer")
def test_newsletter_and_state_meet_in_one_subscription(client, subscription):
    left = SubscriptionFactory(subscriber=subscription.subscriber, unsubscribed=True)
    query = {"newsletter": left.newsletter_id, "state": "confirmed"}

    page = client.get(reverse("subscriber:index"), query)

    assert not page.context["object_list"]


@pytest.mark.usefixtures("officer")
def test_a_subscriber_is_edited_but_not_renamed(client, subscription):
    url = reverse("subscriber:edit", args=[subscription.subscriber_id])

    client.post(
        url, {"first_name": "Aline", "language": "en", "tags": "presse", "email": "x@y.org"}
    )

    subscription.subscriber.refresh_from_db()
    assert subscription.subscriber.first_name == "Aline"
    assert subscription.subscriber.email == "alice@example.org"
    assert [tag.name for tag in subscription.subscriber.tags.all()] == ["presse"]


@pytest.mark.usefixtures("officer")
def test_the_lists_open(client):
    suppress("bob@example.org", Suppression.Reason.HARD_BOUNCE)
    NewsletterFactory()
    SubscriberFactory()

    for name in ("suppression:index", "newsletter:index", "subscriber:index", "newsletter:add"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.usefixtures("officer")
def test_a_newsletter_is_made(client):
    fields = {"name": "Élus", "slug": "elus", "sender_name": "R", "sender_email": "r@example.org"}

    client.post(reverse("newsletter:add"), fields)

    assert Newsletter.objects.get().slug == "elus"


def test_a_newsletter_with_subscribers_stays_and_says_why(client):
    client.force_login(UserFactory(is_superuser=True))
    subscription = SubscriptionFactory()
    url = reverse("newsletter:delete", args=[subscription.newsletter_id])

    page = client.post(url, follow=True).content.decode()

    assert "elle reste" in page
    assert Subscription.objects.get() == subscription


def test_a_newsletter_that_nobody_knew_goes(client):
    client.force_login(UserFactory(is_superuser=True))
    newsletter = NewsletterFactory()

    client.post(reverse("newsletter:delete", args=[newsletter.pk]))

    assert not Newsletter.objects.exists()


@pytest.mark.usefixtures("officer")
def test_subscribers_leave_by_the_export_that_is_logged_alone(client):
    SubscriptionFactory()

    page = client.get(reverse("subscriber:index"), {"export": "csv"})

    assert page["Content-Type"].startswith("text/html")


@pytest.mark.usefixtures("officer")
def test_that_a_newsletter_is_offered_is_said_in_words(client):
    NewsletterFactory(is_public=True)

    page = client.get(reverse("newsletter:index")).content.decode()

    assert "True" not in page
