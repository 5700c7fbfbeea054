"""In the processes of the house (`manage.py shell`): a letter that left already, ready once more.

Nothing of the demonstration's own campaign is used up, which other walks lead to.
"""

from campaigns.models import Campaign
from tests.factories.sending import approve

NAME = "La même lettre encore"


def prepare_again(*, per_hour: int) -> None:
    """Approved, to everyone, and so slow that it waits after its first mails."""
    sent = (
        Campaign.objects.filter(state=Campaign.State.SENT).exclude(issue=None).latest("ended_at")
    )
    campaign = Campaign.objects.create(
        name=NAME, slug="encore", issue=sent.issue, newsletter=sent.newsletter, follows=sent,
        state=Campaign.State.APPROVED, per_hour=per_hour,
    )  # fmt: skip
    approve(campaign)
