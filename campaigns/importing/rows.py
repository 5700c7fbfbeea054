"""Checks one row of a file and gives it the shape it is staged in."""

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from campaigns.importing.columns import plain
from campaigns.importing.departements import Departements
from crm.addresses import (
    FORBIDDEN_CHARACTERS,
    address_hash,
    check_address,
    normalise_address,
)
from crm.models import TrackingChoice

# What is certainly a complete address, in one step; anything else takes the slow way
# through check_address, with its IDNA and its lists. Lengths: RFC 5321, section 4.5.3.1.
PLAIN_ADDRESS = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?:com|org|net|edu|fr|eu|be|ch|ca|lu|mc|re|info|asso|paris|bzh|uk|de|es|it)\Z",
    re.IGNORECASE,
)
ODD_HYPHENS = re.compile(r"[@.]..--", re.IGNORECASE)
NAME_LENGTH = 100
TAG_LENGTH = 100

LANGUAGES = {
    "francais": "fr",
    "french": "fr",
    "anglais": "en",
    "english": "en",
}
ANSWERS = {
    "": TrackingChoice.UNKNOWN.value,
    **dict.fromkeys(["yes", "oui", "true", "vrai", "1", "y", "o"], TrackingChoice.GRANTED.value),
    **dict.fromkeys(["no", "non", "false", "faux", "0", "n"], TrackingChoice.REFUSED.value),
}
# What other tools, and people, write of somebody who may be mailed, made plain: nothing else lets
# a row in, for each has its own words for those who left.
MAILABLE = re.compile(
    r"(?:is_)?(?:re)?(?:subscri(?:bed|ber)|abonnee?(?:_e)?|inscrite?(?:_e)?|registered|signed_up)"
    r"|(?:re)?(?:active?|activee?|actif|enabled|confirme[de]?e?|valide?|validee?|verified|verifiee?)"
    r"|(?:double_|single_)?opt(?:ed)?_?in|(?:marketing_)?contact|accept(?:ed|ee?)|agreed|granted"
    r"|consent(?:i|ed)?|consentement|mailable|deliverable|member|membre|added|ajoutee?"
    r"|yes|oui|true|vrai|on|ok|x|y|o|1"
)
# What a column about departures may hold when the person has not left
NOT_LEFT = frozenset(
    ["", "no", "non", "false", "faux", "0", "n", "none", "null", "subscribed", "-"]
)
# 31/05/2024, 31/05/24, and 31-05-2024 as Brevo writes it.
FRENCH_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)(.*)")


class RowRefused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class StagedRow(NamedTuple):
    """An empty cell says nothing: what we know stays."""

    line: int
    email: str
    address: str
    address_hash: str
    first_name: str
    last_name: str
    language: str
    territory_id: int | None
    opens: str
    clicks: str
    given_at: Any = None  # a moment; once staged, as the database writes it


class RowChecker:
    """Holds what every row is compared with, read once."""

    def __init__(
        self,
        places: dict[str, int],
        *,
        has_proof: bool,
        repeated: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        self.places = places
        repeated = repeated or {}
        self.departures = tuple(repeated.get("left", ()))
        self.statuses = tuple(repeated.get("status", ()))
        self.width = max(*places.values(), *self.departures, *self.statuses, 0) + 1
        self.has_proof = has_proof
        self.languages = {code: code for code, _name in settings.LANGUAGES} | LANGUAGES
        self.departements = Departements()

    def check(self, line: int, cells: list[str]) -> tuple[StagedRow, list[str]]:
        """The row and its tags. Raises RowRefused at the first cell that will not do."""
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        email = self._cell(cells, "email")
        address = _address(email)
        self._check_standing(cells)
        first_name, last_name = self._names(cells)
        row = StagedRow(
            line,
            email,
            address,
            address_hash(address),
            first_name,
            last_name,
            self._language(cells),
            self._territory(cells),
            self._answer(cells, "open_tracking"),
            self._answer(cells, "click_tracking"),
            self._agreed_on(cells),
        )
        return row, self._tags(cells)

    def _cell(self, cells: list[str], column: str) -> str:
        place = self.places.get(column)
        if place is None:
            return ""
        text = cells[place].strip()
        # Our own exports put an apostrophe before what a spreadsheet would run as a formula.
        if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "'"):
            return text[1:]
        return text

    def _check_standing(self, cells: list[str]) -> None:
        """Who left, bounced or never confirmed elsewhere is not brought back by a file."""
        if any(cells[place].strip().lower() not in NOT_LEFT for place in self.departures):
            raise RowRefused("left", _("The file says that this person is not to be mailed."))
        for place in self.statuses:
            standing = cells[place].strip()
            if standing and not MAILABLE.fullmatch(plain(standing)) and not _moment(standing):
                raise RowRefused(
                    "status",
                    _(
                        "“%(standing)s” does not say that this person may be mailed. If the "
                        "column is about something else, leave it aside."
                    )
                    % {"standing": standing[:60]},
                )

    def _names(self, cells: list[str]) -> tuple[str, str]:
        """One column for both names is cut at its first blank, or at its comma."""
        first_name, last_name = self._name(cells, "first_name"), self._name(cells, "last_name")
        if first_name or last_name or "name" not in self.places:
            return first_name, last_name
        whole = self._name(cells, "name")
        if "," in whole:
            last_name, _comma, first_name = whole.partition(",")
        else:
            first_name, _blank, last_name = whole.partition(" ")
        return first_name.strip(), last_name.strip()

    def _agreed_on(self, cells: list[str]) -> datetime | None:
        text = self._cell(cells, "agreed_on")
        if not text:
            return None
        moment = _moment(text)
        if moment is None or moment > timezone.now():
            raise RowRefused("agreed_on", _("Write a day gone by, like 2024-05-31 or 31/05/2024."))
        return moment

    def _name(self, cells: list[str], column: str) -> str:
        text = self._cell(cells, column)
        if len(text) > NAME_LENGTH:
            raise RowRefused(column, _("Longer than 100 characters."))
        if not text.isprintable() or not FORBIDDEN_CHARACTERS.isdisjoint(text):
            raise RowRefused(column, _("Holds a line break or a control character."))
        return text

    def _language(self, cells: list[str]) -> str:
        text = self._cell(cells, "language")
        if not text:
            return ""
        found = self.languages.get(text) or self.languages.get(plain(text).partition("_")[0])
        if found is None:
            raise RowRefused(
                "language",
                _("Unknown language; known are: %(known)s.")
                % {"known": ", ".join(code for code, _name in settings.LANGUAGES)},
            )
        return found

    def _territory(self, cells: list[str]) -> int | None:
        text = self._cell(cells, "territory")
        if not text:
            return None
        found = self.departements.find(text)
        if found is None:
            raise RowRefused("territory", _("This is no département, or more than one."))
        return found

    def _answer(self, cells: list[str], column: str) -> str:
        text = self._cell(cells, column)
        answer = ANSWERS.get(text) if text in ANSWERS else ANSWERS.get(text.lower())
        if answer is None:
            raise RowRefused(column, _("Write yes or no, or leave it empty."))
        if answer == TrackingChoice.GRANTED and not self.has_proof:
            raise RowRefused(column, _("A yes needs --consent-source: how was it given?"))
        return answer

    def _tags(self, cells: list[str]) -> list[str]:
        text = self._cell(cells, "tags")
        if not text:
            return []
        tags = [tag.strip() for tag in _pieces(text) if tag.strip()]
        if any(len(tag) > TAG_LENGTH or not tag.isprintable() for tag in tags):
            raise RowRefused("tags", _("A tag is too long or holds a control character."))
        return tags


def _pieces(text: str) -> list[str]:
    """Between semicolons, as our exports have them; Mailchimp quotes each, with commas between."""
    if '"' not in text:
        return text.split(";")
    for separator in (";", ","):
        with suppress(csv.Error):
            return next(csv.reader([text], delimiter=separator, strict=True))
    return text.split(";")


def _address(email: str) -> str:
    if not email:
        raise RowRefused("email", _("There is no address."))
    if PLAIN_ADDRESS.match(email) and not ODD_HYPHENS.search(email):
        return email.lower()
    try:
        return normalise_address(check_address(email))
    except ValidationError as error:
        raise RowRefused("email", error.messages[0]) from None


def _moment(text: str) -> datetime | None:
    """ISO 8601, or the day first as in French; a bare day counts from its midnight here."""
    if french := FRENCH_DATE.fullmatch(text):
        day, _mark, month, year, rest = french.groups()
        text = f"{'20'[: 4 - len(year)]}{year}-{month:0>2}-{day:0>2}{rest}"
    try:
        moment = parse_datetime(text) if len(text) > 10 else None
        day_alone = parse_date(text[:10]) if moment is None and len(text) == 10 else None
    except ValueError:
        return None
    if day_alone is not None:
        moment = datetime.combine(day_alone, time.min)
    if moment is not None and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment
