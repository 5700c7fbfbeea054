"""What somebody asks about their data (GDPR, articles 12 to 22): received, checked, answered.

The address stands here while the answer needs it; afterwards its keyed hash tells the same line.
"""

from calendar import monthrange
from datetime import date
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.addresses import address_hash, normalise_address

ANSWER_WITHIN_MONTHS = 1  # of receipt: GDPR, article 12 (3)
EXTENDED_TO_MONTHS = 3  # two more, for a reason told within the first: same place


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def still_open(self) -> "DataRequestQuerySet":
        return self.filter(answered_on=None)

    def overdue(self, today: date) -> "DataRequestQuerySet":
        return self.still_open().filter(due_on__lt=today)

    def pressing_first(self) -> "DataRequestQuerySet":
        """The open ones by their term, overdue on top; then the answered ones, newest first."""
        return self.order_by(
            models.Case(models.When(answered_on=None, then=models.F("due_on"))).asc(
                nulls_last=True
            ),
            models.F("answered_on").desc(nulls_last=True),
            "-pk",
        )

    def empty(self, *fields: str) -> None:
        """Files go once it is committed that nobody needs them."""
        files = [name for name in fields if isinstance(self._field(name), models.FileField)]
        for line in self if files else ():
            for file in filter(None, (getattr(line, name) for name in files)):
                transaction.on_commit(partial(file.storage.delete, file.name))
        self.update(**dict.fromkeys(fields, ""))

    def _field(self, name: str) -> object:
        return self.model._meta.get_field(name)


class DataRequest(models.Model):
    class Kind(models.TextChoices):
        ACCESS = "access", _("access to their data (art. 15)")
        RECTIFICATION = "rectification", _("correction (art. 16)")
        ERASURE = "erasure", _("erasure (art. 17)")
        RESTRICTION = "restriction", _("restriction (art. 18)")
        PORTABILITY = "portability", _("portability (art. 20)")
        OBJECTION = "objection", _("objection (art. 21)")
        OTHER = "other", _("something else")

    class Way(models.TextChoices):
        PAGE = "page", _("by themselves, on the site")
        MAIL = "mail", _("e-mail")
        LETTER = "letter", _("letter")
        PHONE = "phone", _("telephone")
        IN_PERSON = "in_person", _("in person")

    class Check(models.TextChoices):
        LINK = "link", _("by a link mailed to the address")
        KNOWN = "known", _("known to the team, or called back")
        DOCUMENT = "document", _("with a document, of which no copy is kept")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        NOTHING_HELD = "nothing_held", _("nothing is held about them")
        REFUSED = "refused", _("refused, with the reason")

    kind = models.CharField(_("what is asked for"), max_length=13, choices=Kind.choices)
    way = models.CharField(_("how it came"), max_length=9, choices=Way.choices)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    email = models.EmailField(_("their e-mail address"), max_length=254, blank=True)
    address_hash = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    name = models.CharField(_("their name"), max_length=200, blank=True)
    details = models.TextField(_("in their words"), blank=True)
    letter = models.FileField(
        _("what they sent"), upload_to="requests/", blank=True, max_length=200
    )
    identity_check = models.CharField(
        _("how was their identity checked?"), max_length=8, choices=Check.choices, blank=True
    )
    identity_checked_on = models.DateField(
        _("identity checked on"), null=True, blank=True, editable=False
    )
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("identity checked by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    extended_because = models.CharField(
        _("two more months, because"),
        max_length=300,
        blank=True,
        help_text=_(
            "Only for a request that is complex, or one of many; tell the person within a month."
        ),
    )
    due_on = models.DateField(_("to be answered by"), editable=False, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("what was answered"), blank=True)
    proof = models.FileField(
        _("proof of the answer"), upload_to="requests/", blank=True, max_length=200
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Without a name: it stands in logs and titles."""
        return gettext("Request no. %s") % self.pk

    def save(self, *args, **kwargs) -> None:
        """Keeps the hash and the term in step; the hash outlives the address."""
        if self.email:
            self.address_hash = address_hash(normalise_address(self.email))
        months = EXTENDED_TO_MONTHS if self.extended_because else ANSWER_WITHIN_MONTHS
        self.due_on = months_after(self.received_on, months)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    @property
    def days_left(self) -> int:
        """Negative once it is overdue."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_overdue(self) -> int:
        return -self.days_left

    @property
    def who(self) -> str:
        return self.email or self.name


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last one (Regulation 1182/71, article 3)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
