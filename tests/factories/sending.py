"""A campaign ready to leave, and as many confirmed subscribers as a test needs."""

import factory

from campaigns.approval import audience_hash, content_hash
from campaigns.models import Approval, Campaign, Newsletter, Subscription
from crm.addresses import address_hash
from crm.models import Subscriber
from tests.factories.campaigns import CampaignFactory


class ApprovedCampaignFactory(CampaignFactory):
    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    state = Campaign.State.APPROVED

    @factory.post_generation
    def approval(campaign, create, extracted, **kwargs):  # noqa: N805
        approve(campaign)


def approve(campaign: Campaign) -> Approval:
    """A colleague's yes to the campaign as it stands."""
    return Approval.objects.create(
        campaign=campaign,
        content_hash=content_hash(campaign),
        audience_hash=audience_hash(campaign),
    )


def add_subscribers(newsletter: Newsletter, count: int, **fields) -> list[Subscriber]:
    """In bulk: user0@example.org, user1@example.org, …"""
    first = Subscriber.objects.count()
    subscribers = [
        Subscriber(
            email=f"user{number}@example.org",
            address=f"user{number}@example.org",
            address_hash=address_hash(f"user{number}@example.org"),
            **{"first_name": f"Zoé {number}", "language": "fr", **fields},
        )
        for number in range(first, first + count)
    ]
    Subscriber.objects.bulk_create(subscribers, batch_size=1000)
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber=subscriber, newsletter=newsletter, state=Subscription.State.CONFIRMED
            )
            for subscriber in subscribers
        ],
        batch_size=1000,
    )
    return subscribers
