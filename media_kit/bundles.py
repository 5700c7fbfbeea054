"""The whole kit as one zip, made while it leaves: nothing is written to disk or held in memory."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from zipstream import ZIP_STORED, ZipStream

from media_kit.models import KitItem, MediaKitPage

BLOCK = 64 * 1024


def download_name(item: KitItem) -> str:
    """A name that tells what the file is, whatever it was called when it was uploaded."""
    extension = PurePosixPath(item.asset.file.name).suffix.lower()
    return f"{slugify(item.title) or item.kind}{extension}"


def bundle(page: MediaKitPage, items: Iterable[KitItem]) -> ZipStream:
    """In the language of its page. Stored, not compressed: its length is known before it starts
    (`len(stream)`).
    """
    with override(page.locale.language_code):
        return _bundle(page, items)


def _bundle(page: MediaKitPage, items: Iterable[KitItem]) -> ZipStream:
    stream = ZipStream(compress_type=ZIP_STORED, sized=True)
    stream.comment = page.title
    taken: set[str] = set()
    listed = list(items)
    for item in listed:
        name = _free_name(f"{_folder(item)}/{download_name(item)}", taken)
        stream.add(_blocks(item.asset.file), name, size=item.asset.file.size)
    notice = _notice(page, listed).encode()
    stream.add(notice, _("READ-ME.txt"))
    return stream


def _folder(item: KitItem) -> str:
    return slugify(item.get_kind_display()) or item.kind


def _blocks(file: Any) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            yield block


def _free_name(name: str, taken: set[str]) -> str:
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = str(path.with_stem(f"{path.stem}-{number}"))
    taken.add(name)
    return name


def _notice(page: MediaKitPage, items: list[KitItem]) -> str:
    lines = [page.title, "", page.introduction, ""]
    for item in items:
        credit = item.asset.credit or _("credit not stated")
        lines.append(f"{item.title} – {credit} – {item.asset.get_licence_display()}")
    if page.press_contact:
        lines += ["", _("Press contact: %(contact)s") % {"contact": page.press_contact}]
    return "\r\n".join(lines) + "\r\n"
