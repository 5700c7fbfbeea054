import pytest

from campaigns.inbox.strays import forward, forward_answer, take_from_mailbox
from campaigns.models import Newsletter
from campaigns.tokens import sealed
from crm.models import OutgoingMail
from tests.campaigns.inbox.corpus import raw
from tests.campaigns.inbox.letters import bounce, mail, return_path_of
from tests.factories.campaigns import NewsletterFactory


def test_a_reply_goes_to_who_answers_for_the_newsletter():
    NewsletterFactory(sender_email="lettre@example.org", reply_to="equipe@example.org")

    stray = forward(raw("human_reply"))

    assert stray.to == "equipe@example.org"
    assert stray.headers["Reply-To"] == "camille@example.com"
    assert "Serait-il possible de vous rencontrer" in stray.text


@pytest.mark.parametrize("known_by", ["to", "headers"])
def test_an_answer_goes_to_the_newsletter_whose_letter_it_answers(delivery, settings, known_by):
    settings.REPLY_TO = "accueil@example.org"
    Newsletter.objects.update(reply_to="bonjour@example.org")
    number = f"<{delivery.campaign_id}.{sealed(delivery.pk)}@example.org>"
    given = {"to": return_path_of(delivery), "headers": f"In-Reply-To: {number}\n"}
    answer = mail("Re: La lettre", **{"to": "x@example.org", known_by: given[known_by]})

    for _time in range(2):
        assert not take_from_mailbox("inbox:1", answer)

    assert OutgoingMail.objects.get().to == "bonjour@example.org"


def test_in_a_mailbox_what_answers_no_letter_of_ours_stays(delivery, settings):
    settings.REPLY_TO = "accueil@example.org"
    made_up = f"bounces+{delivery.pk}-0123456789@lettres.example.org"

    for to in ("lettre@example.org", made_up):
        assert forward_answer(mail("Bonjour", to=to)) is None


def test_who_reads_the_mailbox_gets_no_second_copy(delivery, settings):
    settings.REPLY_TO = "Accueil@example.org"
    settings.INBOX_URL = "imap+ssl://accueil%40example.org:secret@127.0.0.1"

    assert forward_answer(mail("Re: La lettre", to=return_path_of(delivery))) is None


def test_bounces_and_automatic_replies_are_sent_on_to_nobody(delivery, settings):
    settings.REPLY_TO = "accueil@example.org"
    automatic = mail(
        "Absente", to=return_path_of(delivery), headers="Auto-Submitted: auto-replied\n"
    )

    assert take_from_mailbox("inbox:1", bounce(delivery))
    assert take_from_mailbox("inbox:2", automatic)
    assert not OutgoingMail.objects.exists()


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
