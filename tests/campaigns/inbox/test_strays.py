from campaigns.inbox.strays import forward
from crm.models import OutgoingMail
from tests.campaigns.inbox.corpus import raw
from tests.campaigns.inbox.letters import mail
from tests.factories.campaigns import NewsletterFactory


def test_a_reply_goes_to_who_answers_for_the_newsletter():
    NewsletterFactory(sender_email="lettre@example.org", reply_to="equipe@example.org")

    stray = forward(raw("human_reply"))

    assert stray.to == "equipe@example.org"
    assert stray.headers["Reply-To"] == "camille@example.com"
    assert "Serait-il possible de vous rencontrer" in stray.text


def test_twice_is_forwarded_once(settings):
    settings.REPLY_TO = "accueil@example.org"

    assert forward(raw("human_reply")).to == "accueil@example.org"
    assert forward(raw("human_reply")) is None
    assert OutgoingMail.objects.count() == 1


def test_it_never_goes_round_in_circles(settings):
    settings.REPLY_TO = settings.DEFAULT_FROM_EMAIL = "lettre@example.org"

    assert forward(mail("Bonjour", to="lettre@example.org")) is None
    assert forward(mail("Bonjour", to="x@y.example", headers="X-Maille-Forwarded: 1\n")) is None


def test_a_subject_full_of_tricks_is_forwarded_harmlessly(settings):
    settings.REPLY_TO = "accueil@example.org"

    stray = forward(mail("=?utf-8?q?a=0D=0ABcc=3A_x=40y.example=00?="))

    assert "\n" not in stray.subject
    assert "\x00" not in stray.subject
