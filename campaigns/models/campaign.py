"""The sending of one issue to one audience, and the content frozen when it starts."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.newsletter import IssuePage, Newsletter
from campaigns.models.segment import Segment


class Campaign(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("awaiting approval")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    class Waiting(models.TextChoices):
        """What a campaign that is being sent waits for; sending/pace/standing.py says it."""

        QUIET = "quiet", _("the end of the quiet hours")
        WINDOW = "window", _("the hours chosen for it")
        OWN = "own", _("the pace chosen for it")
        HOST_HOUR = "host_hour", _("what the host takes in an hour")
        HOST_DAY = "host_day", _("what the host takes in a day")
        WARM_UP = "warm_up", _("the start of its sender domain")

    slug = models.SlugField(_("short name"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=150)
    issue = models.ForeignKey(
        IssuePage,
        verbose_name=_("issue"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="campaigns",
        help_text=_("In its source language; the translations leave with it."),
    )
    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    segment = models.ForeignKey(
        Segment,
        verbose_name=_("segment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
        help_text=_("Leave empty to write to everyone subscribed to the newsletter."),
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("follows"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    paused_because = models.CharField(_("why it is paused"), max_length=300, blank=True)
    difficulty = models.CharField(
        _("difficulty met"),
        max_length=300,
        blank=True,
        help_text=_("What the mail server last said when it could not be used."),
    )
    recent_outcomes = models.CharField(max_length=200, blank=True, editable=False)
    failures_seen = models.BooleanField(default=False, editable=False)
    per_hour = models.PositiveIntegerField(
        _("mails an hour"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    window_from = models.TimeField(_("not before"), null=True, blank=True)
    window_until = models.TimeField(_("not after"), null=True, blank=True)
    waits_for = models.CharField(max_length=10, choices=Waiting.choices, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    scheduled_for = models.DateTimeField(_("to be sent on"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("content frozen at"), null=True, blank=True)
    fresh_from = models.BigIntegerField(default=0, editable=False)
    began_at = models.DateTimeField(_("first mail taken in hand at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("last result stored at"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("prepared by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="campaigns",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-created_at"]
        permissions = [
            ("approve_campaign", _("Can approve campaigns prepared by others")),
            ("send_campaign", _("Can send, schedule, pause and cancel campaigns")),
        ]

    def __str__(self) -> str:
        return self.name


class TrackingClass(models.TextChoices):
    """How opens (or clicks) of one delivery are counted; see docs/concepts.md."""

    IDENTIFIED = "identified", _("by person, with consent")
    ANONYMOUS = "anonymous", _("in total only")
    NONE = "none", _("not at all")


class CampaignContent(models.Model):
    """One frozen rendering: locale × variant × tracking class. Bodies hold placeholders."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contents")
    locale = models.CharField(_("language"), max_length=10)
    variant = models.CharField(max_length=10, blank=True)
    opens = models.CharField(max_length=10, choices=TrackingClass.choices)
    clicks = models.CharField(max_length=10, choices=TrackingClass.choices)
    subject = models.CharField(_("subject"), max_length=250)
    html = models.TextField("HTML")
    text = models.TextField(_("text"))
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("frozen content")
        verbose_name_plural = _("frozen contents")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "locale", "variant", "opens", "clicks"],
                name="campaign_content_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} ({self.locale}, {self.opens}, {self.clicks})"


class Link(models.Model):
    """An address a campaign links to; its number stands in the click token."""

    # Of the link that no person sees: who follows it is a machine.
    TRAP = 0

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveSmallIntegerField()
    url = models.URLField(_("address"), max_length=2000)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="link_number_once")
        ]

    def __str__(self) -> str:
        return self.url
