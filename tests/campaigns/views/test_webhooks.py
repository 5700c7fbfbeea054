"""Through the front door: Anymail's views, our secret, our receiver."""

import json
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.inbox.providers import METADATA_KEY
from campaigns.models import Event, SeenNotice
from campaigns.views.webhooks import tracking_doors
from crm.models import Suppression
from crm.suppression import suppression_of
from tests.factories.campaigns import DeliveryFactory

SECRET = "maille:a-secret-of-the-tests"


@pytest.fixture
def secret(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["newer:secret", SECRET]}


@pytest.fixture
def delivery():
    return DeliveryFactory(subscriber__email="claire@example.com")


def brevo(delivery, kind="hard_bounce", reason="550 5.1.1 user unknown"):
    """https://developers.brevo.com/docs/transactional-webhooks"""
    return {
        "event": kind,
        "email": delivery.address,
        "id": 26224,
        "date": "2026-04-14 10:12:31",
        "ts": 1776154351,
        "ts_epoch": 1776154351000,
        "message-id": "<202604140812.1@smtp-relay.mailin.fr>",
        "reason": reason,
        "X-Mailin-custom": json.dumps({METADATA_KEY: delivery.pk}),
    }


def post(client, said, authorization=SECRET, path="/webhooks/anymail/brevo/tracking/"):
    headers = {"Authorization": f"Basic {b64encode(authorization.encode()).decode()}"}
    return client.post(
        path, said, content_type="application/json", headers=headers if authorization else {}
    )


def test_an_event_of_brevo_excludes_the_address(client, secret, delivery):
    assert post(client, brevo(delivery)).status_code == 200

    assert suppression_of("claire@example.com").reason == Suppression.Reason.HARD_BOUNCE
    assert Event.objects.get().kind == Event.Kind.BOUNCE


@pytest.mark.row("B12", "webhook without or with a wrong secret", "400, 0 rows")
@pytest.mark.parametrize("authorization", ["", "maille:wrong", "maille", ":", "None"])
@pytest.mark.parametrize("name", [door.name for door in tracking_doors()])
def test_without_the_secret_every_door_is_shut(client, secret, delivery, authorization, name):
    answer = post(client, brevo(delivery), authorization, reverse(f"anymail:{name}"))

    assert answer.status_code == 400
    assert SeenNotice.objects.count() == Event.objects.count() == 0


def test_an_installation_without_a_secret_refuses_everything(client, delivery):
    assert post(client, brevo(delivery), "").status_code == 400
    assert SeenNotice.objects.count() == 0


def test_nobody_may_hand_us_mail_by_webhook(client, secret):
    path = "/webhooks/anymail/brevo/inbound/"

    assert post(client, {}, path=path).status_code == 404


def test_a_stranger_may_post_nonsense(client, secret):
    assert post(client, "{", "", "/webhooks/anymail/amazon_ses/tracking/").status_code == 400


def test_a_provider_that_is_not_set_up_has_no_door(client, secret, delivery):
    path = "/webhooks/anymail/unisender_go/tracking/"

    assert post(client, brevo(delivery), path=path).status_code == 400


def test_the_same_post_again_changes_nothing(client, secret, delivery):
    for _time in range(3):
        post(client, brevo(delivery))

    assert SeenNotice.objects.count() == Event.objects.count() == 1


def test_the_doors_leave_no_cookie_and_ask_no_token(secret, delivery):
    client = Client(enforce_csrf_checks=True)

    answer = post(client, brevo(delivery))

    assert (answer.status_code, dict(answer.cookies)) == (200, {})
