import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from crm import mail_provider, outbox
from crm.models import Network, OutgoingMail
from tests.mail_provider import Reply
from tests.ports import free_port
from tests.provider_settings import local_provider


def queue(**fields) -> OutgoingMail | None:
    wanted = {"to": "alice@example.org", "context": {"url": "https://m.example/x"}, **fields}
    wanted.setdefault("language", "fr")
    return outbox.queue_mail("crm/emails/invitation", **wanted)


def later(**delta):
    return timezone.now() + timedelta(**delta)


def test_a_mail_leaves_as_text_and_html(smtp_sink):
    queue(context={"url": "https://m.example/x?a=1&b=2"})

    assert outbox.send_due_mails(timezone.now()) == 1

    mail = smtp_sink.mails[0]
    assert mail.recipient == "alice@example.org"
    assert "https://m.example/x?a=1&b=2" in mail.text
    assert "https://m.example/x?a=1&amp;b=2" in mail.html
    assert OutgoingMail.objects.get().state == OutgoingMail.State.SENT


def test_headers_say_that_a_program_wrote_it(smtp_sink):
    network = Network.load()
    network.name, network.email = 'Réseau "Entraide", France', "contact@example.org"
    network.save()
    mail = queue(headers={"X-Kind": "invitation"})

    outbox.send_due_mails(timezone.now())

    message = smtp_sink.mails[0].message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == outbox.message_id(mail)
    assert message["Reply-To"] == "contact@example.org"
    assert message["From"].addresses[0].display_name == 'Réseau "Entraide", France'
    assert message["X-Kind"] == "invitation"


def test_a_mail_is_in_the_language_asked_for(smtp_sink):
    queue(language="en")
    queue(language="fr")

    subjects = set(OutgoingMail.objects.values_list("subject", flat=True))

    assert len(subjects) == 2


def test_a_used_key_queues_nothing():
    first = queue(dedupe_key="recap-1")

    assert first is not None
    assert queue(dedupe_key="recap-1") is None
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\u2028"])
@pytest.mark.parametrize("place", ["to", "header", "header name", "subject"])
def test_no_field_carries_a_line_break(character, place):
    wanted = {
        "to": {"to": f"alice@example.org{character}Bcc: x@example.org"},
        "header": {"headers": {"X-Kind": f"a{character}Bcc: x@example.org"}},
        "header name": {"headers": {f"X{character}Bcc": "x"}},
        "subject": {"context": {"network": {"name": f"Réseau{character}Bcc: x@example.org"}}},
    }[place]

    with pytest.raises(ValidationError):
        queue(**wanted)

    assert not OutgoingMail.objects.exists()


def test_a_server_that_is_away_is_tried_again_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queue()
    now = timezone.now()

    assert outbox.send_due_mails(now) == 0

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 1)
    assert mail.due_at >= now + timedelta(minutes=1)
    assert "ConnectionRefusedError" in mail.last_error


def test_a_mail_that_came_back_is_sent(smtp_sink):
    smtp_sink.replies["*"] = "451 4.3.0 later"
    queue()
    outbox.send_due_mails(timezone.now())
    smtp_sink.replies.clear()

    assert outbox.send_due_mails(later(minutes=2)) == 1
    assert smtp_sink.recipients == ["alice@example.org"]


def test_six_attempts_and_no_more(smtp_sink):
    smtp_sink.replies["*"] = "451 4.3.0 later"
    queue()

    for day in range(8):
        outbox.send_due_mails(later(days=day))

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.FAILED, 6)
    assert "later" in mail.last_error


def test_an_address_refused_for_good_is_not_tried_again(smtp_sink):
    smtp_sink.replies["alice@example.org"] = "550 5.1.1 no such mailbox"
    queue()
    queue(to="bob@example.org")

    outbox.send_due_mails(timezone.now())

    refused = OutgoingMail.objects.get(to="alice@example.org")
    assert (refused.state, refused.attempts) == (OutgoingMail.State.FAILED, 1)
    assert "alice" not in refused.last_error
    assert smtp_sink.recipients == ["bob@example.org"]


def test_a_mail_left_by_a_dead_worker_is_sent_when_its_lease_ends(smtp_sink):
    mail = queue()
    assert outbox._claim(mail, timezone.now())

    assert outbox.send_due_mails(later(minutes=9)) == 0
    assert outbox.send_due_mails(later(minutes=11)) == 1


def test_a_worker_that_died_in_the_last_attempt_leaves_a_failed_mail(smtp_sink):
    queue()
    OutgoingMail.objects.update(state=OutgoingMail.State.SENDING, attempts=6)

    outbox.send_due_mails(timezone.now())

    assert OutgoingMail.objects.get().state == OutgoingMail.State.FAILED
    assert smtp_sink.mails == []


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_mail_once(smtp_sink):
    for number in range(20):
        queue(to=f"reader{number}@example.org")

    def work():
        outbox.send_due_mails(timezone.now())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]

    assert sorted(smtp_sink.recipients) == sorted(f"reader{n}@example.org" for n in range(20))


def test_finished_mails_are_forgotten_after_a_month():
    old, waiting, fresh = queue(), queue(), queue()
    OutgoingMail.objects.filter(pk__in=[old.pk, fresh.pk]).update(state=OutgoingMail.State.SENT)
    OutgoingMail.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=later(days=-31))

    assert outbox.forget_old_mails(timezone.now()) == 1
    assert set(OutgoingMail.objects.all()) == {waiting, fresh}


@pytest.fixture
def provider(settings):
    provider = local_provider(settings, "scaleway")
    yield provider
    provider.stop()


def test_a_provider_that_asks_to_wait_is_not_called_before(provider):
    queue()
    queue(to="bob@example.org")
    provider.script = lambda request: Reply(429, {"message": "slow"}, {"Retry-After": "300"})

    for minute in range(4):
        outbox.send_due_mails(later(minutes=minute))

    assert len(provider.requests) == 1
    assert mail_provider.seconds_to_wait("scaleway") > 290
    states = set(OutgoingMail.objects.values_list("state", "attempts"))
    assert states == {(OutgoingMail.State.WAITING, 0)}

    provider.script = lambda request: None
    cache.clear()
    outbox.send_due_mails(later(minutes=6))
    assert sorted(provider.recipients) == ["alice@example.org", "bob@example.org"]


def test_a_wish_to_wait_is_no_attempt(provider):
    queue()
    provider.script = lambda request: Reply(429, {}, {"Retry-After": "1"})
    for day in range(8):
        cache.clear()
        outbox.send_due_mails(later(days=day))

    provider.script = lambda request: None
    cache.clear()
    assert outbox.send_due_mails(later(days=9)) == 1


def test_what_newsletters_were_told_counts_for_system_mail(provider):
    queue()
    mail_provider.wait("scaleway", 30)

    assert outbox.send_due_mails(timezone.now()) == 0
    assert provider.requests == []


def test_a_provider_that_is_away_is_asked_once_a_round(provider, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "SCALEWAY_API_URL": f"http://127.0.0.1:{free_port()}/"}
    queue()
    queue(to="bob@example.org")

    assert outbox.send_due_mails(timezone.now()) == 0

    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 1]
