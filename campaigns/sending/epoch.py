"""The send epoch: each machine's count, in the database and beside it, which grow together.

Once a minute, and whenever a campaign is taken in hand or put down. A database that is behind has
forgotten something: it is a backup that was restored. All sending is then held until a person
has looked, see campaigns.sending.restoring.
"""

import fcntl
import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Machine, SendingHold
from campaigns.sending.renumbering import skip_numbers
from crm import journal

# A machine that no database has seen is new while its colleagues are alive, and a stranger, sent
# to the backup of a lost one, when they have all been silent for so long.
SILENT_AFTER = timedelta(minutes=15)


class SendingHeld(Exception):
    """Nothing may leave; says why in one sentence."""


@dataclass
class Counter:
    """What this machine remembers whatever happens to the database."""

    path: Path
    key: str
    count: int = 0

    def write(self, count: int) -> None:
        partial = self.path.with_suffix(".partial")
        with partial.open("w") as file:
            json.dump({"key": self.key, "count": count}, file)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self.path)
        journal.flush_folder(self.path.parent)
        self.count = count


@contextmanager
def counter() -> Iterator[Counter]:
    """One process of this machine at a time. Raises OSError when the disk takes nothing."""
    folder = journal.folder()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = folder / "machine.json"
        if not path.exists():
            Counter(path, uuid.uuid4().hex).write(0)
        yield Counter(path, **json.loads(path.read_text()))


def held() -> SendingHold | None:
    return SendingHold.objects.filter(confirmed_at=None).order_by("pk").first()


def advance() -> None:
    """One further, in the database and then beside it. Raises SendingHeld."""
    try:
        with counter() as mine:
            _compare(mine)
            if hold := held():
                raise SendingHeld(hold.reason)
            machine = Machine.objects.get(key=mine.key)
            count = max(machine.count, mine.count) + 1
            Machine.objects.filter(pk=machine.pk).update(count=count, seen_at=timezone.now())
            mine.write(count)
    except OSError as error:
        raise SendingHeld(
            _("The journal beside the database cannot be written, so nothing may leave: %(error)s")
            % {"error": error.strerror or error}
        ) from error


def begin_turn(campaign: Campaign, worker: str) -> None:
    """Before the first body leaves: written on this machine's disk. Raises SendingHeld."""
    advance()
    _note("turn", campaign, worker)


def end_turn(campaign: Campaign, worker: str) -> None:
    """A backup made during the turn is behind from here on."""
    try:
        advance()
        _note("turn_over", campaign, worker)
    except SendingHeld:
        return


def _note(act: str, campaign: Campaign, worker: str) -> None:
    try:
        with counter() as mine:
            journal.append(act, campaign=campaign.slug, turn=worker, count=mine.count)
    except OSError as error:
        raise SendingHeld(str(error)) from error


def _compare(mine: Counter) -> None:
    machines = list(Machine.objects.all())
    known = next((machine for machine in machines if machine.key == mine.key), None)
    if known is None:
        known = _introduce(mine, is_first=not machines)
        if mine.count == 0 and machines and _all_silent(machines):
            return _hold(
                _("This database was used by other machines until now: it may be a backup.")
            )
    if known.count < mine.count and not held():
        _hold(_("This database is a restored backup: what was done after it was made is missing."))
    return None


def _introduce(mine: Counter, *, is_first: bool) -> Machine:
    """The first machine of a new database brings its count with it."""
    return Machine.objects.create(
        key=mine.key,
        name=socket.gethostname()[:60],
        count=mine.count if is_first else 0,
        seen_at=timezone.now(),
    )


def _all_silent(machines: list[Machine]) -> bool:
    return max(machine.seen_at for machine in machines) < timezone.now() - SILENT_AFTER


def _hold(reason: str) -> None:
    """Running campaigns are paused: the fence of every worker obeys at once."""
    with transaction.atomic():
        if held() is None:
            SendingHold.objects.create(reason=reason)
            skip_numbers()
        Campaign.objects.filter(state=Campaign.State.SENDING).update(
            state=Campaign.State.PAUSED, paused_because=reason
        )
