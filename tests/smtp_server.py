"""A mail server on a real socket that says and does what the test tells it to, at each step.

server.script["rcpt"] = lambda talk: "550 5.1.1 Unknown" if talk.recipient == … else None
A step returns a reply, DROP, HANG, or None for the usual answer. Steps: connect, ehlo, mail,
rcpt, data, body (its first bytes came, no dot yet), accept (the dot came).
"""

import base64
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

DROP = "<drop>"
HANG = "<hang>"
# The mail is taken, and the connection drops before the answer.
TAKE_AND_DROP = "<take and drop>"
END = b"\r\n.\r\n"


class Dropped(Exception):
    pass


@dataclass
class Mail:
    sender: str
    recipient: str
    content: bytes
    at: float


@dataclass
class Talk:
    """One connection, as the script sees it."""

    number: int
    sender: str = ""
    recipient: str = ""
    refused: bool = False
    mails: int = 0


@dataclass
class SmtpServer:
    abilities: list[str] = field(default_factory=lambda: ["PIPELINING", "8BITMIME", "SMTPUTF8"])
    script: dict[str, Callable[[Talk], str | None]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    mechanisms: str = "PLAIN LOGIN"
    implicit_tls: bool = False
    delay: float = 0.0
    mails: list[Mail] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    port: int = 0

    def start(self) -> "SmtpServer":
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.stopped = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def stop(self) -> None:
        if self.stopped.is_set():
            return
        self.stopped.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient for mail in self.mails]

    @property
    def twice(self) -> list[str]:
        return [address for address, times in Counter(self.recipients).items() if times > 1]

    def _listen(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            talk = Talk(self.connections)
            threading.Thread(target=self._serve, args=(connection, talk), daemon=True).start()

    def _serve(self, connection: socket.socket, talk: Talk) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self.implicit_tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            _Session(self, connection, talk).run()
        except (OSError, Dropped):
            pass
        finally:
            connection.close()


class _Session:
    def __init__(self, server: SmtpServer, connection: socket.socket, talk: Talk) -> None:
        self.server = server
        self.connection = connection
        self.talk = talk
        self.buffer = b""

    def run(self) -> None:
        self.answer("connect", "220 test ESMTP")
        while True:
            line = self.line()
            self.server.commands.append(line)
            word = line.split(" ", 1)[0].upper()
            getattr(self, f"on_{word.lower()}", self.on_other)(line)

    def on_ehlo(self, line: str) -> None:
        words = ["test", *self.server.abilities]
        if self.server.tls and not isinstance(self.connection, ssl.SSLSocket):
            words.append("STARTTLS")
        if self.server.users:
            words.append(f"AUTH {self.server.mechanisms}")
        lines = [f"250-{word}" for word in words[:-1]] + [f"250 {words[-1]}"]
        self.answer("ehlo", "\r\n".join(lines))

    def on_helo(self, line: str) -> None:
        self.say("250 test")

    def on_starttls(self, line: str) -> None:
        self.say("220 go ahead")
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)

    def on_auth(self, line: str) -> None:
        _auth, mechanism, *initial = line.split()
        if mechanism.upper() == "PLAIN":
            _none, user, password = base64.b64decode(initial[0]).decode().split("\0")
        else:
            user, password = self.ask("Username:"), self.ask("Password:")
        known = self.server.users.get(user) == password
        self.say("235 2.7.0 welcome" if known else "535 5.7.8 wrong password")

    def ask(self, question: str) -> str:
        self.say("334 " + base64.b64encode(question.encode()).decode())
        return base64.b64decode(self.line()).decode()

    def on_mail(self, line: str) -> None:
        self.talk.sender = line.split("<", 1)[1].split(">", 1)[0]
        self.talk.refused = not self.answer("mail", "250 2.1.0 sender ok").startswith("2")

    def on_rcpt(self, line: str) -> None:
        self.talk.recipient = line.split("<", 1)[1].split(">", 1)[0]
        accepted = self.answer("rcpt", "250 2.1.5 recipient ok").startswith("2")
        self.talk.refused |= not accepted

    def on_data(self, line: str) -> None:
        """As RFC 2920 allows: 354 even when the recipient was refused."""
        if not self.answer("data", "354 go").startswith("354"):
            return
        content = self.content()
        if self.talk.refused:
            self.say("554 5.5.1 no valid recipients")
            return
        reply = self.scripted("accept")
        if reply is None or reply == TAKE_AND_DROP or reply.startswith("2"):
            self.talk.mails += 1
            mail = Mail(self.talk.sender, self.talk.recipient, content, time.time())
            self.server.mails.append(mail)
        if reply in (DROP, TAKE_AND_DROP):
            raise Dropped
        self.say(reply or "250 2.0.0 queued")

    def on_rset(self, line: str) -> None:
        self.say("250 2.0.0 ok")

    def on_quit(self, line: str) -> None:
        self.say("221 2.0.0 bye")
        raise Dropped

    def on_other(self, line: str) -> None:
        self.say("500 5.5.2 unknown command")

    def answer(self, step: str, usual: str) -> str:
        reply = self.scripted(step)
        if reply == DROP:
            raise Dropped
        self.say(reply or usual)
        if reply is not None and reply.startswith("421"):
            raise Dropped
        return reply or usual

    def scripted(self, step: str) -> str | None:
        script = self.server.script.get(step)
        reply = script(self.talk) if script else None
        if reply is not None:
            self.server.struck[step] += 1
        if reply == HANG:
            self.server.stopped.wait(30)
            raise Dropped
        return reply

    def content(self) -> bytes:
        """An empty mail is a lone dot, with no line before it."""
        self.buffer = b"\r\n" + self.buffer
        first = True
        start = 0
        while (found := self.buffer.find(END, max(start - 5, 0))) < 0:
            start = len(self.buffer)
            self.fill()
            if first and len(self.buffer) > 2 and self.buffer != b"\r\n.\r\n":
                first = False
                if self.scripted("body") == DROP:
                    raise Dropped
        content, self.buffer = self.buffer[:found], self.buffer[found + len(END) :]
        return (content[2:] + b"\r\n").replace(b"\r\n..", b"\r\n.")

    def line(self) -> str:
        while b"\r\n" not in self.buffer:
            self.fill()
        line, _end, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode("utf-8", "replace")

    def fill(self) -> None:
        received = self.connection.recv(65_536)
        if not received:
            raise Dropped
        self.buffer += received

    def say(self, reply: str) -> None:
        if self.server.delay:
            time.sleep(self.server.delay)
        self.connection.sendall(f"{reply}\r\n".encode())
