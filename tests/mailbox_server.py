"""A mailbox on a socket, over TLS: as much of IMAP (RFC 3501) and POP (RFC 1939) as is read.

The answers are those of the RFCs' own examples; what the client did is kept for the test.
"""

import base64
import re
import socketserver
import ssl
import threading
from pathlib import Path

USER, PASSWORD = "claire", "secret word"


class Mailbox(socketserver.ThreadingTCPServer):
    """`messages` by unique number; `seen` and `removed` are what the client marked."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, dialogue: type["Dialogue"], certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), dialogue)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        self.messages: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.removed: set[int] = set()
        self.fetched: list[int] = []
        self.validity = 3857529045
        self.folders = ["INBOX"]
        self.user, self.password = USER, PASSWORD
        self.offers = "IMAP4rev1"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def handle_error(self, request, client_address) -> None:
        """A client that does not trust our certificate is what some tests are about."""


class Dialogue(socketserver.StreamRequestHandler):
    server: Mailbox

    def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
        self.wfile.flush()


class Imap(Dialogue):
    def handle(self) -> None:
        self.say("* OK IMAP4rev1 Service Ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, command = line.partition(" ")
            if literal := re.search(r" \{(\d+)\}$", command):
                self.say("+ go on")
                octets = self.rfile.read(int(literal[1]))
                command = command[: literal.start()] + f' "{octets.decode()}"'
                self.rfile.readline()
            verb = command.split(" ")[1] if command.startswith("UID ") else command.split(" ")[0]
            self.say(f"{tag} " + getattr(self, verb.lower(), self.capability)(command))
            if verb == "LOGOUT":
                return

    def capability(self, command: str) -> str:
        self.say(f"* CAPABILITY {self.server.offers}")
        return "OK done"

    def login(self, command: str) -> str:
        right = command.endswith(f'"{self.server.password}"') and self.server.user in command
        return "OK LOGIN completed" if right else "NO [AUTHENTICATIONFAILED] wrong: claire"

    def authenticate(self, command: str) -> str:
        self.say("+ ")
        given = base64.b64decode(self.rfile.readline()).decode()
        right = given == f"\0{self.server.user}\0{self.server.password}"
        return "OK AUTHENTICATE completed" if right else "NO [AUTHENTICATIONFAILED] wrong"

    def select(self, command: str) -> str:
        if not any(f'"{folder}"' in command for folder in self.server.folders):
            return "NO no such mailbox"
        self.say(f"* {len(self.server.messages)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] UIDs valid")
        return "OK [READ-WRITE] SELECT completed"

    def search(self, command: str) -> str:
        first = int(re.search(r"UID (\d+):\*", command)[1])
        uids = sorted(self.server.messages)
        # RFC 3501, section 6.4.8: "n:*" always includes the last message.
        found = [uid for uid in uids if uid >= first] or uids[-1:]
        self.say("* SEARCH " + " ".join(map(str, found)))
        return "OK SEARCH completed"

    def fetch(self, command: str) -> str:
        uid = int(command.split(" ")[2])
        self.server.fetched.append(uid)
        raw = self.server.messages.get(uid)
        if raw is not None:
            self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}", raw + b")")
        return "OK FETCH completed"

    def store(self, command: str) -> str:
        self.server.seen.add(int(command.split(" ")[2]))
        return "OK STORE completed"

    def logout(self, command: str) -> str:
        self.say("* BYE")
        return "OK LOGOUT completed"


class Pop(Dialogue):
    def handle(self) -> None:
        self.say("+OK POP3 server ready")
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            getattr(self, verb.lower(), self.noop)(rest)
            if verb == "QUIT":
                return

    def noop(self, rest: str) -> None:
        self.say("+OK")

    def pass_(self, rest: str) -> None:
        self.say("+OK" if rest == self.server.password else "-ERR [AUTH] wrong: claire")

    def __getattr__(self, name: str):
        if name == "pass":
            return self.pass_
        raise AttributeError(name)

    def uidl(self, rest: str) -> None:
        uids = enumerate(sorted(self.server.messages), start=1)
        self.say("+OK", *[f"{number} uid-{uid}" for number, uid in uids], ".")

    def list(self, rest: str) -> None:
        sizes = enumerate(sorted(self.server.messages), start=1)
        self.say("+OK", *[f"{n} {len(self.server.messages[uid])}" for n, uid in sizes], ".")

    def top(self, rest: str) -> None:
        number, most = rest.split()
        self.retr(number, int(most))

    def retr(self, rest: str, most: int | None = None) -> None:
        uid = sorted(self.server.messages)[int(rest) - 1]
        self.server.fetched.append(uid)
        lines = self.server.messages[uid].rstrip(b"\n").split(b"\n")[:most]
        self.say("+OK", *[b"." + line if line.startswith(b".") else line for line in lines], ".")

    def dele(self, rest: str) -> None:
        self.server.removed.add(sorted(self.server.messages)[int(rest) - 1])
        self.say("+OK")
