"""Meetings of every kind: who took part, what was on the agenda, what was decided."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from crm.days import written_day
from crm.models.cooperation import Cooperation
from crm.models.organisation import Organisation
from crm.models.person import Person


# modelcluster makes some of its managers while Django runs
class FollowUpGroup(models.Model):  # type: ignore[django-manager-missing]
    """A group (groupe de suivi) that meets several times; the year counts groups, not meetings."""

    name = models.CharField(_("name"), max_length=200)
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up group")
        verbose_name_plural = _("follow-up groups")
        ordering = ["-started_on"]

    def __str__(self) -> str:
        return self.name


class Meeting(index.Indexed, ClusterableModel):
    class Kind(models.TextChoices):
        PARTNER = "partner", _("Meeting with a partner")
        STEERING = "steering", _("Steering committee (COPIL)")
        PLENARY = "plenary", _("Plenary meeting")
        LOCAL = "local", _("Local cooperation meeting")
        PUBLIC = "public", _("Public event")
        VISIT = "visit", _("Visit to a cooperation")
        FOLLOW_UP_GROUP = "follow_up_group", _("Follow-up group")
        GATHERING = "gathering", _("Yearly gathering")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PARTNER)
    held_on = models.DateField(_("date"), db_index=True)
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("subject"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    cooperation = models.ForeignKey(
        Cooperation,
        verbose_name=_("cooperation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
    )
    group = models.ForeignKey(
        FollowUpGroup,
        verbose_name=_("follow-up group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="meetings"
    )
    people = models.ManyToManyField(
        Person, verbose_name=_("people"), through="Participation", related_name="meetings"
    )
    attendance = models.PositiveIntegerField(
        _("number of participants"),
        null=True,
        blank=True,
        help_text=_("When counting heads is enough: a public event, a plenary meeting."),
    )
    notes = models.TextField(_("notes"), blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("logged by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    search_fields = [
        index.SearchField("title"),
        index.SearchField("notes"),
        index.FilterField("kind"),
        index.FilterField("held_on"),
    ]

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["kind", "held_on"])]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} – {written_day(self.held_on)}"

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.FOLLOW_UP_GROUP and self.group is None:
            raise ValidationError({"group": _("Choose the follow-up group that met.")})


class Participation(models.Model):
    meeting = ParentalKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="participations",
    )
    excused = models.BooleanField(_("excused"), default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="participation_once")
        ]

    def __str__(self) -> str:
        return str(self.person)


class AgendaItem(models.Model):
    meeting = ParentalKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    title = models.CharField(_("item"), max_length=200)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    meeting = ParentalKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField(_("decision"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text[:80]
