"""Row B10: a scanner opens every link that we mail, again and again; nothing changes by it."""

from itertools import cycle, islice

import pytest
from django.apps import apps
from django.utils import timezone

from campaigns.letters import (
    confirm_url,
    move_back_url,
    move_url,
    my_data_url,
    preferences_url,
    unsubscribe_url,
)
from campaigns.models import Link, RetentionQuestion, TrackingClass
from campaigns.moving import ask_to_move, move
from campaigns.tokens import Kind, make
from crm.invitations import page_address
from crm.models import TrackingChoice
from tests.factories.campaigns import DeliveryFactory, LinkFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory, UserFactory
from tests.faults.figures import figure

LOOKS = figure(300, 10_000)


@pytest.fixture
def links(settings):
    """Each of its own person, all of them valid."""

    def subscriber(**fields):
        return SubscriberFactory(
            open_tracking=TrackingChoice.GRANTED, click_tracking=TrackingChoice.GRANTED, **fields
        )

    reader = subscriber(email="zoe@example.org")
    waiting = SubscriptionFactory(subscriber=reader, pending=True)
    joined = SubscriptionFactory(subscriber=reader)
    RetentionQuestion.objects.create(subscriber=reader, asked_at=timezone.now())
    mail = DeliveryFactory(
        subscriber=reader, campaign__issue__parent__newsletter=joined.newsletter,
        opens=TrackingClass.IDENTIFIED, clicks=TrackingClass.IDENTIFIED,
    )  # fmt: skip
    link = LinkFactory(campaign=mail.campaign)
    LinkFactory(campaign=mail.campaign, number=Link.TRAP)
    moved = ask_to_move(subscriber(email="old@example.org"), "new@example.org")
    move(moved)
    mine = preferences_url(reader)
    return [
        confirm_url(reader, waiting.newsletter),
        unsubscribe_url(reader, joined.newsletter, mail.pk),
        *(page_address(kind, UserFactory()) for kind in ("invitation", "password")),
        *(mine, f"{mine}tracking/", f"{mine}go-on/", my_data_url(reader)),
        *(move_url(ask_to_move(reader, "zoe@neuf.example")), move_back_url(moved)),
        f"/o/{make(Kind.OPEN, mail.pk)}.gif",
        f"/c/{make(Kind.CLICK, mail.pk, link.number)}",
        f"/c/{make(Kind.CLICK, mail.pk, Link.TRAP)}",
    ]


def rows():
    models = [m for label in ("crm", "campaigns") for m in apps.get_app_config(label).get_models()]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.row("B10", f"GET and HEAD on every mailed link, {LOOKS} times", "0 state changes")
def test_looking_at_mailed_links_changes_nothing(client, links):
    before = rows()

    told = {
        getattr(client, method)(url, {}).status_code
        for url, method in islice(
            ((url, method) for url in cycle(links) for method in ("get", "head")), LOOKS
        )
    }

    assert 20 * len(links) <= LOOKS
    assert told <= {200, 302}
    assert rows() == before
