"""What an answer of a mail server says about the address, and what it does not."""

from campaigns.sending.transports import Outcome, Result
from crm.models import Suppression
from crm.suppression import suppress

# RFC 3463, section 3.2, and RFC 7505 for 5.1.10: the mailbox or its domain does not exist.
NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
# RFC 4954, section 6: our own sign-in was refused.
AUTHENTICATION_CODES = ("530", "534", "535", "538")


def condemns_address(outcome: Outcome) -> bool:
    return (
        outcome.result is Result.FAILED
        and outcome.recipient_at_fault
        and outcome.status in NO_SUCH_ADDRESS
    )


def blames_sender(outcome: Outcome) -> bool:
    """A refusal by policy or for want of sign-in: the next recipients would fare no better."""
    if outcome.result is not Result.FAILED:
        return False
    return (
        outcome.status.startswith("5.7.")
        or outcome.reply.startswith(AUTHENTICATION_CODES)
        or not outcome.recipient_at_fault
    )


def suppress_address(address: str, outcome: Outcome) -> None:
    suppress(address, Suppression.Reason.HARD_BOUNCE, outcome.reply)
