"""Somebody's wish to receive letters at another address, until that address has confirmed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Subscriber


class AddressChange(models.Model):
    """Forgotten after some days. `former_email` is empty until the change is made."""

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="address_changes",
    )
    email = models.EmailField(_("new address"), max_length=254)
    former_email = models.EmailField(_("former address"), max_length=254, blank=True)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    made_at = models.DateTimeField(_("made on"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.former_email} → {self.email}"
