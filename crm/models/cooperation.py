"""Territorial cooperations, their dated stages and the people who run them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from crm.models.organisation import Organisation
from crm.models.person import Person
from crm.models.territory import Territory


class Cooperation(index.Indexed, ClusterableModel):
    name = models.CharField(_("name"), max_length=200)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="cooperations",
    )
    launched_on = models.DateField(_("launched on"), null=True, blank=True, db_index=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="cooperations"
    )
    email = models.EmailField(_("email address"), blank=True)
    presentation = models.TextField(_("presentation"), blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("cooperation")
        verbose_name_plural = _("cooperations")
        ordering = ["territory__code", "name"]

    def __str__(self) -> str:
        return self.name


class CooperationStage(models.Model):
    """From this day on the cooperation is at this stage; the next row ends it."""

    class Stage(models.TextChoices):
        FIRST_CONTACT = "first_contact", _("First contact")
        UNDER_WAY = "under_way", _("Under way")
        ACTIVE = "active", _("Active")
        MATURE = "mature", _("Mature")
        DORMANT = "dormant", _("Dormant")

    cooperation = ParentalKey(
        Cooperation,
        verbose_name=_("cooperation"),
        on_delete=models.CASCADE,
        related_name="stages",
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    started_on = models.DateField(_("since"))
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("cooperation stage")
        verbose_name_plural = _("cooperation stages")
        ordering = ["cooperation", "-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "started_on"], name="one_stage_per_cooperation_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} – {self.get_stage_display()}"


class Facilitator(models.Model):
    """A person who runs a cooperation, for a time."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="facilitations"
    )
    cooperation = ParentalKey(
        Cooperation,
        verbose_name=_("cooperation"),
        on_delete=models.CASCADE,
        related_name="facilitators",
    )
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cooperation", "started_on"], name="facilitator_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.cooperation}"
