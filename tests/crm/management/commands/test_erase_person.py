from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm.models import Person, Subscriber, Suppression
from tests.factories.crm import PersonFactory, SubscriberFactory, UserFactory


def erased(*args, **options):
    out = StringIO()
    call_command("erase_person", *args, stdout=out, **options)
    return out.getvalue()


def test_the_person_is_erased_and_the_rows_counted():
    SubscriberFactory(email="alice@example.org")

    assert "1" in erased("Alice@example.org", yes=True)
    assert not Subscriber.objects.exists()
    assert Suppression.objects.get().reason == Suppression.Reason.ERASED


def test_without_a_yes_nothing_is_erased(monkeypatch):
    SubscriberFactory(email="alice@example.org")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "no")

    with pytest.raises(CommandError):
        erased("alice@example.org")
    assert Subscriber.objects.exists()


def test_a_script_is_not_asked(monkeypatch):
    SubscriberFactory(email="alice@example.org")
    monkeypatch.setattr("sys.stdin", StringIO())

    erased("alice@example.org")

    assert not Subscriber.objects.exists()


def test_a_colleague_is_told_to_be_one():
    UserFactory(email="alice@example.org")

    assert "compte" in erased("alice@example.org", yes=True)


def test_who_has_no_address_is_named_before_the_question(monkeypatch):
    person = PersonFactory(first_name="Jean", last_name="Riou", email="")
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "oui")

    erased("jean riou")

    assert f"#{person.pk} Jean Riou" in asked[0]
    assert not Person.objects.filter(last_name="Riou").exists()


@pytest.mark.parametrize("who", ["Jean Riou", "#999999"])
def test_of_namesakes_or_of_nobody_nothing_is_erased(who):
    PersonFactory.create_batch(2, first_name="Jean", last_name="Riou", email="")

    with pytest.raises(CommandError):
        erased(who, yes=True)
    assert Person.objects.filter(last_name="Riou").count() == 2
