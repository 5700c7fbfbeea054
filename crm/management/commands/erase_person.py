"""erase_person WHO: erases what is held about one person, but a keyed hash."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.erasure import erase_person, trail_of
from crm.identifying import NotOne, described, one_person
from crm.management.database_command import DatabaseCommand
from crm.models import User


class Command(DatabaseCommand):
    help = "Erases what is held about one person; only a keyed hash of their address stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="an address; a whole name or #number of the address book")
        parser.add_argument("--yes", action="store_true", help="without asking, as in a script")

    def handle(self, *args: Any, **options: Any) -> None:
        who = options["who"]
        try:
            meant = who if "@" in who else described(one_person(who))
            trail_of(who)
        except NotOne as trouble:
            raise CommandError(str(trouble)) from None
        if not options["yes"] and sys.stdin.isatty():
            answer = input(_("Erase everything about %s? Type yes: ") % meant)
            if answer.strip().lower() not in ("yes", "oui"):
                raise CommandError(_("Nothing was erased."))
        count = erase_person(who)
        self.stdout.write(
            ngettext(
                "%(count)s row erased or made nameless.",
                "%(count)s rows erased or made nameless.",
                count,
            )
            % {"count": count}
        )
        if User.objects.filter(email__iexact=who.strip()).exists():
            self.stdout.write(
                _("A colleague signs in with this address: their account is not touched by this.")
            )
