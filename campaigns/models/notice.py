"""What came back about our mails, so that the same news counts once; how far a mailbox is read.

A notice holds no address, only its keyed hash, and no text of the mail it came from.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.delivery import Delivery


class BounceClass(models.TextChoices):
    """By RFC 3463, as docs/operations.md tells: only hard ones exclude an address at once."""

    HARD = "hard", _("no such address")
    SOFT = "soft", _("temporary error")
    POLICY = "policy", _("refused by policy")
    NONE = "none", _("none")


class SeenNotice(models.Model):
    class Kind(models.TextChoices):
        BOUNCE = "bounce", _("address in error")
        COMPLAINT = "complaint", _("complaint")
        UNSUBSCRIBE = "unsubscribe", _("unsubscription")
        AUTOREPLY = "autoreply", _("automatic reply")
        DELIVERED = "delivered", _("arrived")
        REFUSED = "refused", _("refused by the provider")
        OTHER = "other", _("other")

    # The key of what a server said while the mail was handed over: nothing came back.
    MET_WHILE_SENDING = "sent:"

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    bounce_class = models.CharField(
        _("class"), max_length=6, choices=BounceClass.choices, default=BounceClass.NONE
    )
    status = models.CharField(_("status"), max_length=12, blank=True)
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    address_hash = models.CharField(max_length=32, blank=True, editable=False)
    at = models.DateTimeField(_("when"))
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["address_hash", "at"], name="notice_by_address")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.at}"


class MailboxPosition(models.Model):
    """RFC 3501, section 2.3.1.1: numbers of mails only grow as long as `validity` stays."""

    mailbox = models.CharField(max_length=64, unique=True)
    validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "mailbox position"
        verbose_name_plural = "mailbox positions"

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.last_uid}"
