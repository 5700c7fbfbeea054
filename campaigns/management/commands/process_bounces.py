"""process_bounces [FILE…|-]: what came back, from files, a pipe or the mailbox of INBOX_URL."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from campaigns.inbox.filing import TakenIn, take_in
from campaigns.inbox.mailbox import MailboxUnreachable, read_mailbox
from campaigns.inbox.notices import Kind, Notice
from campaigns.inbox.sources import STANDARD_INPUT, Unreadable, messages_in
from campaigns.inbox.strays import forward, forward_answer
from crm.management.database_command import DatabaseCommand
from crm.tasks import send_outgoing_mails


class Command(DatabaseCommand):
    help = "Acts on bounces, complaints and requests to leave; says what each message was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", metavar="FILE", help="messages or mbox files; - reads the input"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, files: list[str], format: str, **options: Any) -> None:
        self.seen: list[dict[str, Any]] = []
        troubles = self._read_files(files) if files else self._read_mailbox()
        if format == "json":
            self.stdout.write(json.dumps(self.seen, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("".join(map(_line, self.seen)), ending="")
        if troubles:
            raise CommandError(" ".join(troubles))

    def _read_files(self, files: list[str]) -> list[str]:
        """The sentences about those that cannot be read; the others are read all the same."""
        troubles = []
        for name in files:
            try:
                for incoming in messages_in(name):
                    self._take(name, incoming.raw)
            except Unreadable as trouble:
                troubles.append(str(trouble))
        return troubles

    def _read_mailbox(self) -> list[str]:
        if not settings.INBOX_URL:
            return [_("Name a file, or set INBOX_URL to read a mailbox.")]
        try:
            read_mailbox(self._take_from_mailbox)
        except MailboxUnreachable as trouble:
            return [str(trouble)]
        return []

    def _take(self, name: str, raw: bytes) -> bool:
        taken: TakenIn = take_in(raw)
        self.seen.append(_as_json(name, taken.notice))
        if name == STANDARD_INPUT and not taken.is_done and forward(raw) is not None:
            send_outgoing_mails()
        return taken.is_done

    def _take_from_mailbox(self, name: str, raw: bytes) -> bool:
        is_done = self._take(name, raw)
        if not is_done and forward_answer(raw) is not None:
            send_outgoing_mails()
        return is_done


def _as_json(name: str, notice: Notice) -> dict[str, Any]:
    return {
        "file": name,
        "kind": Kind(notice.kind).value,
        "class": notice.bounce_class.value,
        "status": notice.status,
        "addresses": notice.addresses,
    }


def _line(seen: dict[str, Any]) -> str:
    told = [seen["kind"], seen["class"], seen["status"], ", ".join(seen["addresses"])]
    return f"{seen['file']}: " + " ".join(part for part in told if part not in ("", "none")) + "\n"
