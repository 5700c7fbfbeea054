"""What happened after a mail left. Rows are added; no IP, no user agent, and soon only the minute.

For 15 minutes a hit that names a delivery keeps its `second`, and may be judged again: a person
until its neighbours show a machine. Then the second goes, and the row never changes any more.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Link
from campaigns.models.delivery import Delivery


class Event(models.Model):
    class Kind(models.TextChoices):
        OPEN = "open", _("open")
        CLICK = "click", _("click")
        BOUNCE = "bounce", _("address in error")
        COMPLAINT = "complaint", _("complaint")
        UNSUBSCRIPTION = "unsubscription", _("unsubscription")

    class Verdict(models.TextChoices):
        PERSON = "person", _("a person")
        MACHINE = "machine", _("a machine")
        UNSURE = "unsure", _("not sure")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    delivery = models.ForeignKey(
        Delivery,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        db_index=False,
        help_text="Empty for an anonymous hit.",
    )
    link = models.ForeignKey(
        Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    at = models.DateTimeField(_("when"))
    second = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of that minute, while the row may be judged again."
    )
    verdict = models.CharField(_("judged"), max_length=8, choices=Verdict.choices, blank=True)
    rule = models.CharField(_("by which rule"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["campaign", "kind", "at"]),
            models.Index(fields=["delivery", "kind"]),
            models.Index(fields=["at"], name="event_young", condition=Q(second__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.at}"
