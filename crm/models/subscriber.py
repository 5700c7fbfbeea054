"""One address that receives letters: its names, language, territory, tags and tracking choices."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase

from crm.addresses import address_hash, normalise_address
from crm.models.person import Person
from crm.models.territory import Territory


class SubscriberTag(TagBase):
    """The team's own, or a topic that people choose themselves on their preference page."""

    is_topic = models.BooleanField(
        _("offered to subscribers as a topic"),
        default=False,
        help_text=_("Shown on the preference page, where everybody chooses for themselves."),
    )
    names = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Language code → name shown there."
    )

    class Meta:
        verbose_name = _("subscriber tag")
        verbose_name_plural = _("subscriber tags")
        ordering = ["name__plain"]

    @property
    def public_name(self) -> str:
        return self.names.get(get_language() or "") or self.name


class TaggedSubscriber(ItemBase):
    tag = models.ForeignKey(
        SubscriberTag,
        on_delete=models.CASCADE,
        related_name="tagged_subscribers",
        db_index=False,  # the constraint has one
    )
    content_object = ParentalKey(
        "crm.Subscriber", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="subscriber_tagged_once"
            )
        ]


class TrackingChoice(models.TextChoices):
    """What the person said of individual tracking; the ledger (Consent) holds the proof."""

    UNKNOWN = "", _("never asked")
    GRANTED = "granted", _("agreed")
    REFUSED = "refused", _("refused")


class Subscriber(ClusterableModel):
    email = models.EmailField(_("email address"), max_length=254)
    address = models.CharField(max_length=254, unique=True, editable=False)
    address_hash = models.CharField(max_length=32, editable=False)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subscribers",
        db_index=False,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subscribers",
        db_index=False,
    )
    open_tracking = models.CharField(
        _("individual open tracking"), max_length=8, choices=TrackingChoice.choices, blank=True
    )
    click_tracking = models.CharField(
        _("individual click tracking"), max_length=8, choices=TrackingChoice.choices, blank=True
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(
        _("changed"), null=True, blank=True, editable=False, help_text="Empty until it is."
    )

    tags = ClusterTaggableManager(
        through=TaggedSubscriber, verbose_name=_("tags"), blank=True, related_name="subscribers"
    )

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(fields=["address_hash"], name="subscriber_hash_once")
        ]
        # Who a segment names is read from the first one alone, never from rows of 200 bytes.
        # Told here, PostgreSQL makes no second index for LIKE: nobody asks how these begin.
        indexes = [
            models.Index(fields=["territory", "language", "id"], name="subscribers_by_territory"),
            models.Index(
                fields=["person"],
                name="subscribers_of_a_person",
                condition=models.Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args, **kwargs) -> None:
        """Keeps `address` and its keyed hash in step with `email`, and the day of the change."""
        self.address = normalise_address(self.email)
        self.address_hash = address_hash(self.address)
        if not self._state.adding:
            self.changed_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        super().save(*args, **kwargs)
