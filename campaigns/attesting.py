"""What somebody said on paper, by telephone or to the team: into the ledger, with its date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Newsletter
from campaigns.subscriptions import join, unsubscribe
from crm.consent import TRACKING_PURPOSES, latest_act, newsletter_purpose, record_consent
from crm.models import Consent, Subscriber
from crm.suppression import Reason, suppression_of, take_back_leaving

Act, Source = Consent.Act, Consent.Source
SOURCES = (Source.PAPER, Source.PHONE, Source.STAFF)
ACTS = (Act.GRANTED, Act.REFUSED, Act.WITHDRAWN)


class AttestationRefused(Exception):
    """Nothing was written; says why in one sentence."""


@transaction.atomic
def attest(
    subscriber: Subscriber, purpose: str, act: str, *, source: str, proof: str, at: datetime
) -> None:
    """Subscribes or unsubscribes with it. An older paper undoes nothing that was said since."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    last = latest_act(subscriber, purpose)
    if last is not None and last.given_at > at:
        raise AttestationRefused(_("The ledger holds a later act of this person on this matter."))
    newsletter = _newsletter(purpose)
    if newsletter is None:
        record_consent(subscriber, purpose=purpose, act=act, source=source, proof=proof, at=at)
    elif act != Act.GRANTED:
        if not unsubscribe(subscriber, newsletter, source=source, proof=proof, at=at):
            record_consent(subscriber, purpose=purpose, act=act, source=source, proof=proof, at=at)
    else:
        _come_back(subscriber, at)
        if not join(subscriber, newsletter, source=source, proof=proof, at=at):
            record_consent(subscriber, purpose=purpose, act=act, source=source, proof=proof, at=at)


def _come_back(subscriber: Subscriber, at: datetime) -> None:
    """A later paper takes “never again” back; nothing lifts what the team excluded."""
    exclusion = suppression_of(subscriber.address)
    if exclusion is None:
        return
    if exclusion.is_by_team:
        raise AttestationRefused(_("The team excluded this address: lift the exclusion first."))
    left = subscriber.consents.filter(act=Act.WITHDRAWN, given_at__gt=at)
    left_letters = left.exclude(purpose__in=TRACKING_PURPOSES).exists()
    if exclusion.reason == Reason.LEFT_ALL and (exclusion.created_at > at or left_letters):
        raise AttestationRefused(_("This person has left all letters since that day."))
    take_back_leaving(subscriber.address)


def _newsletter(purpose: str) -> Newsletter | None:
    letters = {newsletter_purpose(letter.slug): letter for letter in Newsletter.objects.all()}
    return letters.get(purpose)
