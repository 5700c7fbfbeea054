"""What reports read: counters written with the events, and an audience counted once at rest.

Events are the truth; campaigns.tracking.tallies can make all of this again from them, until the
hits of old letters are forgotten: then the counters are all that is known.
"""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign

HOURS = 48
LATER = HOURS


class CampaignTally(models.Model):
    """One row a campaign. Whoever adds or changes its events holds this row's lock.

    `openers` and `clickers` are mails tracked individually with a hit judged a person's.
    Once its hits were forgotten (`hits_forgotten_at`) nothing can be counted again from them.
    `candidates` and what follows it are counted when nothing is left to send. Tracked are those
    of them that did not fail and were not left out; `failed_openers` are openers all the same.
    """

    campaign = models.OneToOneField(
        Campaign, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    openers = models.IntegerField(default=0)
    clickers = models.IntegerField(default=0)
    changed_at = models.DateTimeField(auto_now_add=True)
    candidates = models.PositiveIntegerField(null=True)
    opens_tracked = models.PositiveIntegerField(null=True)
    clicks_tracked = models.PositiveIntegerField(null=True)
    failed = models.PositiveIntegerField(default=0)
    suppressed = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    failed_openers = models.PositiveIntegerField(default=0)
    failed_clickers = models.PositiveIntegerField(default=0)
    audience_counted_at = models.DateTimeField(null=True)
    hits_forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("counters of a campaign")
        verbose_name_plural = _("counters of campaigns")

    def __str__(self) -> str:
        return str(self.campaign)


class CampaignReader(models.Model):
    """A delivery one of whose hits of this kind was a person's; its key finds it at once."""

    pk = models.CompositePrimaryKey("campaign_id", "kind", "delivery")
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.CASCADE,
        related_name="readers",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=15)
    delivery = models.BigIntegerField()

    class Meta:
        verbose_name = _("reader of a campaign")
        verbose_name_plural = _("readers of campaigns")

    def __str__(self) -> str:
        return f"{self.delivery} {self.kind}"


class EventCount(models.Model):
    """Events of one kind, link, hour and verdict.

    `link` is a Link's id, 0 for what is no click; `hour` counts clock hours from the campaign's
    first mail, LATER for all that follow and for what has no hour. No CHECK: what is judged again
    is taken off by adding a negative number.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="event_counts", db_index=False
    )
    kind = models.CharField(max_length=15)
    link = models.BigIntegerField(default=0)
    hour = models.SmallIntegerField(default=LATER)
    verdict = models.CharField(max_length=8, blank=True)
    events = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("count of events")
        verbose_name_plural = _("counts of events")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "link", "hour", "verdict"], name="events_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.verdict}: {self.events}"


class AudienceCount(models.Model):
    """A part of a campaign's audience and what it did, as counted at the tally's date."""

    class Aspect(models.TextChoices):
        LANGUAGE = "language", _("Language")
        TERRITORY = "territory", _("Territory")
        DOMAIN = "domain", _("Domain of the address")
        SEGMENT = "segment", _("Segment")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="audience_counts", db_index=False
    )
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    name = models.CharField(max_length=254, blank=True)
    accepted = models.PositiveIntegerField(default=0)
    tracked = models.PositiveIntegerField(default=0)
    openers = models.PositiveIntegerField(default=0)
    clicks_tracked = models.PositiveIntegerField(default=0)
    clickers = models.PositiveIntegerField(default=0)
    unsubscribed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("part of an audience")
        verbose_name_plural = _("parts of audiences")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "aspect", "name"], name="audience_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()} {self.name}"

    @property
    def label(self) -> str:
        """Its name, or what those without one have in common."""
        if self.name:
            return self.name
        is_territory = self.aspect == self.Aspect.TERRITORY
        return gettext("territory not known") if is_territory else gettext("others")


class DomainTally(models.Model):
    """A large sending by recipient's domain, as campaigns.sending.domains last counted it."""

    campaign = models.OneToOneField(
        Campaign, primary_key=True, on_delete=models.CASCADE, related_name="domain_tally"
    )
    rows = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mails of a campaign by domain")
        verbose_name_plural = _("mails of campaigns by domain")

    def __str__(self) -> str:
        return str(self.campaign)
