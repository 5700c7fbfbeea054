"""Départements and larger areas; a territory is recognised by its official code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


# modelcluster makes some of its managers while Django runs
class Territory(models.Model):  # type: ignore[django-manager-missing]
    code = models.CharField(_("code"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.CharField(_("region"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name__plain"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
