"""What nobody but a person can answer is sent on to whoever answers for the newsletter.

From a pipe all of it, since what an MTA pipes into a command is gone once it ends; from a mailbox
the answers to our letters, which nobody would look for there. Files keep their messages.
"""

import logging
from email.message import Message
from email.utils import parseaddr
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from campaigns.inbox.clues import clues_in
from campaigns.inbox.filing import take_in
from campaigns.inbox.matching import find_delivery
from campaigns.inbox.parts import addresses_in, header, message_from, printable, sender, words_of
from campaigns.models import Delivery, Newsletter
from crm.addresses import normalise_address
from crm.models import OutgoingMail
from crm.outbox import queue_mail

logger = logging.getLogger(__name__)

MARK = "X-Maille-Forwarded"


def forward(raw: bytes) -> OutgoingMail | None:
    """To the newsletter's reply address; None when there is nobody to send it to, or it came back.

    Raises nothing: an unusable sender's address is only quoted.
    """
    message = message_from(raw)
    return _send_on(message, raw, _whom_to_tell(message, _answered(message)))


def take_from_mailbox(name: str, raw: bytes) -> bool:
    """Whether nobody has to read it any more: an answer is sent on, and stays all the same."""
    is_done = take_in(raw).is_done
    if not is_done:
        forward_answer(raw)
    return is_done


def forward_answer(raw: bytes) -> OutgoingMail | None:
    """None too when it answers no mail of ours, or is read by the one it would be sent to."""
    message = message_from(raw)
    letter = _answered(message)
    to = _whom_to_tell(message, letter) if letter is not None else ""
    return None if _reads_mailbox(to) else _send_on(message, raw, to)


def _send_on(message: Message, raw: bytes, to: str) -> OutgoingMail | None:
    if message.get(MARK) is not None or not to:
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


def _answered(message: Message) -> Delivery | None:
    """The mail whose sealed number stands in the address it came to, or in what it refers to."""
    try:
        clues = clues_in(message)
    except Exception as error:
        logger.warning("An answer cannot be read: %s", type(error).__name__)
        return None
    return find_delivery(clues, [sender(message)])


def _reads_mailbox(address: str) -> bool:
    """The account that is read may be the very one where answers are expected."""
    account = unquote(urlsplit(settings.INBOX_URL).username or "")
    return "@" in account and normalise_address(account) == normalise_address(address)


def _whom_to_tell(message: Message, letter: Delivery | None) -> str:
    """The reply address of the newsletter that was answered, else the network's own."""
    reached = {address.lower() for address in addresses_in(message, "To", "Cc", "Delivered-To")}
    answered = [letter.campaign.newsletter.reply_to] if letter is not None else []
    answered += [
        newsletter.reply_to
        for newsletter in Newsletter.objects.exclude(reply_to="")
        if newsletter.sender_email.lower() in reached
    ]
    candidates = [*answered, settings.REPLY_TO, settings.DEFAULT_FROM_EMAIL]
    addresses = [parseaddr(candidate)[1] for candidate in candidates if candidate]
    piped = {normalise_address(address) for address in reached}
    return next((a for a in addresses if a and normalise_address(a) not in piped), "")
