"""One e-mail to one subscriber: the row is the queue, the ledger and the proof."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models.campaign import Campaign, TrackingClass
from crm.models import Subscriber, Suppression


class Delivery(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        CLAIMED = "claimed", _("taken in hand")
        TRANSMITTING = "transmitting", _("being handed over")
        ACCEPTED = "accepted", _("accepted by its server")
        DEFERRED = "deferred", _("to be tried again")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("to be checked")
        SUPPRESSED = "suppressed", _("excluded")
        CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")

    class Reason(models.TextChoices):
        """Why a row stands where it stands; Suppression.Reason gives the others."""

        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        PAUSED = "paused", _("on pause at the person's request")
        GONE = "gone", _("no longer in the list")
        ADDRESS_CHANGED = "address_changed", _("changed address since the start")
        NO_SUCH_ADDRESS = "no_such_address", _("no such address")
        REFUSED = "refused", _("refused by its server")
        POLICY = "policy", _("refused by policy, whoever the recipient")
        MALFORMED = "malformed", _("the mail could not be made for this person")
        BUSY = "busy", _("its server asked to come back later")
        DISCONNECTED = "disconnected", _("connection lost before the mail was handed over")
        PACED = "paced", _("its turn has not come: its domain takes so many mails at a time")
        TOO_LONG = "too_long", _("its server asked to come back later for too long")
        NO_ANSWER = "no_answer", _("handed over, and no answer came")
        WORKER_LOST = "worker_lost", _("the program stopped while handing it over")
        RESTORED = "restored", _("a backup was restored: it may have left already")
        REPORTED = "reported", _("known from what came back about it")

    OPEN_STATES = (State.PENDING, State.CLAIMED, State.TRANSMITTING, State.DEFERRED)

    # What a row that waits once more has in `aside`; the others there have their state.
    AGAIN = "again"
    ASIDE_STATES = (State.FAILED, State.UNKNOWN, State.SUPPRESSED, State.CANCELLED)

    # A million rows change state three times each. Nothing that changes on the way from pending
    # to accepted stands in an index or in its condition, so that PostgreSQL writes the row anew
    # in its own page and no index at all (decision 14); `aside` is what takes it off that way. And
    # checking two foreign keys row by row is four fifths of a freeze on PostgreSQL: the rows
    # are made from the tables they point to, in one statement, and the fence joins them again.
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    address = models.CharField(_("address"), max_length=254)
    locale = models.CharField(_("language"), max_length=10)
    variant = models.CharField(max_length=10, blank=True)
    opens = models.CharField(max_length=10, choices=TrackingClass.choices)
    clicks = models.CharField(max_length=10, choices=TrackingClass.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PENDING
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    reply = models.CharField(_("what the server said"), max_length=300, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("taken in hand at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    aside = models.GeneratedField(
        expression=Case(
            When(state__in=[*ASIDE_STATES], then=F("state")),
            When(state="deferred", then=Value("again")),
            When(
                Q(lease_until__isnull=False) | Q(attempts__gt=0),
                state="pending",
                then=Value("again"),
            ),
            default=None,
        ),
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "campaign"], name="one_delivery_per_subscriber"
            ),
            models.UniqueConstraint(
                fields=["address", "campaign"],
                name="one_delivery_per_address",
                condition=~Q(address=""),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "id"], name="delivery_in_order"),
            models.Index(
                fields=["campaign", "aside", "not_before", "id"],
                name="delivery_aside",
                condition=Q(aside__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} – {self.get_state_display()}"

    def get_reason_display(self) -> str:
        known = {**dict(self.Reason.choices), **dict(Suppression.Reason.choices)}
        return str(known.get(self.reason, self.reason))


class Settlement(models.Model):
    """What a person decided about a delivery in doubt, or one refused for our account's sake.

    Rows are added, never changed.
    """

    class Choice(models.TextChoices):
        SEND_AGAIN = "send_again", _("send again")
        LEAVE = "leave", _("leave it")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="settlements")
    choice = models.CharField(_("decision"), max_length=10, choices=Choice.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a delivery")
        verbose_name_plural = _("decisions on deliveries")
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.delivery_id} – {self.get_choice_display()}"
