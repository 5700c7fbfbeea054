"""One open connection: what was said, what is awaited, and how far each mail has come.

With PIPELINING (RFC 2920) a body leaves together with the next mail's MAIL, RCPT and DATA: one
round trip a mail. Without it the same steps are taken one at a time.
"""

import math
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from campaigns.sending.transports import Envelope, MailRefused, Outcome, Result
from campaigns.sending.transports.opening import Session, fault
from campaigns.sending.transports.replies import Nonsense, Reply, ReplyReader

# Shorter, all together, than a lease; RFC 5321, section 4.5.3.2, would wait for minutes.
COMMAND_SECONDS = 20
DOT_SECONDS = 100
# One TLS record: a piece is handed over whole or not at all.
PIECE = 16_384


class Step(Enum):
    RSET = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    DOT = auto()
    LONE_DOT = auto()


@dataclass(slots=True, eq=False)
class Mail:
    envelope: Envelope[Callable[[], bytes]]
    body: bytes = b""
    refusal: Outcome | None = None
    dotted: bool = False  # the whole body is in the system's hands: from here on, no second try
    begin_by: float = math.inf  # on the monotonic clock


class Lost(Exception):
    """The connection is gone, or can no longer be trusted."""

    def __init__(self, sentence: str, *, is_silence: bool = False) -> None:
        super().__init__(sentence)
        self.is_silence = is_silence


class Dialogue:
    """`take` gives the next mail or None. `advance` and `receive` raise Lost."""

    def __init__(
        self, session: Session, take: Callable[[], Mail | None], *, mails_at_most: int
    ) -> None:
        self.socket = session.socket
        self.is_encrypted = isinstance(session.socket, ssl.SSLSocket)
        self.pipelining = "PIPELINING" in session.abilities
        self.abilities = session.abilities
        self.size_limit = session.size_limit
        self.take = take
        self.left = mails_at_most
        self.reader = ReplyReader()
        self.to_say: deque[tuple[Step, Mail, bytes]] = deque()
        self.awaited: deque[tuple[Step, Mail]] = deque()
        self.output: deque[tuple[memoryview, Mail | None]] = deque()
        self.outcomes: list[Outcome] = []
        self.needs_reset = False
        self.waits_to_write = False
        self.heard_at = time.monotonic()

    @property
    def idle(self) -> bool:
        return not self.awaited and not self.to_say

    @property
    def overdue_at(self) -> float:
        at_dot = bool(self.awaited) and self.awaited[0][0] is Step.DOT
        return self.heard_at + (DOT_SECONDS if at_dot else COMMAND_SECONDS)

    def begin_next(self) -> None:
        """Takes the next mail, if there is one and this connection may still carry one."""
        while self.left > 0 and (mail := self.take()) is not None:
            refusal = self._write_up(mail) or self._cannot_carry(mail)
            if refusal is None:
                self._begin(mail)
                return
            self.outcomes.append(refusal)

    def advance(self) -> bool:
        """Writes what can be written now; True while something is left to write."""
        self._speak()
        while self.output:
            try:
                sent = self._write()
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                return True
            except OSError as error:
                raise Lost(fault(error)) from error
            self.heard_at = time.monotonic()
            self._count(sent)
        return False

    def _write(self) -> int:
        if self.is_encrypted:
            return self.socket.send(self.output[0][0][:PIECE])
        return self.socket.sendmsg([piece for piece, _mail in self.output])

    def _count(self, sent: int) -> None:
        """Only when its last byte is in the system's hands is a mail out of ours."""
        while sent:
            piece, mail = self.output.popleft()
            if sent < len(piece):
                self.output.appendleft((piece[sent:], mail))
                return
            sent -= len(piece)
            if mail is not None:
                mail.dotted = True

    def receive(self) -> None:
        """Reads all that has come and draws the consequences."""
        while True:
            try:
                received = self.socket.recv(65_536)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError as error:
                raise Lost(fault(error)) from error
            if not received:
                raise Lost(fault(ConnectionResetError()))
            self.heard_at = time.monotonic()
            self._hear(received)
            if not self.is_encrypted:
                return

    def abandon(self) -> tuple[list[Outcome], list[Mail]]:
        """Closes; says which mails are settled or in doubt, and which nobody can have taken."""
        self.socket.close()
        mails = {id(mail): mail for _step, mail in self.awaited}
        mails |= {id(mail): mail for _step, mail, _line in self.to_say}
        settled, untouched = self.outcomes, []
        for mail in mails.values():
            if mail.refusal is not None:
                settled.append(mail.refusal)
            elif mail.dotted:
                settled.append(Outcome(mail.envelope.key, Result.IN_DOUBT))
            else:
                untouched.append(mail)
        self.awaited.clear()
        self.to_say.clear()
        self.outcomes = []
        return settled, untouched

    def quit(self) -> None:
        """Says goodbye without waiting for the answer."""
        try:
            self.socket.send(b"QUIT\r\n")
        except OSError:
            pass
        finally:
            self.socket.close()

    def _write_up(self, mail: Mail) -> Outcome | None:
        try:
            mail.body = mail.envelope.body()
        except MailRefused as refusal:
            return Outcome(mail.envelope.key, Result.MALFORMED, str(refusal))
        return None

    def _cannot_carry(self, mail: Mail) -> Outcome | None:
        envelope = mail.envelope
        if not envelope.recipient.isascii() and "SMTPUTF8" not in self.abilities:
            reply = "553 5.6.7 " + _("The server takes no address with accents.")
            return Outcome(envelope.key, Result.FAILED, reply, "5.6.7", True)
        if self.size_limit and len(mail.body) > self.size_limit:
            told = _("The server takes no mail over %(size)s.")
            reply = "552 5.3.4 " + told % {"size": filesizeformat(self.size_limit)}
            return Outcome(envelope.key, Result.FAILED, reply, "5.3.4")
        return None

    def _begin(self, mail: Mail) -> None:
        self.left -= 1
        envelope = mail.envelope
        if self.needs_reset:
            self.to_say.append((Step.RSET, mail, b"RSET\r\n"))
            self.needs_reset = False
        sender = f"MAIL FROM:<{envelope.sender}>{self._parameters(mail)}\r\n"
        self.to_say.append((Step.MAIL, mail, sender.encode()))
        self.to_say.append((Step.RCPT, mail, f"RCPT TO:<{envelope.recipient}>\r\n".encode()))
        self.to_say.append((Step.DATA, mail, b"DATA\r\n"))

    def _parameters(self, mail: Mail) -> str:
        parameters = ""
        if "8BITMIME" in self.abilities:
            parameters += " BODY=8BITMIME"
        if "SIZE" in self.abilities:
            parameters += f" SIZE={len(mail.body)}"
        if not mail.envelope.recipient.isascii():
            parameters += " SMTPUTF8"
        return parameters

    def _speak(self) -> None:
        """A body opens a group and DATA closes it: nothing follows DATA before its answer."""
        while self.to_say:
            if self.awaited and (not self.pipelining or self.awaited[-1][0] is Step.DATA):
                return
            if not self.awaited:
                self.heard_at = time.monotonic()
            step, mail, line = self.to_say.popleft()
            self.awaited.append((step, mail))
            self.output.append((memoryview(line), mail if step is Step.DOT else None))

    def _hear(self, received: bytes) -> None:
        try:
            for reply in self.reader.feed(received):
                self._answer(reply)
        except Nonsense as error:
            raise Lost(fault(error)) from error

    def _answer(self, reply: Reply) -> None:
        if not self.awaited:
            raise Lost(str(reply))
        if reply.code == 421:
            self.left = 0
        step, mail = self.awaited.popleft()
        match step:
            case Step.MAIL | Step.RCPT:
                self._answer_envelope(step, mail, reply)
            case Step.DATA:
                self._answer_data(mail, reply)
            case Step.DOT:
                self._answer_dot(mail, reply)
            case Step.LONE_DOT:
                self._settle(mail, mail.refusal)
        if reply.code == 421:
            raise Lost(str(reply))

    def _answer_envelope(self, step: Step, mail: Mail, reply: Reply) -> None:
        if 200 <= reply.code < 300 or mail.refusal is not None:
            return
        if reply.code < 400:
            self.awaited.appendleft((step, mail))
            raise Lost(str(reply))
        at_fault = step is Step.RCPT
        mail.refusal = reply.outcome(mail.envelope.key, recipient_at_fault=at_fault)
        if not self.pipelining:
            while self.to_say and self.to_say[0][1] is mail:
                self.to_say.popleft()
            self._settle(mail, mail.refusal)
            self.needs_reset = True
            self.begin_next()

    def _answer_data(self, mail: Mail, reply: Reply) -> None:
        if reply.code == 354:
            if mail.refusal is None:
                self.to_say.append((Step.DOT, mail, mail.body))
            else:  # RFC 2920, section 3.1: a lone dot, and whatever is said to it means nothing
                self.to_say.append((Step.LONE_DOT, mail, b".\r\n"))
        elif reply.code >= 400:
            at_fault = reply.outcome(mail.envelope.key, recipient_at_fault=False)
            self._settle(mail, mail.refusal or at_fault)
            self.needs_reset = True
        else:
            self.awaited.appendleft((Step.DATA, mail))
            raise Lost(str(reply))
        self.begin_next()

    def _answer_dot(self, mail: Mail, reply: Reply) -> None:
        if 300 <= reply.code < 400:
            self.awaited.appendleft((Step.DOT, mail))
            raise Lost(str(reply))
        self._settle(mail, reply.outcome(mail.envelope.key, recipient_at_fault=True))
        if self.idle:
            self.begin_next()

    def _settle(self, mail: Mail, outcome: Outcome | None) -> None:
        assert outcome is not None
        self.outcomes.append(outcome)
