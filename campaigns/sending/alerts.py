"""A campaign that stops by itself, or cannot start: whoever answers for it is told by mail.

The back office shows it too (campaigns/panels.py), for the mail may well be what does not work.
"""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from campaigns.models import Campaign
from campaigns.sending.control import pause
from crm.models import User
from crm.outbox import queue_mail


@transaction.atomic
def stop(campaign: Campaign, reason: str) -> bool:
    """Of all workers that meet the same trouble one pauses it, and one mail a person leaves."""
    if not pause(campaign, reason=reason):
        return False
    for person in answerable(campaign):
        _tell(campaign, person)
    return True


@transaction.atomic
def give_up_start(campaign: Campaign, reason: str) -> bool:
    """Its moment came and it may not leave: a draft again, until somebody has looked at it."""
    scheduled = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SCHEDULED)
    if not scheduled.update(state=Campaign.State.DRAFT, paused_because=reason[:300]):
        return False
    campaign.refresh_from_db()
    for person in answerable(campaign):
        _tell(campaign, person)
    return True


def answerable(campaign: Campaign) -> list[User]:
    """Its owner and who submitted it; when neither is there any more, whoever may send."""
    people = {user for user in (campaign.owner, campaign.submitted_by) if user and user.is_active}
    able = ModelBackend().with_perm("campaigns.send_campaign")
    return sorted(people or set(able), key=lambda user: user.pk)


def _tell(campaign: Campaign, person: User) -> None:
    with translation.override(None):
        path = reverse("campaign:inspect", args=[campaign.pk])
    queue_mail(
        "campaigns/emails/campaign_stopped",
        to=person.email,
        context={"campaign": campaign, "url": f"{settings.SITE_URL}{path}"},
        language=UserProfile.get_for_user(person).get_preferred_language(),
    )
