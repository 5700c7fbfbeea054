from datetime import timedelta

from django.utils import timezone

from campaigns.forms.attestation import AttestationForm
from tests.factories.campaigns import NewsletterFactory


def filled_in(day, **answers):
    NewsletterFactory(slug="info")
    typed = {"purpose": "newsletter:info", "act": "granted", "source": "phone", "proof": "Appel"}
    return AttestationForm(typed | {"given_on": day.isoformat()} | answers)


def test_another_day_is_its_noon():
    day = timezone.localdate() - timedelta(days=3)
    form = filled_in(day)

    assert form.is_valid(), form.errors
    at = timezone.localtime(form.attested()["at"])
    assert (at.date(), at.hour) == (day, 12)


def test_today_is_now():
    form = filled_in(timezone.localdate())

    assert form.is_valid()
    assert form.attested()["at"] <= timezone.now()


def test_tomorrow_nothing_can_have_been_said_yet():
    assert filled_in(timezone.localdate() + timedelta(days=1)).errors["given_on"]


def test_a_proof_is_asked_for():
    assert filled_in(timezone.localdate(), proof=" ").errors["proof"]
