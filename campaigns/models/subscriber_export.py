"""Who took which list out of the house, when and why. The file itself is not kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.newsletter import Newsletter
from campaigns.models.segment import Segment


class SubscriberExport(models.Model):
    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="exports",
    )
    segment = models.ForeignKey(
        Segment,
        verbose_name=_("segment"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="exports",
    )
    what = models.CharField(_("list"), max_length=300)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    reason = models.CharField(_("what for"), max_length=300)
    rows_count = models.PositiveIntegerField(_("people"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="subscriber_exports",
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("export of subscribers")
        verbose_name_plural = _("exports of subscribers")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.what
