"""An issue sent to one of us before it goes to everybody."""

from email.headerregistry import Address

from campaigns.models import IssuePage
from campaigns.rendering.examples import example_of
from crm.addresses import FORBIDDEN_CHARACTERS, check_address
from crm.models import OutgoingMail, User

PREFIX = "[Test]"


def queue_trial(issue: IssuePage, to: User) -> OutgoingMail:
    """Writes the row; the caller wakes the outbox on commit. Under the newsletter's own sender."""
    mail = example_of(issue, first_name=to.first_name, last_name=to.last_name)
    newsletter = issue.newsletter
    sender = Address(
        display_name=_clean(newsletter.sender_name), addr_spec=newsletter.sender_email
    )
    subject = f"{PREFIX} {mail.subject or issue.title}"
    return OutgoingMail.objects.create(
        kind="issue_trial",
        to=check_address(to.email),
        subject=_clean(subject)[: OutgoingMail._meta.get_field("subject").max_length],
        text=mail.text,
        html=mail.html,
        headers={"From": str(sender), "Reply-To": newsletter.reply_to or newsletter.sender_email},
        language=mail.language,
    )


def _clean(header: str) -> str:
    return "".join(character for character in header if character not in FORBIDDEN_CHARACTERS)
