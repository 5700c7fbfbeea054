import json

import pytest
from django.apps import apps
from django.db.models import EmailField

from campaigns.importing.subscribers import import_subscribers
from campaigns.models import Delivery, Event, Subscription
from crm.consent import record_consent
from crm.erasure import erase_person, export_person, registered
from crm.identifying import NotOne
from crm.models import Consent, DataRequest, OutgoingMail, Person, Subscriber, Suppression
from crm.outbox import queue_mail
from crm.suppression import suppress
from tests.factories.campaigns import DeliveryFactory, EventFactory, SubscriptionFactory
from tests.factories.crm import (
    DataRequestFactory,
    PersonFactory,
    PositionFactory,
    SubscriberFactory,
)

ALICE = "alice@example.org"
# Addresses of bodies, not of people; and colleagues, whose account an administrator removes.
NOT_PEOPLE = {
    *("crm.Organisation", "crm.Cooperation", "crm.Network", "crm.CitizenTeam", "crm.User"),
    *("campaigns.Newsletter",),
}


@pytest.fixture
def alice():
    """Subscribed, mailed, read and known to the network under one address."""
    person = PersonFactory(first_name="Alice", last_name="Martin", email=ALICE, notes="Élue")
    PositionFactory(person=person)
    subscription = SubscriptionFactory(
        subscriber__email="Alice@Example.org", subscriber__person=person
    )
    subscriber = subscription.subscriber
    record_consent(subscriber, purpose="open_tracking", act="granted", source="form")
    EventFactory(delivery__subscriber=subscriber, delivery__reply=f"250 <{ALICE}> ok")
    queue_mail(
        "campaigns/emails/preferences_link",
        to=ALICE,
        context={"subscriber": subscriber, "url": "https://example.org/"},
        language="fr",
    )
    return subscriber


def people_of(model) -> bool:
    """It leads to a person: by a relation, an address, the hash of one, or a mail sent to her."""
    fields = model._meta.get_fields()
    relations = {f.related_model for f in fields if f.is_relation and not f.auto_created}
    names = {f.name for f in fields if f.concrete}
    return bool(
        relations & {Subscriber, Person, Delivery}
        or names & {"address", "address_hash"}
        or any(isinstance(f, EmailField) for f in fields)
    )


def test_every_table_that_holds_a_person_is_registered():
    """Row C8 of the trust figures: compared with the schema."""
    ours = [m for label in ("crm", "campaigns", "cms", "media_kit")
            for m in apps.get_app_config(label).get_models(include_auto_created=True)]  # fmt: skip
    holding = {m for m in ours if people_of(m) and m._meta.label not in NOT_PEOPLE}

    assert holding - set(registered()) == set()


def test_the_export_tells_every_row_in_words(alice):
    held = export_person(" ALICE@example.org ")

    tables = {table["table"]: table["rows"] for table in held["tables"]}
    assert {
        *("crm.Subscriber", "crm.Consent", "crm.Person", "crm.Position", "crm.OutgoingMail"),
        *("campaigns.Subscription", "campaigns.Delivery", "campaigns.Event"),
    } <= set(tables)
    assert "Alice@Example.org" in tables["crm.Subscriber"][0].values()
    assert "accepté" in tables["crm.Consent"][0].values()
    assert json.loads(json.dumps(held)) == held


def test_nobody_else_is_told(alice):
    SubscriptionFactory(subscriber__email="bruno@example.org")

    assert "bruno" not in json.dumps(export_person(ALICE))
    assert export_person("nobody@example.org")["tables"] == []


def test_erased_only_a_keyed_hash_stays(alice):
    hashed = alice.address_hash

    erase_person(ALICE)

    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    assert not Subscription.objects.exists()
    assert not OutgoingMail.objects.exists()
    row = Suppression.objects.get()
    assert (row.address, row.address_hash, row.reason) == ("", hashed, "erased")
    assert export_person(ALICE)["tables"][0]["table"] == "crm.Suppression"


def test_no_table_names_an_erased_person(alice):
    erase_person(ALICE)

    for model in apps.get_models():
        text = " ".join(str(row) for row in model.objects.values_list())
        assert "alice" not in text.lower(), model


def test_what_counts_for_others_still_counts(alice):
    erase_person(ALICE)

    delivery, event = Delivery.objects.get(), Event.objects.get()
    assert (delivery.subscriber, delivery.address, delivery.reply) == (None, "", "")
    assert (delivery.state, event.delivery) == (Delivery.State.ACCEPTED, None)
    person = Person.objects.get()
    assert (person.last_name, person.email, person.notes) == ("–", "", "")
    assert person.positions.count() == 1


def test_a_mail_that_has_not_left_does_not_leave(alice):
    Delivery.objects.update(state=Delivery.State.PENDING)

    erase_person(ALICE)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == (Delivery.State.SUPPRESSED, "erased")


def test_erased_then_imported_again_stays_away(alice, tmp_path):
    """Row C7 of the trust figures."""
    newsletter = Subscription.objects.get().newsletter
    erase_person(ALICE)
    file = tmp_path / "people.csv"
    file.write_text(f"email\n{ALICE.upper()}\n")

    report = import_subscribers(file, newsletter=newsletter, consent_source="Forum")

    assert (report.created, len(report.refused)) == (0, 1)
    assert not Subscriber.objects.exists()


def test_an_excluded_address_loses_its_letters_too():
    suppress(ALICE, Suppression.Reason.MANUAL, f"{ALICE} wrote to us")

    erase_person(ALICE)

    row = Suppression.objects.get()
    assert (row.address, row.detail, row.reason) == ("", "", "erased")


def test_erasing_twice_or_somebody_unknown_is_no_mistake(alice):
    assert erase_person(ALICE) > 0
    erase_person(ALICE)
    erase_person("nobody@example.org")

    assert Suppression.objects.count() == 2


@pytest.fixture
def without_address(alice):
    """Beside her: nothing of hers is theirs, though both have no address in some rows."""
    erased = DeliveryFactory(subscriber=None, address="", locale="fr")
    DataRequestFactory(email="", name="Personne")
    person = PersonFactory(first_name="Jean", last_name="Riou", email="", notes="Téléphone fixe")
    PositionFactory(person=person)
    return person, erased


def test_who_has_no_address_is_exported_by_name_or_number(without_address):
    person, _erased = without_address

    by_name, by_number = export_person("jean riou"), export_person(f"#{person.pk}")

    assert [table["table"] for table in by_name["tables"]] == ["crm.Person", "crm.Position"]
    assert by_name["tables"] == by_number["tables"]
    assert "Téléphone fixe" in json.dumps(by_name, ensure_ascii=False)


def test_who_has_no_address_is_erased_alone(without_address):
    person, erased = without_address

    erase_person(f"#{person.pk}")

    person.refresh_from_db()
    assert (str(person), person.notes) == ("–", "")
    assert Subscriber.objects.get().email.lower() == ALICE
    assert not Suppression.objects.exists()
    assert DataRequest.objects.get().name == "Personne"
    assert Delivery.objects.filter(pk=erased.pk, state=Delivery.State.ACCEPTED).exists()


def test_the_number_of_somebody_with_an_address_finds_all_of_theirs(alice):
    person = Person.objects.get()

    assert export_person(f"#{person.pk}")["tables"] == export_person(ALICE)["tables"]


def test_an_address_that_two_share_is_not_erased_with_one_of_them(alice):
    other = PersonFactory(first_name="Jean", last_name="Riou", email=ALICE)

    erase_person(f"#{other.pk}")

    assert Subscriber.objects.exists()
    assert not Person.objects.filter(last_name="Riou").exists()
    assert Person.objects.exclude(last_name="–").count() == 1


def test_of_somebody_with_two_addresses_each_is_asked_for(alice):
    person = PersonFactory(first_name="Jean", last_name="Riou", email="jean@example.org")
    SubscriberFactory(email="riou@example.org", person=person)

    with pytest.raises(NotOne, match="jean@example.org, riou@example.org"):
        erase_person("Jean Riou")
