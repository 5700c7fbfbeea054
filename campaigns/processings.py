"""What letters do with people's data, for the register of processing."""

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.importing.runs import FILE_KEPT_FOR
from campaigns.importing.undoing import FORMER_VALUES_KEPT
from campaigns.models import Subscription
from campaigns.moving import MOVE_WITHIN
from campaigns.retention import ANSWER_WITHIN, SILENCE
from campaigns.tracking.young import YOUNG
from crm.journal import ADDRESSES_KEPT
from crm.models import Subscriber, Suppression, TrackingChoice
from crm.processings import Processing, mail_way, own_security, period, register, the_team


def register_processings() -> None:
    register(letters, tracking, counting, exclusions, files)


def letters() -> Processing:
    confirmed = Subscription.objects.filter(state=Subscription.State.CONFIRMED)
    return Processing(
        name=_("Newsletters"),
        purpose=_("Send the letters people chose, in their language, and prove that they did."),
        legal_basis=_("Consent, confirmed from the address itself, withdrawn in one click."),
        people=_("Subscribers."),
        data=_(
            "Address, names, language, territory, topics, what they agreed to (wording, source, "
            "time), the letters sent and their outcome."
        ),
        recipients=mail_way(),
        kept=_(
            "%(silence)s after the last sign of the person, then two questions %(days)s apart, "
            "then erased. A former address: %(former)s. In the journal against restored backups: "
            "keyed hashes, and a new address sealed for %(sealed)s."
        )
        % {
            "silence": period(SILENCE),
            "days": period(ANSWER_WITHIN),
            "former": period(2 * MOVE_WITHIN),
            "sealed": period(ADDRESSES_KEPT),
        },
        security=own_security(),
        count=confirmed.values("subscriber").distinct().count(),
    )


def tracking() -> Processing:
    granted = TrackingChoice.GRANTED
    agreed = Subscriber.objects.filter(open_tracking=granted) | Subscriber.objects.filter(
        click_tracking=granted
    )
    return Processing(
        name=_("Openings and clicks by person"),
        purpose=_("Know which letters and links are of use, and write better ones."),
        legal_basis=_(
            "Separate consent, for openings and for clicks, effective on old mails too."
        ),
        people=_("Subscribers who agreed."),
        data=_("Which mail, which link, the minute, and whether a person or a machine did it."),
        recipients=the_team(),
        kept=_hits_kept()
        + " "
        + _(
            "Anonymous at an erasure. Seconds are kept for %(young)s only; the visitor’s address "
            "and browser never."
        )
        % {"young": period(YOUNG)},
        security=own_security(),
        count=agreed.count(),
    )


def _hits_kept() -> str:
    if not settings.HITS_KEPT_MONTHS:
        return _("As long as the subscription.")
    return _("%(n)s months, then in total only.") % {"n": settings.HITS_KEPT_MONTHS}


def counting() -> Processing:
    return Processing(
        name=_("Anonymous counting"),
        purpose=_("Count openings and clicks of those who were never asked, in total."),
        legal_basis=_("No personal data: all recipients share one token."),
        people=_("Nobody that can be told apart."),
        data=_("Numbers by letter and link."),
        recipients=the_team(),
        kept=_("As long as the letter."),
        security=own_security(),
    )


def exclusions() -> Processing:
    return Processing(
        name=_("Addresses in error, complaints, exclusions"),
        purpose=_("Never mail again who left, complained or was erased, nor an address in error."),
        legal_basis=_("Legal obligation to respect objections; legitimate interest."),
        people=_("Subscribers, former ones, addresses excluded by the team."),
        data=_("Address or, erased or given up for another, its keyed hash alone; reason; day."),
        recipients=the_team(),
        kept=_("Until the person signs up again or the exclusion is lifted."),
        security=own_security(),
        count=Suppression.objects.count(),
    )


def files() -> Processing:
    return Processing(
        name=_("Imports and exports of subscribers"),
        purpose=_("Take over lists with their proof of consent; hand out a list for a reason."),
        legal_basis=_("Legitimate interest; the consent comes with the file."),
        people=_("Subscribers."),
        data=_(
            "What the file holds, and what it changed; who imported or exported it, when, why."
        ),
        recipients=the_team(),
        kept=_(
            "A file until it is imported, %(days)s at most; what it changed, %(former)s; "
            "the log without addresses stays."
        )
        % {"days": period(FILE_KEPT_FOR), "former": period(FORMER_VALUES_KEPT)},
        security=own_security(),
    )
