from wagtail.log_actions import log

from crm.erasure import erase_person, export_person
from crm.models import Person
from tests.factories.crm import PersonFactory, SubscriberFactory


def test_the_log_of_the_back_office_forgets_the_name_but_not_the_act():
    subscriber = SubscriberFactory(email="alice@example.org")
    entry = log(subscriber, "wagtail.edit")

    erase_person("alice@example.org")

    entry.refresh_from_db()
    assert (entry.label, entry.action) == ("–", "wagtail.edit")


def test_the_log_of_the_back_office_is_told_in_words():
    log(SubscriberFactory(email="alice@example.org"), "wagtail.edit", data={"reason": "Forum"})

    tables = {t["name"]: t["rows"] for t in export_person("alice@example.org")["tables"]}

    [told] = tables["Ce qui a été fait dans l’administration"]
    assert set(told) == {"À propos de qui", "Ce qui a été fait", "Détail", "Quand", "Par"}
    assert (told["À propos de qui"], told["Détail"]) == ("alice@example.org", "Forum")
    assert "wagtail.edit" not in told.values()


def test_a_person_of_the_network_is_found_by_address_and_by_their_subscription():
    linked = PersonFactory(email="work@example.org")
    SubscriberFactory(email="alice@example.org", person=linked)
    PersonFactory(email="Alice@example.org")
    PersonFactory(email="bruno@example.org")

    erase_person("alice@example.org")

    assert Person.objects.filter(last_name="–").count() == 2
    assert export_person("bruno@example.org")["tables"]
