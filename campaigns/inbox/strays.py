"""What a pipe hands us and nobody but a person can answer is sent on, so that it is not lost.

Files and mailboxes keep their messages; what an MTA pipes into a command is gone once it ends.
"""

from email.message import Message
from email.utils import parseaddr
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import ValidationError

from campaigns.inbox.parts import addresses_in, header, message_from, printable, sender, words_of
from campaigns.models import Newsletter
from crm.addresses import normalise_address
from crm.models import OutgoingMail
from crm.outbox import queue_mail

MARK = "X-Maille-Forwarded"


def forward(raw: bytes) -> OutgoingMail | None:
    """To the newsletter's reply address; None when there is nobody to send it to, or it came back.

    Raises nothing: an unusable sender's address is only quoted.
    """
    message = message_from(raw)
    if message.get(MARK) is not None or not (to := _whom_to_tell(message)):
        return None
    headers = {MARK: "1", "Auto-Submitted": "auto-generated"}
    if writer := sender(message):
        headers["Reply-To"] = writer
    fingerprint = blake2b(raw, digest_size=24).hexdigest()
    context = {
        "writer": printable(header(message, "From")),
        "subject": printable(header(message, "Subject")),
        "words": printable(words_of(message), but="\n"),
    }
    try:
        return queue_mail(
            "campaigns/emails/stray_reply",
            to=to,
            context=context,
            language=settings.LANGUAGE_CODE,
            dedupe_key=f"stray:{fingerprint}",
            headers=headers,
        )
    except ValidationError:
        return None


def _whom_to_tell(message: Message) -> str:
    """The reply address of the newsletter that was answered, else the network's own."""
    reached = {address.lower() for address in addresses_in(message, "To", "Cc", "Delivered-To")}
    answered = [
        newsletter.reply_to
        for newsletter in Newsletter.objects.exclude(reply_to="")
        if newsletter.sender_email.lower() in reached
    ]
    candidates = [*answered, settings.REPLY_TO, settings.DEFAULT_FROM_EMAIL]
    addresses = [parseaddr(candidate)[1] for candidate in candidates if candidate]
    piped = {normalise_address(address) for address in reached}
    return next((a for a in addresses if a and normalise_address(a) not in piped), "")
