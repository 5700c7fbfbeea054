"""How fast mails may leave: what the host allows, each recipient domain, a sender domain's start.

Bucket is what all workers on all machines have taken of it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

EVERY_OTHER = "*"
DOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
is_domain = RegexValidator(rf"\A{DOMAIN}\Z", message=_("Write a domain, like example.org."))
are_domains = RegexValidator(
    rf"\A(\*|{DOMAIN}( {DOMAIN})*)\Z",
    message=_("Write domains separated by spaces, or * for every other domain."),
)
at_least_one = MinValueValidator(1)


def limit_field(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[at_least_one])


class SendingPace(ClusterableModel):
    """One row for the whole installation. An empty field is no limit."""

    per_hour = limit_field(_("mails an hour"))
    per_day = limit_field(_("mails a day"))
    quiet_from = models.TimeField(_("beginning at"), null=True, blank=True)
    quiet_until = models.TimeField(_("ending at"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("per_hour"), FieldPanel("per_day")])],
            heading=_("What your host allows"),
            help_text=_(
                "Leave empty when your mail server sets no limit. An ordinary hosting mailbox "
                "does: its price list or its help pages say how many mails it takes. "
                "Confirmations and other mails of Maille count, and go first."
            ),
            icon="site",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")])],
            heading=_("Quiet hours"),
            help_text=_("No letter leaves between these times; it goes on by itself afterwards."),
            icon="time",
        ),
        InlinePanel(
            "recipients",
            heading=_("Domains of recipients"),
            label=_("Limit"),
            help_text=_("For a mailbox provider that slows down or refuses those who hurry."),
        ),
        InlinePanel(
            "warm_ups",
            heading=_("Start of a sender domain"),
            label=_("Start"),
            help_text=_(
                "Providers are wary of a domain they have never had mail from: begin with few "
                "mails and send more each day."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("sending pace")
        verbose_name_plural = _("sending pace")

    def __str__(self) -> str:
        return str(_("Sending pace"))

    def clean(self) -> None:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValidationError(_("Quiet hours need a beginning and an end."))
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise ValidationError(_("Quiet hours that never end let no letter leave."))

    @classmethod
    def load(cls) -> "SendingPace":
        return cls.objects.order_by("pk").first() or cls(pk=1)


class RecipientPace(Orderable):
    pace = ParentalKey(SendingPace, on_delete=models.CASCADE, related_name="recipients")
    domains = models.CharField(
        _("domains"),
        max_length=500,
        validators=[are_domains],
        help_text=_(
            "Several share one limit: orange.fr wanadoo.fr. A star stands for every other "
            "domain, each with a limit of its own."
        ),
    )
    per_minute = limit_field(_("mails a minute"))
    per_hour = limit_field(_("mails an hour"))
    per_day = limit_field(_("mails a day"))

    panels = [
        FieldPanel("domains"),
        FieldRowPanel([FieldPanel("per_minute"), FieldPanel("per_hour"), FieldPanel("per_day")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("limit of a recipient domain")
        verbose_name_plural = _("limits of recipient domains")

    def __str__(self) -> str:
        return self.domains

    def clean_fields(self, exclude: object = None) -> None:
        self.domains = " ".join(self.domains.lower().replace(",", " ").split())
        super().clean_fields(exclude)  # type: ignore[arg-type]


class WarmUp(Orderable):
    """On day n at most first_day × growth^(n-1) mails leave, until the plan is over."""

    pace = ParentalKey(SendingPace, on_delete=models.CASCADE, related_name="warm_ups")
    domain = models.CharField(_("sender domain"), max_length=253, validators=[is_domain])
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    first_day = models.PositiveIntegerField(
        _("mails on the first day"), default=50, validators=[at_least_one]
    )
    growth = models.DecimalField(
        _("times more each day"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("1.5"),
        validators=[MinValueValidator(Decimal("1"))],
    )
    days = models.PositiveSmallIntegerField(_("days"), default=14, validators=[at_least_one])

    panels = [
        FieldRowPanel([FieldPanel("domain"), FieldPanel("starts_on")]),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("growth"), FieldPanel("days")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("start of a sender domain")
        verbose_name_plural = _("starts of sender domains")

    def __str__(self) -> str:
        return self.domain

    def clean_fields(self, exclude: object = None) -> None:
        self.domain = self.domain.strip().lower()
        super().clean_fields(exclude)  # type: ignore[arg-type]

    def day_number(self, today: date) -> int:
        """1 on the first day, 0 or less before it; above `days` once the plan is over."""
        return (today - self.starts_on).days + 1

    def allows(self, today: date) -> int | None:
        """None once the plan is over; before its first day, as on the first."""
        number = max(self.day_number(today), 1)
        return None if number > self.days else int(self.first_day * self.growth ** (number - 1))


class Bucket(models.Model):
    """`taken`: how many tokens were taken in which slice of time; see sending/pace/buckets.py."""

    key = models.CharField(max_length=300, unique=True)
    taken = models.JSONField(default=dict)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "bucket"
        verbose_name_plural = "buckets"

    def __str__(self) -> str:
        return self.key
