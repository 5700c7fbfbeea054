"""Addresses that must not be mailed, whatever list they stand on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """One row per address; `address` is empty once the person was erased, or moved away from it.

    Matching goes by the keyed hash, which stands on Subscriber too.
    """

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", _("address in error")
        SOFT_BOUNCES = "soft_bounces", _("too many temporary errors")
        COMPLAINT = "complaint", _("reported as spam")
        LEFT_ALL = "left_all", _("asked never to be mailed again")
        MOVED = "moved", _("given up for another address")
        ERASED = "erased", _("erased at the person's request")
        MANUAL = "manual", _("excluded by the team")

    address_hash = models.CharField(max_length=32, unique=True, editable=False)
    address = models.CharField(_("address"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason.choices)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    also_by_team = models.BooleanField(_("by the team as well"), default=False, editable=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("excluded address")
        verbose_name_plural = _("excluded addresses")
        ordering = ["-created_at"]
        # The list of excluded addresses, by reason and newest first: id grows as created_at does.
        indexes = [models.Index(fields=["reason", "id"], name="suppression_by_reason")]

    @property
    def is_by_team(self) -> bool:
        """Whatever the person does, only the team lifts that."""
        return self.reason == self.Reason.MANUAL or self.also_by_team

    def __str__(self) -> str:
        nameless = _("(former address)") if self.reason == self.Reason.MOVED else _("(erased)")
        return self.address or str(nameless)
