"""Reads the mailbox of INBOX_URL by IMAP or POP, with time-outs; deletes nothing by IMAP.

What was acted upon is marked as read (IMAP) or removed (POP); the rest stays for people to see.
"""

import imaplib
import poplib
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.inbox.parts import READ_AT_MOST
from campaigns.models import MailboxPosition, SeenNotice
from campaigns.sending.transports.opening import fault
from campaigns.tracking.notices import note

TIMEOUT_SECONDS = 30
IMAP_PORT, POP_PORT = 993, 995  # RFC 8314, section 7
AT_MOST = 500
SCHEMES = ("imap+ssl", "pop+ssl")
NOT_ASCII = re.compile(r"[^\x20-\x7e]+|&")
# Of a mail so long that POP would have to bring all of it: enough of its beginning.
TOP_LINES = 5_000
FAILURES = (OSError, EOFError, imaplib.IMAP4.error, poplib.error_proto)

# Given the name and the bytes of a message; true when nobody has to read it any more.
Take = Callable[[str, bytes], bool]


class MailboxUnreachable(Exception):
    """The text is a sentence for an operator; it holds no password."""


def read_mailbox(take: Take) -> int:
    """Takes at most 500 new messages, and returns how many. Raises MailboxUnreachable."""
    url = _address()
    try:
        return _read_imap(url, take) if url.scheme == "imap+ssl" else _read_pop(url, take)
    except FAILURES as error:
        raise MailboxUnreachable(
            _("The mailbox at %(host)s cannot be read: %(reason)s.")
            % {"host": url.hostname, "reason": _reason(error)}
        ) from error


def _address() -> SplitResult:
    try:
        url = urlsplit(settings.INBOX_URL)
    except ValueError:
        url = urlsplit("")
    if url.scheme not in SCHEMES or not url.hostname:
        raise MailboxUnreachable(
            _("INBOX_URL must begin with imap+ssl:// or pop+ssl:// and name a server.")
        )
    try:
        url.port  # noqa: B018
    except ValueError:
        raise MailboxUnreachable(
            _("INBOX_URL names a port that is none: give a number between 1 and 65535.")
        ) from None
    return url


def _reason(error: Exception) -> str:
    """Servers repeat the account's name in refusals: only errors of the system are told."""
    match error:
        case imaplib.IMAP4.abort() | EOFError():
            return _("the connection was lost")
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return _(
                "this port is not encrypted from the start: for imap+ssl:// it is often 993, "
                "for pop+ssl:// 995"
            )
        case OSError():
            return fault(error)
        case _:
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
        _sign_in(connection, unquote(url.username or ""), unquote(url.password or ""))
        folder = unquote(url.path.strip("/")) or "INBOX"
        status, _count = connection.select(_quoted(_utf7(folder)))
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
        return _take_new(connection, _position(url, connection), take)
    finally:
        with suppress(*FAILURES):
            connection.logout()


def _sign_in(connection: imaplib.IMAP4, user: str, password: str) -> None:
    """In UTF-8 (RFC 4616); where PLAIN is not offered, the password goes as bytes of its own."""
    if "AUTH=PLAIN" in connection.capabilities:
        connection.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
    elif user.isascii() and password.isascii():
        connection.login(user, password)
    else:
        connection.literal = password.encode()  # type: ignore[assignment]
        status, _said = connection.xatom("LOGIN", _quoted(user).encode())  # type: ignore[arg-type]
        if status != "OK":
            raise imaplib.IMAP4.error("refused")
        connection.state = "AUTH"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _utf7(folder: str) -> str:
    """How IMAP writes the names of folders (RFC 3501, section 5.1.3)."""

    def written(found: re.Match[str]) -> str:
        octets = found[0].encode("utf-16-be") if found[0] != "&" else b""
        return "&" + b64encode(octets).decode().rstrip("=").replace("/", ",") + "-"

    return NOT_ASCII.sub(written, folder)


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
    sizes = dict(map(_numbers, connection.list()[1]))
    new = 0
    for line in connection.uidl()[1]:
        number, _space, unique = line.decode("ascii", "replace").partition(" ")
        key = "pop:" + blake2b(unique.encode(), digest_size=24).hexdigest()
        if SeenNotice.objects.filter(key=key).exists():
            continue
        if new == AT_MOST:
            return
        new += 1
        raw = _retrieve(connection, int(number), sizes.get(int(number), 0))
        if take(f"inbox:{unique}", raw):
            connection.dele(int(number))
        else:
            note(key, SeenNotice.Kind.OTHER, at=timezone.now())
        yield unique


def _retrieve(connection: poplib.POP3_SSL, number: int, size: int) -> bytes:
    """The beginning of a large one, where the server can (TOP is optional in RFC 1939)."""
    if size > READ_AT_MOST:
        with suppress(poplib.error_proto):
            return b"\r\n".join(connection.top(number, TOP_LINES)[1])
    return b"\r\n".join(connection.retr(number)[1])


def _numbers(line: bytes) -> tuple[int, int]:
    number, _space, size = line.decode("ascii", "replace").partition(" ")
    return int(number), int(size)
