"""The mails of an approval: asked, granted, changes wanted. Rows in the outbox, nothing more."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from campaigns.models import Campaign, authors
from crm.models import User
from crm.outbox import queue_mail


def approvers(campaign: Campaign) -> QuerySet[User]:
    """Everyone who may approve this campaign: they have the permission and did not write it."""
    able: QuerySet[User] = ModelBackend().with_perm("campaigns.approve_campaign")
    return able.exclude(pk__in=authors(campaign))


def ask_colleagues(campaign: Campaign) -> None:
    for colleague in approvers(campaign):
        _queue("approval_requested", campaign, colleague, person=campaign.submitted_by)


def tell_author(campaign: Campaign, outcome: str, by: User, comment: str) -> None:
    if campaign.submitted_by:
        _queue(f"campaign_{outcome}", campaign, campaign.submitted_by, person=by, comment=comment)


def _queue(template: str, campaign: Campaign, to: User, **context: Any) -> None:
    with translation.override(None):
        path = reverse("campaign:inspect", args=[campaign.pk])
    queue_mail(
        f"campaigns/emails/{template}",
        to=to.email,
        context={"campaign": campaign, "url": f"{settings.SITE_URL}{path}", **context},
        language=UserProfile.get_for_user(to).get_preferred_language(),
    )
