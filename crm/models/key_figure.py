"""Figures that no record of ours can count: site visits, video views, facts from outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from crm.days import written_day


class KeyFigure(ClusterableModel):
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    label = models.CharField(_("what is counted"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class KeyFigureReading(models.Model):
    """The value on a day. Earlier readings stay."""

    figure = ParentalKey(
        KeyFigure, verbose_name=_("key figure"), on_delete=models.CASCADE, related_name="readings"
    )
    read_on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["figure", "-read_on"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "read_on"], name="one_reading_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.value} ({written_day(self.read_on)})"
