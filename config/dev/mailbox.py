"""The pages at /dev/mailbox/ that show what the mail catcher received. Development only."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from itertools import takewhile
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

SHOWN = 200


@dataclass(frozen=True)
class Message:
    name: str
    mail: EmailMessage

    @property
    def received_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name) / 1e9, UTC)

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        part = self.mail.get_body(("html",))
        return part.get_content() if part else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        return list(self.mail.items())


def read(name: str) -> Message:
    path = folder() / f"{name}.eml"
    if not name.isdigit() or not path.exists():
        raise Http404
    return Message(name, email.message_from_bytes(path.read_bytes(), policy=policy.default))


def folder() -> Path:
    return Path(settings.MAILBOX_DIR)


def mailbox(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("to", "").strip().lower()
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)
    if wanted:
        names = [name for name in names if wanted in recipients(name)]
    messages = [read(name) for name in names[:SHOWN]]
    context = {"messages": messages, "count": len(names), "wanted": wanted}
    return render(request, "dev/mailbox.html", context)


def recipients(name: str) -> str:
    """Those of the envelope, which the catcher writes on the first lines."""
    with (folder() / f"{name}.eml").open("rb") as file:
        envelope = takewhile(lambda line: line.startswith(b"X-Envelope-To:"), file)
        return b"".join(envelope).decode("utf-8", "replace").lower()


def mailbox_message(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "dev/mailbox_message.html", {"message": read(name)})


@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail reader shows it: its pictures load, its scripts never run."""
    page = BeautifulSoup(read(name).html, "html.parser")
    for link in page.find_all("a"):
        link["target"] = "_top"
    response = HttpResponse(str(page))
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response
