from django.utils import timezone

from campaigns.models import Delivery, SeenNotice
from crm.addresses import address_hash
from crm.erasure import erase_person, export_person
from tests.factories.campaigns import DeliveryFactory, SubscriptionFactory


def test_letters_are_told_with_their_names():
    SubscriptionFactory(subscriber__email="alice@example.org", newsletter__name="Lettre info")

    tables = {t["table"]: t["rows"] for t in export_person("alice@example.org")["tables"]}

    assert "Lettre info" in tables["campaigns.Subscription"][0].values()


def test_a_delivery_whose_subscriber_is_gone_is_found_by_its_address():
    DeliveryFactory(subscriber=None, address="alice@example.org", locale="fr")

    erase_person("alice@example.org")

    assert Delivery.objects.get().address == ""


def test_what_came_back_about_the_address_forgets_its_hash():
    SeenNotice.objects.create(
        key="1", kind="bounce", address_hash=address_hash("alice@example.org"), at=timezone.now()
    )

    erase_person("alice@example.org")

    assert SeenNotice.objects.get().address_hash == ""


def test_a_mail_to_a_former_address_is_found_by_its_subscriber():
    alice = SubscriptionFactory(subscriber__email="alice@neuf.example").subscriber
    DeliveryFactory(subscriber=alice, address="alice@example.org")

    erase_person("alice@neuf.example")

    assert Delivery.objects.get().address == ""
