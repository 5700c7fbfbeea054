from django.utils import timezone

from campaigns.models import Delivery, ImportedChange, SeenNotice
from crm.addresses import address_hash
from crm.consent import keep_wording, record_consent
from crm.erasure import erase_person, export_person
from tests.factories.campaigns import (
    DeliveryFactory,
    NewsletterFactory,
    SubscriberImportFactory,
    SubscriptionFactory,
)
from tests.factories.crm import SubscriberFactory, TerritoryFactory


def test_letters_are_told_with_their_names():
    SubscriptionFactory(subscriber__email="alice@example.org", newsletter__name="Lettre info")

    tables = {t["table"]: t["rows"] for t in export_person("alice@example.org")["tables"]}

    assert "Lettre info" in tables["campaigns.Subscription"][0].values()


def rows_of(who, table):
    return next(t["rows"] for t in export_person(who)["tables"] if t["table"] == table)


def test_a_consent_tells_its_letter_and_the_sentence_agreed_to():
    alice = SubscriberFactory(email="alice@example.org")
    NewsletterFactory(slug="info", name="Lettre info")
    wording = keep_wording("newsletter:info", "fr", "Je souhaite recevoir.")
    said = {"act": "granted", "source": "form", "wording": wording}
    for purpose in ("newsletter:info", "open_tracking", "newsletter:gone"):
        record_consent(alice, purpose=purpose, **said)

    told = rows_of(alice.email, "crm.Consent")

    assert {(row["Finalité"], row["Formulation"]) for row in told} == {
        ("Lettre info", "Je souhaite recevoir."),
        ("Suivi individuel des ouvertures", "Je souhaite recevoir."),
        ("gone", "Je souhaite recevoir."),
    }


def test_a_mail_is_told_in_words_without_what_serves_the_sending():
    row = DeliveryFactory(address="alice@example.org", locale="fr", state="suppressed")
    Delivery.objects.filter(pk=row.pk).update(reason="paused", owner="worker-1")

    [told] = rows_of("alice@example.org", "campaigns.Delivery")

    assert told["Envoi"] == str(row.campaign)
    assert (told["Langue"], told["Motif"]) == ("Français", "en pause à la demande de la personne")
    assert not {"Owner", "Lease until", "Variant", "Opens", "Clicks", "Aside"} & set(told)
    assert "worker-1" not in told.values()


def test_what_an_import_changed_is_told_by_name():
    alice = SubscriberFactory(email="alice@example.org")
    ain, run = TerritoryFactory(code="01", name="Ain"), SubscriberImportFactory()
    changes = [("territory_id", str(ain.pk)), ("language", "en"), ("last_name", "1"), ("tag", "7")]
    for field, after in changes:
        ImportedChange.objects.create(run=run, subscriber=alice, field=field, after=after)

    told = rows_of(alice.email, "campaigns.ImportedChange")

    assert {row["Après"] for row in told} == {"Ain (01)", "Anglais", "1", "7"}
    assert {row["Import d’abonnés"] for row in told} == {str(run)}


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
