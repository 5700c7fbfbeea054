"""erase_person EMAIL: erases what is held about one person, but a keyed hash."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.erasure import erase_person
from crm.models import User


class Command(BaseCommand):
    help = "Erases what is held about the person with this address; only a keyed hash stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="without asking, as in a script")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        if not options["yes"] and sys.stdin.isatty():
            answer = input(_("Erase everything about %s? Type yes: ") % email)
            if answer.strip().lower() not in ("yes", "oui"):
                raise CommandError(_("Nothing was erased."))
        count = erase_person(email)
        self.stdout.write(
            ngettext(
                "%(count)s row erased or made nameless.",
                "%(count)s rows erased or made nameless.",
                count,
            )
            % {"count": count}
        )
        if User.objects.filter(email__iexact=email.strip()).exists():
            self.stdout.write(
                _("A colleague signs in with this address: their account is not touched by this.")
            )
