"""Row B5: whatever address somebody types, wherever, the server goes to none of them.

Watched are the sockets of the process itself. A server of ours listens at one of the addresses and
would send whoever comes on to another.
"""

import re
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.models import Locale, Page
from wagtail.rich_text import expand_db_html

from campaigns.inbox.filing import take_in
from campaigns.models import Campaign, TrackingClass
from campaigns.rendering.checks import review_issue
from campaigns.rendering.email import render_issue
from campaigns.rendering.links import LinkRegistry
from cms.models import ResourcePage
from crm.models import PressMention, Subscriber
from tests.factories.campaigns import IssuePageFactory, NewsletterFactory, NewsletterPageFactory
from tests.factories.crm import OrganisationFactory
from tests.journeys.test_uploads import CELL, sheet, workbook

METADATA = "http://169.254.169.254/latest/meta-data/"
seen: list[object] | None = None


def _watch(event: str, told: tuple) -> None:
    if seen is not None and event in ("socket.connect", "socket.getaddrinfo"):
        seen.append(told[1] if event == "socket.connect" else told[0])


sys.addaudithook(_watch)


@contextmanager
def watched():
    global seen
    seen = []
    try:
        yield seen
    finally:
        seen = None


class SendsOn(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.visits.append(self.path)
        self.send_response(302)
        self.send_header("Location", METADATA)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def trap():
    with HTTPServer(("127.0.0.1", 0), SendsOn) as server:
        server.visits = []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def addresses(trap) -> list[str]:
    port = trap.server_port
    return [
        f"http://127.0.0.1:{port}/x",
        f"http://localhost:{port}/x",
        f"http://[::ffff:127.0.0.1]:{port}/x",
        f"http://2130706433:{port}/x",
        f"https://www.youtube.com@127.0.0.1:{port}/watch?v=x",
        METADATA,
        "http://10.0.0.1/",
        "http://192.168.1.1/admin",
        "file:///etc/passwd",
        "https://www.youtube.com/watch?v=x",
        "https://redirects.example.org/to-the-inside",
    ]


@pytest.fixture(autouse=True)
def nobody_is_visited(trap):
    with watched() as found:
        yield
    assert (found, trap.visits) == ([], [])


def test_the_watch_sees_a_visit(trap):
    global seen
    with pytest.raises((HTTPError, OSError)):
        urlopen(f"http://127.0.0.1:{trap.server_port}/x", timeout=0.2)

    assert (len(trap.visits), ("127.0.0.1", trap.server_port) in seen) == (1, True)
    assert METADATA.split("/")[2] in str(seen)
    seen.clear()
    trap.visits.clear()


def test_a_letter_is_checked_previewed_and_rendered(colleague, addresses):
    Locale.objects.get_or_create(language_code="en")
    body = [("button", {"label": "Lire", "page": None, "url": url}) for url in addresses]
    body += [
        ("text", f'<p><a href="{url}">x</a><img src="{url}"/>'
         f'<embed embedtype="media" url="{url}"/>'
         f'<mj-include path="{url}" /><style>@import "{url}";</style></p>')
        for url in addresses
    ]  # fmt: skip
    parent = NewsletterPageFactory(parent=Page.objects.get(depth=2))
    issue = IssuePageFactory(parent=parent, body=body)

    review_issue(issue)
    for clicks in TrackingClass:
        render_issue(issue, opens=clicks, clicks=clicks, links=LinkRegistry())
    page = colleague.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))
    preview = colleague.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]))

    assert (page.status_code, preview.status_code) == (200, 200)
    assert not Campaign.objects.exists()


def test_a_film_is_asked_of_nobody(colleague, addresses):
    for url in addresses:
        colleague.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": url})
        with pytest.raises(EmbedException):
            get_embed(url)
        expand_db_html(f'<embed embedtype="media" url="{url}"/>')


def test_records_and_pages_keep_an_address_and_do_not_go_there(colleague, addresses):
    home = Page.objects.get(depth=2)
    for number, url in enumerate(addresses):
        organisation = OrganisationFactory(website=url)
        mention = PressMention.objects.create(outlet="X", published_on="2026-01-01", url=url)
        page = ResourcePage(title="X", kind="video", slug=f"x-{number}")
        home.add_child(instance=page)
        ResourcePage.objects.filter(pk=page.pk).update(link=url)
        for name, pk in (("organisations", organisation.pk), ("press_mentions", mention.pk)):
            address = reverse(f"{name}:edit", args=[pk])
            assert colleague.get(address).status_code == 200
            colleague.post(address, {"name": "X", "outlet": "X", "website": url, "url": url})
        assert colleague.get(page.url).status_code == 200


def test_a_senders_domain_is_looked_up_and_not_visited(colleague, addresses, monkeypatch):
    """Its names are asked of the DNS, by packets that know no such address."""
    monkeypatch.setattr("dns.resolver.Resolver.resolve", lambda *asked, **how: [])
    for url in [*addresses, "127.0.0.1", "localhost", "169.254.169.254", "[::1]"]:
        for domain in (url, url.split("/")[2] if "//" in url else url):
            answer = colleague.post(reverse("check_domain"), {"domain": domain, "relay": domain})
            assert answer.status_code == 200


def test_a_file_of_people_that_names_addresses(addresses, tmp_path):
    file = tmp_path / "people.xlsx"
    for number, url in enumerate(addresses):
        entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % url.encode()
        file.write_bytes(
            workbook(sheet1=sheet(b"<row>" + CELL % b"&e;" + b"</row>", before=entity))
        )
        with pytest.raises(CommandError):
            call_command("import_subscribers", str(file))
        rows = [b"email", f"zoe-{number}@example.org".encode()]
        cells = [b"first_name", f'=WEBSERVICE("{url}")'.replace('"', "&quot;").encode()]
        written = (
            b"<row>" + CELL % row + CELL % cell + b"</row>"
            for row, cell in zip(rows, cells, strict=True)
        )
        file.write_bytes(workbook(sheet1=sheet(*written)))
        call_command("import_subscribers", str(file))

    assert Subscriber.objects.count() == len(addresses)


def test_pictures_and_documents_that_name_addresses(colleague, addresses):
    for url in addresses:
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>'.encode()
        for address in ("wagtailimages:add", "wagtaildocs:add"):
            for name in ("x.svg", "x.png"):
                file = SimpleUploadedFile(name, drawing)
                colleague.post(reverse(address), {"title": url, "collection": 1, "file": file})


def test_what_strangers_send(client, addresses):
    newsletter = NewsletterFactory()
    for url in addresses:
        client.post(
            reverse("subscribe", args=[newsletter.slug]),
            {"email": "zoe@example.org", "first_name": url, "next": url},
            headers={"referer": url, "origin": url, "host": "testserver"},
        )
        take_in(
            f"From: a@example.org\r\nTo: b@example.org\r\nList-Unsubscribe: <{url}>\r\n"
            f'Content-Type: message/external-body; access-type=URL; URL="{url}"\r\n\r\n'
            f"Content-Type: text/plain\r\n\r\n{url}".encode()
        )
        assert client.get(f"/c/{url.replace('/', '_')}").status_code in (200, 302, 404)


def test_no_module_of_ours_can_fetch():
    """But the launcher, which looks whether its own process answers."""
    fetching = re.compile(
        r"^\s*(?:from|import) (?:urllib\.request|http\.client|httpx|aiohttp)", re.M
    )
    rooms = ("config", "media_kit", "cms", "campaigns", "crm")
    modules = [path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")]
    found = {
        str(p.relative_to(settings.BASE_DIR)) for p in modules if fetching.search(p.read_text())
    }

    assert found == {"config/dev/run.py"}
