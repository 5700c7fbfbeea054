"""Citizen teams: volunteers on a territory, carried by an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from crm.models.organisation import Organisation
from crm.models.territory import Territory


class CitizenTeam(index.Indexed, models.Model):
    class CarrierKind(models.TextChoices):
        NATIONAL_NETWORK = "national_network", _("National network")
        LOCAL_ASSOCIATION = "local_association", _("Local association")
        MUNICIPAL = "municipal", _("Municipal social centre (CCAS/CIAS)")
        CLIC = "clic", _("Local information centre (CLIC)")

    name = models.CharField(_("name"), max_length=200)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, related_name="teams"
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    carrier = models.ForeignKey(
        Organisation,
        verbose_name=_("carrier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_teams",
    )
    carrier_kind = models.CharField(
        _("kind of carrier"), max_length=20, choices=CarrierKind.choices
    )
    created_on = models.DateField(_("created on"), db_index=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    email = models.EmailField(_("email address"), blank=True)

    search_fields = [
        index.SearchField("name"),
        index.SearchField("city"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("citizen team")
        verbose_name_plural = _("citizen teams")
        ordering = ["name__plain"]

    def __str__(self) -> str:
        return self.name
