"""Training sessions given to volunteers and professionals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.days import written_day
from crm.models.cooperation import Cooperation


class TrainingSession(models.Model):
    class Kind(models.TextChoices):
        BASIC = "basic", _("Basic training")
        PROFESSIONAL = "professional", _("Professional module")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.BASIC)
    held_on = models.DateField(_("date"), db_index=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    cooperation = models.ForeignKey(
        Cooperation,
        verbose_name=_("cooperation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="training_sessions",
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainees_count = models.PositiveIntegerField(_("people trained"), default=0)

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-held_on"]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} – {written_day(self.held_on)}"
