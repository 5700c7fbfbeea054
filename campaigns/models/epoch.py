"""How far each machine has come, and the times sending was held because a backup was restored."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Machine(models.Model):
    """`count` grows here and in the machine's JOURNAL_DIR together; see sending/epoch.py."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)
    count = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(_("seen at"))
    replayed_at = models.DateTimeField(_("journal read at"), null=True)

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SendingHold(models.Model):
    """Nothing leaves while one of these is open. Rows are added and closed, never deleted."""

    reason = models.CharField(_("reason"), max_length=300)
    report = models.TextField(_("what was found"), blank=True)
    noticed_at = models.DateTimeField(_("noticed"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("hold of all sending")
        verbose_name_plural = _("holds of all sending")
        ordering = ["-noticed_at"]

    def __str__(self) -> str:
        return self.reason
