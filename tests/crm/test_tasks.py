from datetime import timedelta

from django.utils import timezone

from crm import tasks
from crm.models import OutgoingMail


def a_mail(**fields) -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind="recap", to="alice@example.org", subject="Récapitulatif", text="…", **fields
    )


def test_a_wake_up_sends_what_waits(smtp_sink):
    a_mail()

    tasks.send_outgoing_mails.call_local()
    tasks.send_due_outgoing_mails.call_local()

    assert smtp_sink.recipients == ["alice@example.org"]


def test_the_night_forgets_old_mails():
    mail = a_mail(state=OutgoingMail.State.SENT)
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=31))

    tasks.forget_old_outgoing_mails.call_local()

    assert not OutgoingMail.objects.filter(pk=mail.pk).exists()
