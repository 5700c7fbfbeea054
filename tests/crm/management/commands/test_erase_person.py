from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm.models import Subscriber, Suppression
from tests.factories.crm import SubscriberFactory, UserFactory


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
