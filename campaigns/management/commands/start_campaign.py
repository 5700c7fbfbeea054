"""Starts an approved campaign, or helps to send one that has started. May be asked again: of one
that was sent it says when, and nothing leaves.
"""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Delivery
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import SendingRefused, start
from campaigns.sending.progress import count_states
from campaigns.sending.recovery import recover
from campaigns.sending.workers import worker_name
from campaigns.tasks import send_campaign
from crm.days import written_day
from crm.management.database_command import DatabaseCommand

PAUSE_SECONDS = 0.5
# Between two tries of a server that cannot be used; a worker tries it once a minute.
LONGEST_PAUSE_SECONDS = 60.0
RECOVER_EVERY_SECONDS = 10.0


class Command(DatabaseCommand):
    help = "Plans and starts an approved campaign."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the campaign's short name")
        parser.add_argument(
            "--wait", action="store_true", help="help to send it, and return once it is finished"
        )

    def handle(self, *args: Any, slug: str, wait: bool, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=slug).first()
        if campaign is None:
            raise CommandError(_("There is no campaign called “%(slug)s”.") % {"slug": slug})
        if campaign.state == Campaign.State.SENT and not wait:
            self.stdout.write(_already_sent(campaign))
            return
        try:
            candidates = start(campaign)
        except SendingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if campaign.state == Campaign.State.SENDING:
            send_campaign(campaign.pk)
        if wait:
            self._send(campaign)
        told = _("%(slug)s: %(state)s. Recipients: %(count)s")
        count = number_format(candidates, force_grouping=True)
        state = campaign.get_state_display()
        self.stdout.write(told % {"slug": campaign.slug, "state": state, "count": count})
        if wait:
            for line in _short_of_all(campaign):
                self.stdout.write(line)

    def _send(self, campaign: Campaign) -> None:
        recovered_at, pause, told = 0.0, PAUSE_SECONDS, ""
        while campaign.state == Campaign.State.SENDING:
            if time.monotonic() - recovered_at > RECOVER_EVERY_SECONDS:
                recover()
                recovered_at = time.monotonic()
            more = send_pending(campaign.pk, worker=worker_name(), seconds=RECOVER_EVERY_SECONDS)
            campaign.refresh_from_db()
            if campaign.difficulty and campaign.difficulty != told:
                self.stderr.write(campaign.difficulty)
            told = campaign.difficulty
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS) if told else PAUSE_SECONDS
            if not more:
                _rest(campaign, pause)
        if campaign.state == Campaign.State.PAUSED:
            raise CommandError(
                _("The campaign is paused. %(reason)s") % {"reason": campaign.paused_because}
            )


def _rest(campaign: Campaign, seconds: float) -> None:
    """Over early once others have changed or mended something."""
    before, until = (campaign.state, campaign.difficulty), time.monotonic() + seconds
    while (campaign.state, campaign.difficulty) == before and time.monotonic() < until:
        time.sleep(PAUSE_SECONDS)
        campaign.refresh_from_db()


def _short_of_all(campaign: Campaign) -> Iterator[str]:
    """What did not simply arrive, where anything did not."""
    states = count_states(campaign)
    if failed := states.get(Delivery.State.FAILED):
        yield _("Failed: %(count)s; the letter’s screen says why.") % {"count": failed}
    if doubtful := states.get(Delivery.State.UNKNOWN):
        yield (
            _("To check: %(count)s; they are perhaps there, perhaps not. Decide on the screen.")
            % {"count": doubtful}
        )


def _already_sent(campaign: Campaign) -> str:
    told = _("“%(slug)s” was sent on %(date)s: nothing more leaves.")
    ended = timezone.localtime(campaign.ended_at)
    return told % {"slug": campaign.slug, "date": written_day(ended, "DATETIME_FORMAT")}
