"""Row B6: what could run in a browser, what unpacks to too much, names that climb out."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image, ImageFile

from campaigns.importing.runs import ask_check, work_on
from campaigns.models import SubscriberImport
from crm.models import Subscriber
from media_kit.models import MailleDocument, MailleImage

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
MOST_POINTS, MOST_BYTES = 1_000_000, 1 << 20
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CELL = b'<c t="inlineStr"><is><t>%s</t></is></c>'


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def send(client, address, name, content, **answers):
    """As a browser that was told to send this name, whatever the file really is."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    client.post(reverse(address), {"title": "X", "collection": 1, "file": file, **answers})


@pytest.fixture
def points(monkeypatch):
    """Of each picture that is decoded, how many it has: what a bomb takes is there."""
    decoded, load = [0], ImageFile.ImageFile.load

    def counted(picture):
        decoded.append(picture.width * picture.height)
        return load(picture)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counted)
    return decoded


@pytest.fixture
def unpacked(monkeypatch):
    """How many bytes came out of each part that is read of a workbook."""
    sizes, read = [0], zipfile.ZipExtFile._read1

    def counted(part, length):
        sizes.append(len(content := read(part, length)))
        return content

    monkeypatch.setattr(zipfile.ZipExtFile, "_read1", counted)
    return sizes


def gif(extra: bytes = b"") -> bytes:
    made = BytesIO()
    Image.new("P", (40, 40)).save(made, "GIF", comment=extra or b"-")
    return made.getvalue() + extra


def huge_png(side: int) -> bytes:
    """Fifty thousand bytes that a program would unpack to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    pixels = b"".join([*(packer.compress(row) for _line in range(side)), packer.flush()])
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
        (b"IDAT", pixels),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


NO_PICTURES = {
    "a drawing with a script": ("x.svg", SVG),
    "a drawing under another name": ("x.png", SVG),
    "a page under another name": ("x.gif", b"<!doctype html>" + SCRIPT),
    "a page that begins like a picture": ("x.gif", b"GIF89a/*" + SCRIPT + b"*/"),
    "a picture under the name of a page": ("x.html", gif(SCRIPT)),
    "an archive": ("x.jpg", b"PK\x03\x04" + bytes(64)),
    "400 million points": ("x.png", huge_png(20_000)),
}


@pytest.mark.row("B6", "scripts, polyglots, bombs as pictures", "none taken, none decoded")
@pytest.mark.parametrize("case", NO_PICTURES)
def test_what_is_no_picture_is_not_taken(colleague, media_root, points, case):
    send(colleague, "wagtailimages:add", *NO_PICTURES[case])

    assert not MailleImage.objects.exists()
    assert not list(media_root.rglob("*.*"))
    assert max(points) <= MOST_POINTS


def test_a_picture_that_is_a_page_as_well_is_never_shown_as_one(colleague, client):
    send(colleague, "wagtailimages:add", "x.gif", gif(SCRIPT))
    image = MailleImage.objects.get()

    shown = client.get(image.get_rendition("original").url)

    assert SCRIPT not in b"".join(shown)
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"/media/{image.file.name}").status_code == 404


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.xhtml", "x.xml", "x.js", "x.pdf", "x"])
def test_a_document_never_runs_in_a_browser(colleague, client, name):
    send(colleague, "wagtaildocs:add", name, SVG)

    for document in MailleDocument.objects.all():
        answer = client.get(document.url)
        policy = answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in policy or "default-src 'none'" in policy
        is_saved = answer["Content-Disposition"].startswith("attachment")
        assert is_saved or answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("address", ["wagtailimages:add", "wagtaildocs:add"])
@pytest.mark.parametrize("name", ["../../x.gif", "..\\..\\x.gif", "/etc/x.gif", "%2e%2e/x.gif"])
def test_a_name_leaves_no_folder(colleague, media_root, tmp_path, address, name):
    send(colleague, address, name, gif())

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert all(media_root in path.resolve().parents for path in written)


def workbook(**parts: bytes) -> bytes:
    """A real one, with some of its parts replaced."""
    book, made, changed = Workbook(), BytesIO(), BytesIO()
    book.active.append(["email"])
    book.save(made)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, parts.get(Path(name).stem, source.read(name)))
    return changed.getvalue()


def sheet(*rows: bytes, before: bytes = b"") -> bytes:
    return before + SHEET + b"".join(rows) + b"</sheetData></worksheet>"


def entities() -> bytes:
    """A thousand million laughs."""
    nested = (b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY l0 "ha">%s]>' % b"".join(nested)
    return sheet(b"<row>" + CELL % b"&l9;" + b"</row>", before=head)


ROW = b"<row>" + CELL % b"zoe@example.org" + b"</row>"
FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
BOMBS = {
    "a million equal rows": workbook(sheet1=sheet(ROW * 1_000_000)),
    "nothing but spaces": workbook(sheet1=sheet(b" " * 60_000_000)),
    "words that repeat": workbook(theme1=b"<t>aaaaaaaaaa</t>" * 4_000_000),
    "entities in entities": workbook(sheet1=entities()),
    "a file of the server": workbook(
        sheet1=sheet(
            b"<row>" + CELL % b"&f;" + b"</row>",
            before=b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        )
    ),
    "cut in the middle": workbook(sheet1=SHEET + ROW + b"<row><c"),
    "one cell at the very end": workbook(
        sheet1=sheet(FAR).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
}


@pytest.mark.row("B6", "bombs as workbooks", "refused, not unpacked, 0 written")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_that_is_a_bomb_is_refused_by_the_command(bomb, tmp_path, unpacked):
    file = tmp_path / "people.xlsx"
    file.write_bytes(BOMBS[bomb])

    with pytest.raises(CommandError):
        call_command("import_subscribers", str(file))

    assert sum(unpacked) <= MOST_BYTES
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("bomb", BOMBS)
def test_and_in_the_back_office(colleague, unpacked, bomb):
    """Nobody waits for it, the worker goes on, and the screen says why."""
    send(colleague, "subscriber_import:add", "people.xlsx", BOMBS[bomb])
    run = SubscriberImport.objects.get()
    page = colleague.get(reverse("subscriber_import:inspect", args=[run.pk]))
    ask_check(run, {"email": "email"})
    work_on(run.pk, worker="one")
    run.refresh_from_db()

    assert sum(unpacked) <= 2 * MOST_BYTES
    assert page.status_code == 200
    assert (run.state, bool(run.trouble)) == (SubscriberImport.State.REFUSED, True)
    assert not Subscriber.objects.exists()
