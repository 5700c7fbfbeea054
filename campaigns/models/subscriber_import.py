"""The import of one file: its row is the queue, the progress and the report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.newsletter import Newsletter
from crm.models import Subscriber


class SubscriberImport(models.Model):
    """The file holds addresses: it goes once the import has ended, and only counts stay."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be looked at")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing written yet")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("cannot be used")
        CANCELLED = "cancelled", _("given up")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    MOVING = (State.CHECKING, State.RUNNING, State.UNDOING)

    file = models.FileField(
        _("file"), upload_to="imports/", help_text=_("CSV or XLSX, with a row of titles.")
    )
    name = models.CharField(_("file"), max_length=200, editable=False)
    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("subscribe them to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="imports",
        help_text=_("Leave empty to make people known without subscribing them."),
    )
    consent_source = models.CharField(
        _("how did they agree?"),
        max_length=180,
        blank=True,
        help_text=_(
            "Where and when, in a few words: it is kept as the proof beside each person. "
            "For example: sign-up sheet of the forum of 12 May 2026."
        ),
    )
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UPLOADED, editable=False
    )
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    rows_count = models.PositiveIntegerField(null=True, editable=False)
    rows_read = models.PositiveIntegerField(default=0, editable=False)
    created_count = models.PositiveIntegerField(_("created"), default=0, editable=False)
    updated_count = models.PositiveIntegerField(_("updated"), default=0, editable=False)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    refused_count = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    undone_count = models.PositiveIntegerField(default=0, editable=False)
    kept_count = models.PositiveIntegerField(default=0, editable=False)
    owner = models.CharField(max_length=60, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("import of subscribers")
        verbose_name_plural = _("imports of subscribers")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ImportRefusal(models.Model):
    """A row of the file that was not taken, and why; nothing of what it held."""

    run = models.ForeignKey(SubscriberImport, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class ImportedSubscriber(models.Model):
    """Whom an import made known, subscribed or changed: what undoing it goes by."""

    run = models.ForeignKey(
        SubscriberImport, on_delete=models.CASCADE, related_name="traces", db_index=False
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="import_traces"
    )
    is_new = models.BooleanField()
    is_subscribed = models.BooleanField()

    class Meta:
        verbose_name = _("trace of an import")
        verbose_name_plural = _("traces of imports")
        constraints = [
            models.UniqueConstraint(fields=["run", "subscriber"], name="imported_once_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} – {self.subscriber_id}"


class ImportedChange(models.Model):
    """What somebody already known was called before an import changed it, until it is too late
    to undo. Numbers stand for territories and tags.
    """

    class Field(models.TextChoices):
        FIRST_NAME = "first_name", _("first name")
        LAST_NAME = "last_name", _("last name")
        LANGUAGE = "language", _("language")
        TERRITORY = "territory_id", _("territory")
        TAG = "tag", _("tag")

    run = models.ForeignKey(
        SubscriberImport, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="import_changes"
    )
    field = models.CharField(_("column"), max_length=12, choices=Field.choices)
    before = models.CharField(_("before"), max_length=100, blank=True)
    after = models.CharField(_("after"), max_length=100)

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "subscriber", "field", "after"], name="import_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id} – {self.subscriber_id}: {self.field}"
