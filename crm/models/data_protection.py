"""What the register of processing cannot know by itself: who is responsible, and who helps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="lock")
class DataProtection(BaseGenericSetting):
    controller = models.TextField(
        _("controller"),
        blank=True,
        help_text=_("Name, address and legal representative of who decides on the processing."),
    )
    officer = models.TextField(
        _("data protection officer"),
        blank=True,
        help_text=_("Name and how to reach them, or that there is none and whom to ask."),
    )
    host = models.CharField(
        _("host of the servers"),
        max_length=200,
        blank=True,
        help_text=_("Name and country: a processor, with whom a contract stands."),
    )
    processors = models.TextField(
        _("other processors"),
        blank=True,
        help_text=_("Whoever else works on the data for you: mail provider, maintenance…"),
    )
    transfers = models.TextField(
        _("transfers outside the European Union"),
        blank=True,
        help_text=_("To whom, where, and by which guarantee; or that there are none."),
    )

    class Meta:
        verbose_name = _("data protection")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
