"""Who signed the charter, and when: dated facts, never a box ticked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.days import written_day
from crm.models.organisation import Organisation


class CharterSignature(models.Model):
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="charter_signatures",
    )
    signed_on = models.DateField(_("signed on"), db_index=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("charter signature")
        verbose_name_plural = _("charter signatures")
        ordering = ["-signed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(withdrawn_on=None),
                name="one_standing_signature_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {written_day(self.signed_on)}"
