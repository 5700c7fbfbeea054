"""The workers that have rows of a campaign in hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign


class SendingTurn(models.Model):
    """Written before the first row is claimed, deleted once none is in hand.

    One that outlives its lease is that of a worker that died: see sending/recovery.py.
    """

    owner = models.CharField(max_length=60, primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="turns")
    lease_until = models.DateTimeField()

    class Meta:
        verbose_name = _("turn of a worker")
        verbose_name_plural = _("turns of workers")

    def __str__(self) -> str:
        return self.owner
