"""A mail server for the tests: real SMTP on a free port, and all it received in a list."""

import email
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


@dataclass
class Received:
    envelope: Envelope
    message: EmailMessage

    @property
    def recipient(self) -> str:
        return self.envelope.rcpt_tos[0]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()


@dataclass
class SmtpSink:
    """`replies` maps an address, or "*", to what RCPT answers instead of 250."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[Received] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        reply = self.replies.get(address) or self.replies.get("*")
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(Received(envelope, message))
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient for mail in self.mails]


def start_sink() -> tuple[SmtpSink, Controller]:
    sink = SmtpSink(port=free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    return sink, controller
