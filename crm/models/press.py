"""What the press asked, wrote and broadcast, and where the network spoke in public."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.days import written_day
from crm.models.organisation import Organisation
from crm.models.person import Person


class Interview(models.Model):
    """Given to a journalist or a researcher."""

    given_on = models.DateField(_("date"), db_index=True)
    outlet = models.CharField(_("outlet or institution"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    interviewer = models.ForeignKey(
        Person,
        verbose_name=_("journalist or researcher"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interviews_conducted",
    )
    interviewee = models.CharField(_("who was interviewed"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interviews",
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("address of the publication"), blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["-given_on"]

    def __str__(self) -> str:
        return f"{self.outlet} – {self.given_on}"


class OpEd(models.Model):
    published_on = models.DateField(_("published on"), db_index=True)
    title = models.CharField(_("title"), max_length=200)
    outlet = models.CharField(_("outlet"), max_length=200)
    signatories = models.TextField(_("signatories"), blank=True)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("op-ed")
        verbose_name_plural = _("op-eds")
        ordering = ["-published_on"]

    def __str__(self) -> str:
        return self.title


class PressMention(models.Model):
    """One article or broadcast that mentions the network."""

    published_on = models.DateField(_("published on"), db_index=True)
    outlet = models.CharField(_("outlet"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    about_teams = models.BooleanField(_("about citizen teams"), default=False)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("press mention")
        verbose_name_plural = _("press mentions")
        ordering = ["-published_on"]

    def __str__(self) -> str:
        return f"{self.outlet} – {self.title}".strip(" –")


class PressCount(models.Model):
    """Mentions a press agency counted without listing them, over a period."""

    started_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), db_index=True)
    mentions = models.PositiveIntegerField(_("mentions"))
    mentions_about_teams = models.PositiveIntegerField(
        _("of which about citizen teams"), default=0
    )
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("press count")
        verbose_name_plural = _("press counts")
        ordering = ["-ended_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mentions_about_teams__lte=models.F("mentions")),
                name="press_count_parts_within_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} – {written_day(self.ended_on)}"

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.ended_on:
            if self.ended_on < self.started_on:
                raise ValidationError({"ended_on": _("The period ends before it begins.")})
            if self.ended_on.year != self.started_on.year:
                raise ValidationError({"ended_on": _("Enter one count for each calendar year.")})


class PublicTalk(models.Model):
    given_on = models.DateField(_("date"), db_index=True)
    event = models.CharField(_("conference or seminar"), max_length=200)
    title = models.CharField(_("title of the talk"), max_length=200, blank=True)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("public talk")
        verbose_name_plural = _("public talks")
        ordering = ["-given_on"]

    def __str__(self) -> str:
        return self.event
