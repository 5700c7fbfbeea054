"""The site's pictures: who took them, under which licence, and whether the people shown agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Licence(models.TextChoices):
    UNKNOWN = "", _("Not stated")
    PRESS = "press", _("Free for the press, with credit")
    CC_BY = "cc-by", _("Creative Commons – attribution")
    CC_BY_SA = "cc-by-sa", _("Creative Commons – attribution, same conditions")
    CC_BY_ND = "cc-by-nd", _("Creative Commons – attribution, unchanged")
    INTERNAL = "internal", _("Internal use only")
    ALL_RIGHTS = "all-rights", _("All rights reserved")


class MailleImage(AbstractImage):
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    consent_on = models.DateField(
        _("consent of the people shown"),
        null=True,
        blank=True,
        help_text=_("The day on which the people who can be recognised agreed in writing."),
    )
    consent_until = models.DateField(_("consent ends on"), null=True, blank=True)

    admin_form_fields = (
        *Image.admin_form_fields,
        "credit",
        "licence",
        "consent_on",
        "consent_until",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class MailleRendition(AbstractRendition):
    image = models.ForeignKey(MailleImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
