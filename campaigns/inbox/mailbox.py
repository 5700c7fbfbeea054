"""Reads the mailbox of INBOX_URL by IMAP or POP, with time-outs; deletes nothing by IMAP.

What was acted upon is marked as read (IMAP) or removed (POP); the rest stays for people to see.
"""

import imaplib
import poplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.inbox.parts import READ_AT_MOST
from campaigns.models import MailboxPosition, SeenNotice
from campaigns.tracking.notices import note

TIMEOUT_SECONDS = 30
IMAP_PORT, POP_PORT = 993, 995  # RFC 8314, section 7
AT_MOST = 500
SCHEMES = ("imap+ssl", "pop+ssl")
FAILURES = (OSError, EOFError, imaplib.IMAP4.error, poplib.error_proto)

# Given the name and the bytes of a message; true when nobody has to read it any more.
Take = Callable[[str, bytes], bool]


class MailboxUnreachable(Exception):
    """The text is a sentence for an operator; it holds no password."""


def read_mailbox(take: Take) -> int:
    """Takes at most 500 new messages, and returns how many. Raises MailboxUnreachable."""
    url = urlsplit(settings.INBOX_URL)
    if url.scheme not in SCHEMES or not url.hostname:
        raise MailboxUnreachable(
            _("INBOX_URL must begin with imap+ssl:// or pop+ssl:// and name a server.")
        )
    try:
        return _read_imap(url, take) if url.scheme == "imap+ssl" else _read_pop(url, take)
    except FAILURES as error:
        raise MailboxUnreachable(
            _("The mailbox at %(host)s cannot be read: %(reason)s.")
            % {"host": url.hostname, "reason": _reason(error)}
        ) from error


def _reason(error: Exception) -> str:
    """Servers repeat the account's name in refusals: only errors of the system are quoted."""
    if isinstance(error, (imaplib.IMAP4.abort, EOFError)):
        return _("the connection was lost")
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return _("the server refused")


def _read_imap(url: SplitResult, take: Take) -> int:
    assert url.hostname
    connection = imaplib.IMAP4_SSL(
        url.hostname,
        url.port or IMAP_PORT,
        ssl_context=ssl.create_default_context(),
        timeout=TIMEOUT_SECONDS,
    )
    try:
        connection.login(unquote(url.username or ""), unquote(url.password or ""))
        folder = unquote(url.path.strip("/")) or "INBOX"
        status, _count = connection.select(f'"{folder}"')
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
        return _take_new(connection, _position(url, connection), take)
    finally:
        with suppress(*FAILURES):
            connection.logout()


def _position(url: SplitResult, connection: imaplib.IMAP4) -> MailboxPosition:
    """From the start again when the server numbered its mails anew (RFC 3501, 2.3.1.1)."""
    validity = _number(connection.response("UIDVALIDITY")[1])
    name = blake2b(f"{url.hostname}{url.path}{url.username}".encode(), digest_size=16).hexdigest()
    position, _created = MailboxPosition.objects.get_or_create(mailbox=name)
    if position.validity != validity:
        position.validity, position.last_uid = validity, 0
    return position


def _take_new(connection: imaplib.IMAP4, position: MailboxPosition, take: Take) -> int:
    _status, found = connection.uid("SEARCH", f"UID {position.last_uid + 1}:*")
    # "n:*" names the last message even when its number is below n.
    uids = [int(uid) for uid in (found[0] or b"").split() if int(uid) > position.last_uid]
    for uid in sorted(uids)[:AT_MOST]:
        raw = _fetch(connection, uid)
        if raw is not None and take(f"inbox:{uid}", raw):
            connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        position.last_uid = uid
        position.save()
    return min(len(uids), AT_MOST)


def _fetch(connection: imaplib.IMAP4, uid: int) -> bytes | None:
    """Peeking leaves it unread; None when somebody has removed it meanwhile."""
    _status, answer = connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{READ_AT_MOST}>)")
    for piece in answer or []:
        if isinstance(piece, tuple) and len(piece) > 1:
            return piece[1]
    return None


def _number(values: list[bytes | None]) -> int:
    return int(values[0]) if values and values[0] and values[0].isdigit() else 0


def _read_pop(url: SplitResult, take: Take) -> int:
    assert url.hostname
    connection = poplib.POP3_SSL(
        url.hostname,
        url.port or POP_PORT,
        timeout=TIMEOUT_SECONDS,
        context=ssl.create_default_context(),
    )
    try:
        connection.user(unquote(url.username or ""))
        connection.pass_(unquote(url.password or ""))
        return sum(1 for _taken in _take_listed(connection, take))
    finally:
        # Only QUIT makes the removals real; without it everything comes again, which is harmless.
        with suppress(*FAILURES):
            connection.quit()


def _take_listed(connection: poplib.POP3_SSL, take: Take) -> Iterator[str]:
    """POP has no "read" mark: what stays for people is remembered by its unique name."""
    for line in connection.uidl()[1][:]:
        number, _space, unique = line.decode("ascii", "replace").partition(" ")
        key = "pop:" + blake2b(unique.encode(), digest_size=24).hexdigest()
        if SeenNotice.objects.filter(key=key).exists():
            continue
        raw = b"\r\n".join(connection.retr(int(number))[1])
        if take(f"inbox:{unique}", raw):
            connection.dele(int(number))
        else:
            note(key, SeenNotice.Kind.OTHER, at=timezone.now())
        yield unique
