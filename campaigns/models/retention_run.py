"""Each time the silent were dealt with: who started it, how far it is, what it did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """The row is the queue and the log; it names nobody who was asked or removed."""

    class State(models.TextChoices):
        RUNNING = "running", _("under way")
        DONE = "done", _("done")

    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.RUNNING
    )
    due_count = models.PositiveIntegerField(_("people"), default=0)
    asked_count = models.PositiveIntegerField(_("asked"), default=0)
    asked_again_count = models.PositiveIntegerField(_("asked again"), default=0)
    removed_count = models.PositiveIntegerField(_("removed"), default=0)
    owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("check of the silent")
        verbose_name_plural = _("checks of the silent")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @property
    def done_count(self) -> int:
        return self.asked_count + self.asked_again_count + self.removed_count
