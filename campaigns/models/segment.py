"""A named part of the subscribers, drawn by rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin

from campaigns.blocks import SegmentRules


class Segment(RevisionMixin, models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("what it is for"), max_length=250, blank=True)
    rules = StreamField(
        SegmentRules(),
        verbose_name=_("rules"),
        help_text=_("Subscribers must meet every rule of this list."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name__plain"]

    def __str__(self) -> str:
        return self.name
