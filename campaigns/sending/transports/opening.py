"""Opens a connection to the mail server: greeting, EHLO, TLS with its certificate, sign-in.

Blocking, with short time-outs; the mails themselves go through dialogue.py.
"""

import base64
import errno
import socket
import ssl
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.sending.transports import TransportDown
from campaigns.sending.transports.replies import Nonsense, Reply, ReplyReader

CONNECT_SECONDS = 10
OPENING_SECONDS = 30


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    implicit_tls: bool = False
    starttls: bool = False

    @classmethod
    def from_settings(cls) -> "Server":
        return cls(
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            settings.EMAIL_HOST_USER,
            settings.EMAIL_HOST_PASSWORD,
            settings.EMAIL_USE_SSL,
            settings.EMAIL_USE_TLS,
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass
class Session:
    """An open connection, ready for its first mail."""

    socket: socket.socket
    abilities: dict[str, str]

    @property
    def size_limit(self) -> int:
        limit = self.abilities.get("SIZE", "")
        return int(limit) if limit.isdigit() else 0


def open_session(server: Server) -> Session:
    """Raises TransportDown with a sentence for the person who sends."""
    connection = None
    try:
        connection = socket.create_connection((server.host, server.port), CONNECT_SECONDS)
        return _Opening(server, connection).run()
    except TransportDown:
        _close(connection)
        raise
    except ssl.SSLCertVerificationError as error:
        _close(connection)
        raise TransportDown(
            _("The certificate of the mail server %(server)s is not valid: %(reason)s.")
            % {"server": server, "reason": _certificate_fault(error)},
            lasting=True,
        ) from error
    except (OSError, Nonsense) as error:
        _close(connection)
        raise TransportDown(
            _("The mail server %(server)s cannot be reached: %(reason)s.")
            % {"server": server, "reason": fault(error)}
        ) from error


def fault(error: Exception) -> str:
    """In the reader's words; what the server itself said stays as it said it."""
    match error:
        case ConnectionRefusedError():
            return _("nothing answers at this address")
        case socket.gaierror():
            return _("its name is unknown")
        case ssl.SSLCertVerificationError():
            told = _("its certificate is not valid (%(reason)s)")
            return told % {"reason": _certificate_fault(error)}
        case ssl.SSLEOFError():
            return _("it closed the connection")
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return _(
                "this port is not encrypted from the start: for smtps:// give the port meant for "
                "it (often 465), or write smtp+starttls:// (often 587)"
            )
        case ssl.SSLError():
            return _("no encryption could be agreed upon (%(code)s)") % {"code": error.reason}
        case OSError(errno=errno.EHOSTUNREACH | errno.ENETUNREACH):
            return _("the network does not lead there")
        case TimeoutError():
            return _("it does not answer in time")
        case ConnectionError():
            return _("it closed the connection")
        case Nonsense():
            return _("it does not speak like a mail server: “%(words)s”") % {"words": error}
        case _:
            return str(error) or type(error).__name__


def _certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    """By the codes of OpenSSL's X509_V_ERR_…, see its x509_vfy.h."""
    match error.verify_code:
        case 10:
            return _("it has expired")
        case 18 | 19 | 20 | 21:
            return _("nobody we trust has signed it")
        case 62 | 64:
            return _("it was made for another name")
        case _:
            return error.verify_message


class _Opening:
    def __init__(self, server: Server, connection: socket.socket) -> None:
        self.server = server
        self.socket = connection
        self.reader = ReplyReader()
        self.until = time.monotonic() + OPENING_SECONDS

    def run(self) -> Session:
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.implicit_tls:
            self._wrap()
        self._expect(self._reply(), 220)
        abilities = self._greet()
        if self.server.starttls:
            abilities = self._start_tls(abilities)
        if self.server.user:
            self._sign_in(abilities.get("AUTH", "").split())
        self.socket.setblocking(False)
        return Session(self.socket, abilities)

    def _greet(self) -> dict[str, str]:
        name = socket.getfqdn()
        reply = self._say(f"EHLO {name}")
        if reply.code != 250:
            self._expect(self._say(f"HELO {name}"), 250)
            return {}
        lines = [line.upper().partition(" ") for line in reply.lines[1:]]
        return {word: rest.strip() for word, _blank, rest in lines}

    def _start_tls(self, abilities: dict[str, str]) -> dict[str, str]:
        """Never goes on in clear: a server that lost STARTTLS may be somebody else."""
        if "STARTTLS" not in abilities:
            raise self._refused(_("it does not offer STARTTLS"))
        self._expect(self._say("STARTTLS"), 220)
        if self.reader.rest:
            raise self._refused(_("it spoke before the connection was encrypted"))
        self._wrap()
        return self._greet()

    def _wrap(self) -> None:
        self.socket.settimeout(OPENING_SECONDS)
        context = ssl.create_default_context()
        self.socket = context.wrap_socket(self.socket, server_hostname=self.server.host)

    def _sign_in(self, mechanisms: list[str]) -> None:
        user, password = self.server.user, self.server.password
        if "PLAIN" in mechanisms:
            reply = self._say("AUTH PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in mechanisms:
            reply = self._say("AUTH LOGIN")
            for answer in (user, password):
                if reply.code == 334:
                    reply = self._say(_base64(answer))
        else:
            raise self._refused(_("it offers no sign-in we know (PLAIN, LOGIN)"))
        self._expect(reply, 235)

    def _say(self, line: str) -> Reply:
        self.socket.sendall(f"{line}\r\n".encode())
        return self._reply()

    def _reply(self) -> Reply:
        while True:
            self.socket.settimeout(max(self.until - time.monotonic(), 0.01))
            received = self.socket.recv(4096)
            if not received:
                raise ConnectionResetError
            replies = self.reader.feed(received)
            if replies:
                return replies[0]

    def _expect(self, reply: Reply, code: int) -> None:
        if reply.code != code:
            raise self._refused(str(reply), lasting=reply.code >= 500)

    def _refused(self, reason: str, *, lasting: bool = True) -> TransportDown:
        return TransportDown(
            _("The mail server %(server)s refused us: %(reason)s.")
            % {"server": self.server, "reason": reason},
            lasting=lasting,
        )


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _close(connection: socket.socket | None) -> None:
    if connection is not None:
        connection.close()
