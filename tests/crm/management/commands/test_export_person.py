import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.crm import PersonFactory, SubscriberFactory


def exported(*args, **options):
    out = StringIO()
    call_command("export_person", *args, stdout=out, **options)
    return json.loads(out.getvalue())


def test_what_is_held_is_printed_as_json():
    SubscriberFactory(email="alice@example.org")

    held = exported("alice@example.org")

    assert held["address"] == "alice@example.org"
    assert [table["table"] for table in held["tables"]] == ["crm.Subscriber"]


def test_it_speaks_the_language_asked_for():
    SubscriberFactory(email="alice@example.org")

    held = exported("alice@example.org", language="en")

    assert held["tables"][0]["name"] == "Subscribers"


def test_somebody_of_the_address_book_is_found_by_name():
    PersonFactory(first_name="Jean", last_name="Riou", email="")

    assert [table["table"] for table in exported("jean riou")["tables"]] == ["crm.Person"]
    with pytest.raises(CommandError, match="Riou"):
        exported("Jeanne Riou")


def test_of_somebody_unknown_nothing_is_held():
    assert exported("nobody@example.org")["tables"] == []
