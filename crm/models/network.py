"""Who we are: the name, the logo, the colours and the address every page and mail carries."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from crm.contrast import MINIMUM, PAPER, contrast

hexadecimal = RegexValidator(
    r"\A#[0-9a-fA-F]{6}\Z", message=_("Write the colour as # and six figures, like #0f5c5c.")
)


@register_setting(icon="site")
class Network(BaseGenericSetting):
    select_related = ["logo"]

    name = models.CharField(_("name of the network"), max_length=100, default="Maille")
    baseline = models.CharField(_("what it does, in a sentence"), max_length=200, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("contact address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    primary_colour = models.CharField(
        _("main colour"), max_length=7, default="#0f5c5c", validators=[hexadecimal]
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default="#b3401f", validators=[hexadecimal]
    )

    class Meta:
        verbose_name = _("identity of the network")

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Any = None) -> None:
        """The two colours carry text on the page's paper and under white words."""
        super().clean_fields(exclude)
        faint = {
            name: _faint(colour)
            for name in ("primary_colour", "accent_colour")
            if contrast(colour := getattr(self, name), PAPER) < MINIMUM
        }
        if faint:
            raise ValidationError(faint)


def _faint(colour: str) -> ValidationError:
    return ValidationError(
        _(
            "%(colour)s on the page's background has a contrast of %(found)s; "
            "%(needed)s is needed to be read by all. Choose a darker one (%(missing)s missing)."
        ),
        params={
            "colour": colour,
            "found": f"{contrast(colour, PAPER):.1f}",
            "needed": MINIMUM,
            "missing": f"{MINIMUM - contrast(colour, PAPER):.1f}",
        },
    )
