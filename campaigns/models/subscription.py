"""Who receives which newsletter, and who did. The evidence is crm.Consent, written with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.newsletter import Newsletter
from crm.models import Subscriber


class Subscription(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("awaiting confirmation")
        CONFIRMED = "confirmed", _("subscribed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="subscriptions",
        db_index=False,
    )
    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        on_delete=models.PROTECT,
        related_name="subscriptions",
        db_index=False,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PENDING
    )
    created_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("subscribed since"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "newsletter"], name="subscription_once")
        ]
        # Holds all that is asked of a list: who is on it, and since when.
        indexes = [
            models.Index(
                fields=["newsletter", "state", "subscriber", "confirmed_at"],
                name="readers_of_a_list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} – {self.newsletter}"


class PastSubscription(models.Model):
    """A stay on a list that ended and that no Subscription shows any more: the past as figures
    count it. Without a subscriber it is that of somebody erased; without a newsletter as well,
    the days on which an erased person received any letter.
    """

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        null=True,
        on_delete=models.CASCADE,
        related_name="past_subscriptions",
    )
    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        null=True,
        on_delete=models.PROTECT,
        related_name="past_subscriptions",
    )
    joined_on = models.DateField(_("subscribed since"))
    left_on = models.DateField(_("unsubscribed on"))

    class Meta:
        verbose_name = _("past subscription")
        verbose_name_plural = _("past subscriptions")

    def __str__(self) -> str:
        return f"{self.newsletter}: {self.joined_on} – {self.left_on}"
