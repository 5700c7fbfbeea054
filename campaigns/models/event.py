"""What happened after a mail left. Rows are added; no IP, no user agent, no more than the minute.

For 15 minutes a hit that names a delivery stands beside its event with its second, and both may be
judged again: a person until its neighbours show a machine. Then it goes, and the event never
changes any more.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Link
from campaigns.models.delivery import Delivery


class Events(models.QuerySet["Event"]):
    def of(self, deliveries: models.QuerySet[Delivery]) -> "Events":
        """Found by the one index, which begins with the campaign."""
        return self.filter(
            delivery__in=deliveries.order_by().values("pk"),
            campaign=models.F("delivery__campaign"),
            kind__in=Event.Kind.values,
        )


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

    # Tens of thousands a second come in: the database checks no key (docs/decisions/0013), and one
    # index serves all that is asked. On PostgreSQL the table is partitioned by the month of `at`.
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.CASCADE,
        related_name="events",
        db_index=False,
        db_constraint=False,
    )
    delivery = models.ForeignKey(
        Delivery,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        db_index=False,
        db_constraint=False,
        help_text="Empty for an anonymous hit.",
    )
    link = models.ForeignKey(
        Link,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        db_index=False,
        db_constraint=False,
    )
    at = models.DateTimeField(_("when"))
    verdict = models.CharField(_("judged"), max_length=8, choices=Verdict.choices, blank=True)
    rule = models.CharField(_("by which rule"), max_length=40, blank=True)

    objects = Events.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["campaign", "kind", "delivery"], name="event_of_delivery")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.at}"


class YoungHit(models.Model):
    """An event that names a delivery, with its second, while it may be judged again."""

    pk = models.CompositePrimaryKey("delivery", "event")
    delivery = models.BigIntegerField()
    event = models.BigIntegerField()
    campaign = models.BigIntegerField()
    kind = models.CharField(max_length=15)
    link = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)
    verdict = models.CharField(max_length=8)
    rule = models.CharField(max_length=40)

    class Meta:
        verbose_name = "young hit"
        verbose_name_plural = "young hits"

    def __str__(self) -> str:
        return f"{self.kind} {self.delivery} – {self.at}"
