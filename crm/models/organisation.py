"""Associations, foundations, ministries, local authorities… and how they are linked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from crm.models.territory import Territory


# Modelcluster makes the manager of organisations while Django runs
class PartnerFamily(models.Model):  # type: ignore[django-manager-missing]
    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("partner family")
        verbose_name_plural = _("partner families")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Organisation(index.Indexed, ClusterableModel):
    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        FOUNDATION = "foundation", _("Foundation")
        FUND = "fund", _("Pension or complementary fund")
        NATIONAL_UNION = "national_union", _("National union or agency")
        PUBLIC_BODY = "public_body", _("Public institution or administration")
        MINISTRY = "ministry", _("Ministry or parliament")
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        MUNICIPAL_CENTRE = "municipal_centre", _("Municipal social centre (CCAS/CIAS)")
        SOCIAL_CENTRE = "social_centre", _("Social centre")
        HEALTH = "health", _("Health and social care")
        MEDIA = "media", _("Media")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    family = models.ForeignKey(
        PartnerFamily,
        verbose_name=_("partner family"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("short_name"),
        index.SearchField("city"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("kind"),
        index.FilterField("family_id"),
        index.FilterField("territory_id"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name__plain"]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.short_name or self.name


class OrganisationLink(models.Model):
    """A federation and its member, a foundation and what it hosts."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("is a member of")
        HOSTED = "hosted", _("is hosted by")
        FUNDED = "funded", _("is funded by")

    source = ParentalKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="links",
    )
    kind = models.CharField(_("link"), max_length=10, choices=Kind.choices)
    target = models.ForeignKey(
        Organisation,
        verbose_name=_("linked organisation"),
        on_delete=models.CASCADE,
        related_name="linked_from",
    )

    class Meta:
        verbose_name = _("link between organisations")
        verbose_name_plural = _("links between organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"], name="organisation_link_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="organisation_not_linked_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
