"""In the processes of the house (`manage.py shell`): a letter that left already, ready once more.

Nothing of the demonstration's own campaign is used up, which other walks lead to.
"""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending.planning import schedule
from tests.factories.sending import approve

NAME = "La même lettre encore"
TOMORROW = "La même lettre, demain"
LATER = "La même lettre, dans deux heures"


def prepare_again(*, per_hour: int) -> None:
    """Approved, to everyone, and so slow that it waits after its first mails."""
    _approved(NAME, "encore", per_hour=per_hour)


def prepare_for_later() -> None:
    """Approved, and scheduled for two hours from now."""
    schedule(_approved(LATER, "plus-tard"), timezone.now() + timedelta(hours=2))


def prepare_for_a_moment() -> None:
    """Approved: its moment is still to be chosen."""
    _approved(TOMORROW, "demain")


def _approved(name: str, slug: str, **more: int) -> Campaign:
    sent = (
        Campaign.objects.filter(state=Campaign.State.SENT).exclude(issue=None).latest("ended_at")
    )
    campaign = Campaign.objects.create(
        name=name, slug=slug, issue=sent.issue, newsletter=sent.newsletter, follows=sent,
        state=Campaign.State.APPROVED, **more,
    )  # fmt: skip
    approve(campaign)
    return campaign
