"""System mail of all apps, from row to mail server: at least once, at most six attempts. A call
that the provider refused only for now (429) is none.

Newsletters do not pass here: they are sent at most once, by campaigns/sending.
"""

import socket
import time
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from smtplib import (
    SMTPConnectError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from crm.addresses import FORBIDDEN_CHARACTERS, check_address
from crm.mail_provider import seconds_to_wait, wait, wait_asked_by
from crm.models import Network, OutgoingMail

State = OutgoingMail.State
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
MAX_ATTEMPTS = len(BACK_OFF) + 1
LEASE = timedelta(minutes=10)  # well above EMAIL_TIMEOUT
BATCH = 100
KEPT_FOR = timedelta(days=30)
UNREACHABLE = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    SMTPConnectError,
    SMTPServerDisconnected,
    requests.ConnectionError,
    requests.Timeout,
)


def queue_mail(
    template: str,
    *,
    to: str,
    context: dict[str, Any],
    language: str,
    dedupe_key: str | None = None,
    headers: dict[str, str] | None = None,
) -> OutgoingMail | None:
    """Renders the mail and writes its row; None when the key was already used.

    Raises ValidationError when the address or a header could smuggle another header in.
    """
    if dedupe_key and OutgoingMail.objects.filter(dedupe_key=dedupe_key).exists():
        return None
    to = check_address(to)
    mail = OutgoingMail(kind=template.rsplit("/", 1)[-1], to=to, language=language)
    mail.dedupe_key, mail.headers = dedupe_key, headers or {}
    mail.subject, mail.text, mail.html = _render(template, context, language)
    for name, value in {"Subject": mail.subject, **mail.headers}.items():
        _check_header(name, value)
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:  # another process used the key since we looked
        return None
    return mail


def _render(template: str, context: dict[str, Any], language: str) -> tuple[str, str, str]:
    with translation.override(language):
        context = {
            "network": Network.load(),
            "site_url": settings.SITE_URL,
            "language": language,
            **context,
        }
        subject = _render_plain(f"{template}/subject.txt", context).strip(" \t\r\n")
        text = _render_plain(f"{template}/body.txt", context).strip() + "\n"
        html = render_to_string(f"{template}/body.html", context)
    longest = OutgoingMail._meta.get_field("subject").max_length
    return subject[:longest], text, html


def _render_plain(name: str, context: dict[str, Any]) -> str:
    """Plain text must not be escaped as HTML is."""
    return str(Engine.get_default().get_template(name).render(Context(context, autoescape=False)))


def _check_header(name: str, value: str) -> None:
    # Python itself lets some of these through (CVE-2026-1299).
    if FORBIDDEN_CHARACTERS & set(f"{name}{value}"):
        raise ValidationError(
            _("The header %(name)s holds a line break or a control character."),
            params={"name": "".join(c for c in name if c.isprintable())},
        )


def send_due_mails(now: datetime) -> int:
    """Sends what is due and returns how many mails the server accepted.

    Safe in several workers at once. A mail whose worker died is sent again when its lease ends.
    """
    started, sent = time.monotonic(), 0
    if seconds_to_wait(settings.MAIL_PROVIDER):
        return 0
    for mail in due_mails(now)[:BATCH]:
        moment = now + timedelta(seconds=time.monotonic() - started)
        if not _claim(mail, moment):
            continue
        try:
            build_message(mail).send()
        except Exception as error:  # whatever it is, the row remembers it and others go on
            if (seconds := wait_asked_by(error)) is not None:
                wait(settings.MAIL_PROVIDER, seconds)
                _put_off(mail, error, moment + timedelta(seconds=seconds))
                break
            _store_failure(mail, error, moment)
            if isinstance(error, UNREACHABLE) or isinstance(error.__cause__, UNREACHABLE):
                break
        else:
            _finish(mail, state=State.SENT, sent_at=moment, last_error="")
            sent += 1
    return sent


def due_mails(now: datetime) -> QuerySet[OutgoingMail]:
    unfinished = Q(state=State.WAITING) | Q(state=State.SENDING)
    return OutgoingMail.objects.filter(unfinished, due_at__lte=now).order_by("due_at", "pk")


def _claim(mail: OutgoingMail, now: datetime) -> bool:
    """While a mail is being sent, due_at is the end of its lease."""
    as_read = OutgoingMail.objects.filter(
        pk=mail.pk, state=mail.state, attempts=mail.attempts, due_at=mail.due_at
    )
    if mail.attempts >= MAX_ATTEMPTS:  # its worker died in the last attempt
        as_read.update(state=State.FAILED, last_error="no outcome")
        return False
    mail.state, mail.due_at = State.SENDING, now + LEASE
    claimed = as_read.update(state=mail.state, attempts=F("attempts") + 1, due_at=mail.due_at)
    mail.attempts += 1
    return claimed == 1


def _put_off(mail: OutgoingMail, error: Exception, due_at: datetime) -> None:
    waiting = {"state": State.WAITING, "last_error": _words(mail, error), "due_at": due_at}
    _finish(mail, **waiting, attempts=F("attempts") - 1)


def _words(mail: OutgoingMail, error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace(mail.to, "…")[:300]


def _store_failure(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    reason = _words(mail, error)
    if mail.attempts >= MAX_ATTEMPTS or _is_permanent(error):
        _finish(mail, state=State.FAILED, last_error=reason)
    else:
        due_at = now + BACK_OFF[mail.attempts - 1]
        _finish(mail, state=State.WAITING, last_error=reason, due_at=due_at)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    return isinstance(error, ValueError)  # a header that cannot be sent will not mend


def _finish(mail: OutgoingMail, **fields: Any) -> None:
    """Nothing is written when the lease ended meanwhile and another worker has the mail."""
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts).update(
        **fields
    )


def build_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    reply_to = settings.REPLY_TO or Network.load().email
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=_sender(),
        to=[mail.to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": message_id(mail),
            "Auto-Submitted": "auto-generated",  # RFC 3834, section 5
            "Content-Language": mail.language,
            **mail.headers,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _sender() -> str:
    """The address of DEFAULT_FROM_EMAIL under the name the network gave itself."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = "".join(c for c in Network.load().name or name if c not in FORBIDDEN_CHARACTERS)
    return str(Address(display_name=name, addr_spec=address))


def message_id(mail: OutgoingMail) -> str:
    """The same at every attempt, so that a mail sent twice shows once."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S%f}@{host}>"


def forget_old_mails(now: datetime) -> int:
    """Deletes finished mails after 30 days: they hold addresses and links."""
    finished = Q(state=State.SENT) | Q(state=State.FAILED)
    count, _rows = OutgoingMail.objects.filter(finished, created_at__lt=now - KEPT_FOR).delete()
    return count
