"""Our engine beside the others: the same letter to the same servers, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.management.benchmarks import material, rivals
from campaigns.management.benchmarks.servers import Postfix, fast_sink, mail_goes_to, smtp_sink
from campaigns.management.benchmarks.stopwatch import (
    Taken,
    memory_now,
    memory_peak,
    stopwatch,
)
from campaigns.models import Campaign, Delivery
from campaigns.sending.delivery import send_pending
from campaigns.sending.message import Mailroom
from campaigns.sending.planning import start

DELAY_SECONDS = 0.02
# Enough for 500 mails a second with that delay, one round trip a mail.
FAR_CONNECTIONS = 16
FAR_MAILS = 4_000
FAR_SMTPLIB_MAILS = 800
DJANGO_MAILS = 1_000
LIMIT_SECONDS = 3_600.0


@dataclass
class Sending:
    recipients: int
    postfix: Postfix
    far: int = FAR_MAILS
    far_smtplib: int = FAR_SMTPLIB_MAILS
    django: int = DJANGO_MAILS
    runs: int = field(default=0)

    def measure(self) -> Iterator[tuple[str, float]]:
        material.add_people(self.recipients)
        with smtp_sink(self.postfix) as port:
            yield from self._beside_postfix("smtp-sink", port)
            yield from self._beside_django(port)
        with fast_sink() as port:
            yield from self._beside_postfix("fast sink", port)
        with fast_sink(DELAY_SECONDS) as port:
            yield from self._far_away(port)

    def _beside_postfix(self, server: str, port: int) -> Iterator[tuple[str, float]]:
        before = memory_now()
        ours = self._ours(port)
        self.cpu = ours.cpu / self.recipients
        self.rate = self.recipients / ours.seconds
        source = rivals.smtp_source(self.postfix, port, self.recipients)
        theirs = self.recipients / source.seconds
        yield f"{server}: mails/s", self.rate
        yield f"{server}: CPU µs a mail", self.cpu * 1e6
        yield f"{server}: memory above an idle worker, MB", (memory_peak() - before) / 1e6
        yield f"{server}: smtp-source -s 4, mails/s", theirs
        yield f"{server}: ratio to smtp-source", self.rate / theirs

    def _beside_django(self, port: int) -> Iterator[tuple[str, float]]:
        taken = rivals.django_backend(port, self.django, material.letter())
        rate, cpu = self.django / taken.seconds, taken.cpu / self.django
        yield "smtp-sink: Django's SMTP backend, mails/s", rate
        yield "smtp-sink: Django's SMTP backend, CPU µs a mail", cpu * 1e6
        yield "smtp-sink: ratio to Django's backend", self.rate / rate
        yield "smtp-sink: CPU of Django's backend to ours", cpu / self.cpu

    def _far_away(self, port: int) -> Iterator[tuple[str, float]]:
        mails = min(self.far, self.recipients)
        ours = self._ours(port, only=mails, SMTP_CONNECTIONS=FAR_CONNECTIONS)
        smtplib = rivals.plain_smtplib(port, self.far_smtplib, connections=FAR_CONNECTIONS)
        rate, theirs = mails / ours.seconds, self.far_smtplib / smtplib.seconds
        yield f"20 ms away: mails/s over {FAR_CONNECTIONS} connections", rate
        yield "20 ms away: smtplib over as many, mails/s", theirs
        yield "20 ms away: ratio to smtplib", rate / theirs

    def _ours(self, port: int, *, only: int = 0, **settings: object) -> Taken:
        """Claims, checks, tokens and ledger included; the freeze is not."""
        self.runs += 1
        campaign = frozen_campaign(f"benchmark-{self.runs}")
        if only:
            kept = campaign.deliveries.order_by("pk").values("pk")[:only]
            campaign.deliveries.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
        with mail_goes_to(port, **settings), stopwatch() as taken:
            while send_pending(campaign.pk, worker="benchmark", seconds=LIMIT_SECONDS):
                pass
        accepted = campaign.deliveries.filter(state=Delivery.State.ACCEPTED).count()
        assert accepted == (only or self.recipients), f"{accepted} mails were accepted"
        return taken


def frozen_campaign(slug: str) -> Campaign:
    campaign = material.approved_campaign(slug)
    start(campaign)
    material.enlarge(campaign)
    Mailroom(campaign, eight_bit=True)  # loads the addresses' code, as in a worker that runs
    return campaign
