"""The consent ledger. Rows are added, never changed: each is one act of one person.

They go in one way only, with the subscriber who is erased.
"""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.subscriber import Subscriber

ONLY_GROWS = _("The consent ledger only grows: add a row instead.")


class ConsentWording(models.Model):
    """The exact sentence somebody agreed to. A new wording is a new version, never an edit."""

    purpose = models.CharField(_("purpose"), max_length=80)
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("wording"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version", "language"], name="consent_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} v{self.version} ({self.language})"


class ConsentQuerySet(models.QuerySet):
    def update(self, **fields: Any) -> NoReturn:
        raise ValidationError(ONLY_GROWS)

    def delete(self) -> NoReturn:
        raise ValidationError(ONLY_GROWS)

    delete.queryset_only = True  # type: ignore[attr-defined]


class Consent(models.Model):
    """`purpose` is "open_tracking", "click_tracking" or "newsletter:<slug>"."""

    class Act(models.TextChoices):
        REQUESTED = "requested", _("asked for it, not yet confirmed")
        GRANTED = "granted", _("agreed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrew")

    class Source(models.TextChoices):
        FORM = "form", _("form on the site")
        LINK = "link", _("link in a mail")
        PREFERENCES = "preferences", _("preference page")
        ONE_CLICK = "one_click", _("one-click unsubscription")
        IMPORT = "import", _("import")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by telephone")
        STAFF = "staff", _("entered by the team")
        BOUNCE = "bounce", _("address in error")
        COMPLAINT = "complaint", _("complaint")

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="consents",
        db_index=False,
    )
    purpose = models.CharField(_("purpose"), max_length=80)
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    wording = models.ForeignKey(
        ConsentWording,
        verbose_name=_("wording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consents",
        db_index=False,
    )
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    proof = models.CharField(
        _("proof"),
        max_length=300,
        blank=True,
        help_text=_("The form's address, the import's file and row, the paper's place."),
    )
    given_at = models.DateTimeField(_("when"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        # An import writes three rows a person: each index here costs it a twentieth.
        indexes = [
            models.Index(fields=["subscriber", "purpose", "given_at"]),
            models.Index(fields=["purpose", "given_at"], name="consents_of_a_purpose"),
            models.Index(
                fields=["wording"],
                name="consents_to_a_wording",
                condition=models.Q(wording__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.get_act_display()}"

    def save(self, *args, **kwargs) -> None:
        if self.pk is not None:
            raise ValidationError(ONLY_GROWS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(ONLY_GROWS)
