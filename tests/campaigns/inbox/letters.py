"""Small messages made for one delivery, with just what a test is about."""

from campaigns.sending.headers import list_unsubscribe, message_id, return_path
from campaigns.tokens import Kind, make, sealed


def return_path_of(delivery):
    return return_path(sealed(delivery.pk), delivery.campaign.newsletter)


def bounce(delivery, *, status="5.1.1", action="failed", to=None, number=1, returned="", said=""):
    """A report as Postfix writes them; `to` is the address it comes to."""
    to = to if to is not None else return_path_of(delivery)
    return report(delivery.address, status, action, to=to, number=number, returned=returned,
                  said=said)  # fmt: skip


def report(address, status, action="failed", *, to, number=1, returned="", said=""):
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}.{status}@mx.example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said or f"550 {status} refused"}

--b
Content-Type: text/rfc822-headers

{returned}
--b--
""".encode()


def unsubscribe_token(delivery):
    numbers = delivery.subscriber_id, delivery.campaign.newsletter_id, delivery.pk
    return make(Kind.UNSUBSCRIBE, *numbers)


def our_headers(delivery):
    token = unsubscribe_token(delivery)
    url = f"https://lettres.example.org/unsubscribe/{token}/"
    number = message_id(sealed(delivery.pk), delivery.campaign_id, delivery.campaign.newsletter)
    return (
        f"Message-ID: {number}\n"
        f"List-Unsubscribe: {list_unsubscribe(url, token, 'bounces@example.org')}\n"
    )


def complaint(delivery, *, number=1, returned="To: redacted\n", envelope=""):
    return f"""From: fbl@provider.example
To: fbl@lettres.example.org
Subject: FW: La lettre
Message-ID: <complaint-{number}@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Mail-From: <{envelope or return_path_of(delivery)}>

--b
Content-Type: text/rfc822-headers

{returned}
--b--
""".encode()


def mail(subject, *, sender="claire@example.com", to="lettre@example.org", body="", headers=""):
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\n"
        f"Message-ID: <{abs(hash((subject, sender)))}@example.com>\n{headers}\n{body}\n"
    ).encode()
