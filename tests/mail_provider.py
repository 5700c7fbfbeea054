"""A mail provider on a real socket: answers as its documentation says, or as the test tells it to.

provider.script = lambda request: Reply(429, {...}, {"Retry-After": "30"})
The script returns a Reply, DROP (the connection ends without an answer), or None for the usual
answer. A request that is answered as usual, or by a Reply with `takes`, is carried out: its
recipients then stand in `mails`, unless its idempotency key was seen before.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DROP = "<drop>"
TAKE_AND_DROP = "<take and drop>"


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), strict_parsing=True)


@dataclass
class Reply:
    code: int
    said: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    takes: bool = False


@dataclass
class Mail:
    recipient: str
    at: float


class MailProvider:
    def __init__(self, usual: Callable[[Request], tuple[Reply, list[str], str]]) -> None:
        """`usual` gives the documented answer, the recipients, and the idempotency key if any."""
        self.usual = usual
        self.script: Callable[[Request], Reply | str | None] = lambda request: None
        self.repetition = Reply(400, {"code": "duplicate_request", "message": "Duplicate request"})
        self.requests: list[Request] = []
        self.mails: list[Mail] = []
        self.keys: set[str] = set()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient for mail in self.mails]

    @property
    def twice(self) -> list[str]:
        return [address for address, count in Counter(self.recipients).items() if count > 1]

    def start(self) -> "MailProvider":
        self.thread.start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: Request) -> Reply | str:
        with self.lock:
            self.requests.append(request)
            told = self.script(request)
            usual, recipients, key = self.usual(request)
            if key and key in self.keys:
                return self.repetition
            if told is None or told == TAKE_AND_DROP or (isinstance(told, Reply) and told.takes):
                self.mails += [Mail(recipient, request.at) for recipient in recipients]
                self.keys |= {key} - {""}
            return usual if told is None else told

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request("POST", self.path, headers, body, time.time())
                reply = provider.answer(request)
                if isinstance(reply, str):
                    self.close_connection = True
                    return
                said = json.dumps(reply.said) if not isinstance(reply.said, str) else reply.said
                self.send_response(reply.code)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said.encode())))
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


def brevo(request: Request) -> tuple[Reply, list[str], str]:
    """https://developers.brevo.com/docs/batch-send-transactional-emails"""
    said = request.json
    to = [version["to"][0]["email"] for version in said["messageVersions"]]
    reply = Reply(201, {"messageIds": [f"<2026{n}@smtp-relay.mailin.fr>" for n in range(len(to))]})
    return reply, to, said["headers"].get("idempotencyKey", "")


def mailjet(request: Request) -> tuple[Reply, list[str], str]:
    """https://dev.mailjet.com/reference/email/send-emails/"""
    to = [message["To"][0]["Email"] for message in request.json["Messages"]]
    messages = [
        {
            "Status": "success",
            "CustomID": "",
            "To": [{"Email": email, "MessageUUID": f"u{n}", "MessageID": 4560 + n,
                    "MessageHref": f"https://api.mailjet.com/v3/message/{4560 + n}"}],
            "Cc": [],
            "Bcc": [],
        }
        for n, email in enumerate(to)
    ]  # fmt: skip
    return Reply(200, {"Messages": messages}), to, ""


def mailgun(request: Request) -> tuple[Reply, list[str], str]:
    """https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending"""
    reply = Reply(200, {"id": "<2026.1@mg.example.org>", "message": "Queued. Thank you."})
    return reply, request.form["to"], ""


def postmark(request: Request) -> tuple[Reply, list[str], str]:
    """https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails"""
    to = [mail["To"] for mail in request.json]
    said = [
        {"ErrorCode": 0, "Message": "OK", "MessageID": f"b7bc2f4a-{n}",
         "SubmittedAt": "2026-11-21T07:25:01Z", "To": email}
        for n, email in enumerate(to)
    ]  # fmt: skip
    return Reply(200, said), to, ""


def amazon_ses(request: Request) -> tuple[Reply, list[str], str]:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html"""
    said = request.json
    if urlsplit(request.path).path.endswith("outbound-emails"):
        return Reply(200, {"MessageId": "0100-1"}), said["Destination"]["ToAddresses"], ""
    to = [entry["Destination"]["ToAddresses"][0] for entry in said["BulkEmailEntries"]]
    results = [{"Status": "SUCCESS", "MessageId": f"0100-{n}"} for n in range(len(to))]
    return Reply(200, {"BulkEmailEntryResults": results}), to, ""


def scaleway(request: Request) -> tuple[Reply, list[str], str]:
    """https://www.scaleway.com/en/developers/api/transactional-email/#path-emails-send-an-email"""
    to = request.json["to"][0]["email"]
    email = {"id": "6f1e-1", "message_id": "2026.1@scw", "mail_rcpt": to, "status": "new"}
    return Reply(200, {"emails": [email]}), [to], ""


def resend(request: Request) -> tuple[Reply, list[str], str]:
    """https://resend.com/docs/api-reference/emails/send-email"""
    to = request.json["to"][0]
    return Reply(200, {"id": "49a3999c-1"}), [to], request.headers.get("idempotency-key", "")


USUAL = {
    "brevo": brevo,
    "mailjet": mailjet,
    "mailgun": mailgun,
    "postmark": postmark,
    "amazon_ses": amazon_ses,
    "scaleway": scaleway,
    "resend": resend,
}
# Where each says that its interface is, below the local server.
VARIABLES = {
    "brevo": {"BREVO_API_KEY": "xkeysib-1"},
    "mailjet": {"MAILJET_API_KEY": "public", "MAILJET_SECRET_KEY": "private"},
    "mailgun": {"MAILGUN_API_KEY": "key-1", "MAILGUN_SENDER_DOMAIN": "mg.example.org"},
    "postmark": {"POSTMARK_SERVER_TOKEN": "token-1", "POSTMARK_MESSAGE_STREAM": "broadcast"},
    "amazon_ses": {},
    "scaleway": {"SCALEWAY_SECRET_KEY": "secret-1", "SCALEWAY_PROJECT_ID": "project-1"},
    "resend": {"RESEND_API_KEY": "re_1"},
}
PATHS = {
    "brevo": "/v3/",
    "mailjet": "/v3.1/",
    "mailgun": "/v3/",
    "scaleway": "/transactional-email/v1alpha1/regions/fr-par/",
}
