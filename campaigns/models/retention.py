"""Whom we asked whether to go on, after years without a sign."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import Subscriber


class RetentionQuestion(models.Model):
    """Goes with the subscriber, and with any sign of theirs."""

    subscriber = models.OneToOneField(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="retention_question",
    )
    asked_at = models.DateTimeField(_("asked on"))
    asked_again_at = models.DateTimeField(_("asked again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question whether to go on")
        verbose_name_plural = _("questions whether to go on")

    def __str__(self) -> str:
        return str(self.subscriber)
