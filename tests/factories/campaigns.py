"""Newsletters, their pages and issues, subscriptions, segments, campaigns and deliveries."""

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.models import (
    Campaign,
    Delivery,
    Event,
    IssuePage,
    Link,
    Newsletter,
    NewsletterPage,
    Segment,
    SubscriberImport,
    Subscription,
    TrackingClass,
)
from campaigns.tracking.tallies import recount
from tests.factories.crm import SubscriberFactory


class NewsletterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Newsletter

    name = factory.Sequence(lambda number: f"Lettre {number}")
    slug = factory.Sequence(lambda number: f"lettre-{number}")
    sender_name = "Le réseau"
    sender_email = "lettre@example.org"


class NewsletterPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsletterPage

    title = factory.SelfAttribute("newsletter.name")
    newsletter = factory.SubFactory(NewsletterFactory)


class IssuePageFactory(wagtail_factories.PageFactory):
    """An issue under a newsletter page of its own, unless `parent` is given."""

    class Meta:
        model = IssuePage

    title = factory.Sequence(lambda number: f"Numéro {number}")
    subject = factory.SelfAttribute("title")
    parent = factory.SubFactory(NewsletterPageFactory)
    body = factory.LazyFunction(lambda: [("text", "<p>Bonjour à toutes et à tous.</p>")])


class SegmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Segment

    name = factory.Sequence(lambda number: f"Segment {number}")


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """Confirmed; `pending` and `unsubscribed` are traits."""

    class Meta:
        model = Subscription

    subscriber = factory.SubFactory(SubscriberFactory)
    newsletter = factory.SubFactory(NewsletterFactory)
    state = Subscription.State.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)

    class Params:
        pending = factory.Trait(state=Subscription.State.PENDING, confirmed_at=None)
        unsubscribed = factory.Trait(
            state=Subscription.State.UNSUBSCRIBED,
            unsubscribed_at=factory.LazyFunction(timezone.now),
        )


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    slug = factory.Sequence(lambda number: f"envoi-{number}")
    name = factory.Sequence(lambda number: f"Envoi {number}")
    issue = factory.SubFactory(IssuePageFactory)
    newsletter = factory.LazyAttribute(lambda campaign: campaign.issue.newsletter)


class LinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Link

    campaign = factory.SubFactory(CampaignFactory)
    number = factory.Sequence(lambda number: number + 1)
    url = factory.Sequence(lambda number: f"https://example.org/article-{number}/")


class DeliveryFactory(factory.django.DjangoModelFactory):
    """Accepted, and tracked in total only."""

    class Meta:
        model = Delivery

    campaign = factory.SubFactory(CampaignFactory)
    subscriber = factory.SubFactory(SubscriberFactory)
    address = factory.SelfAttribute("subscriber.address")
    locale = factory.SelfAttribute("subscriber.language")
    opens = TrackingClass.ANONYMOUS
    clicks = TrackingClass.ANONYMOUS
    state = Delivery.State.ACCEPTED
    settled_at = factory.LazyFunction(timezone.now)


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    kind = Event.Kind.OPEN
    delivery = factory.SubFactory(DeliveryFactory)
    campaign = factory.SelfAttribute("delivery.campaign")
    at = factory.LazyFunction(timezone.now)
    verdict = Event.Verdict.PERSON

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        """As whoever adds an event does."""
        recount(instance.campaign_id)


class SubscriberImportFactory(factory.django.DjangoModelFactory):
    """A file just uploaded; `text` is what it holds."""

    class Meta:
        model = SubscriberImport
        exclude = ["text"]

    text = "email,first_name\nzoe@example.org,Zoé\n"
    name = "people.csv"
    file = factory.LazyAttribute(lambda run: ContentFile(run.text.encode(), name=run.name))
    newsletter = factory.SubFactory(NewsletterFactory)
    consent_source = "Inscriptions du forum"
