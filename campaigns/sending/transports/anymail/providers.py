"""What each provider takes in one call, and how; every line with the page that says so.

Tracking of their own is switched off in config/settings/providers.py, for all mail that leaves.
"""

from dataclasses import dataclass
from enum import Enum, auto

from campaigns.sending.transports.anymail.syntax import Syntax


class Way(Enum):
    MERGE = auto()  # one pattern and each person's values: the provider fills in
    COMPLETE = auto()  # many mails in a call, each made here: it has no fields, or none inline
    ALONE = auto()  # one call a mail


@dataclass(frozen=True)
class Provider:
    """`mails` and `size` (bytes) bound one call. `repeats_safely`: a call may carry a key, and the
    same call made again is not carried out again. `about_recipient` finds the refusals of a call
    that are about an address and not about us."""

    way: Way = Way.ALONE
    mails: int = 1
    size: int = 10_000_000
    syntax: Syntax | None = None
    repeats_safely: bool = False
    keeps_message_id: bool = False
    about_recipient: str = r"\brecipient"


# {{ }}, {% %} and {# #}. Whether a value is escaped is not said: only what escaping would leave
# as it is gets merged.
BREVO_LANGUAGE = Syntax("{{params.%s}}", r"\{(?=[{%#])", r"\{", r"[&<>\"'{}%\\]")
MAILJET_LANGUAGE = Syntax("{{var:%s}}", r"\{(?=[{%#])|\[(?=\[)", r"[{\[]", r"[&<>\"'{}\[\]%\\]")
MAILGUN_VARIABLES = Syntax(
    "%%recipient.%s%%",
    r"(?i:%(?=recipient|unsubscribe_url|tag_unsubscribe_url|mailing_list))",
    "%",
    "%",
)
# Three braces: Handlebars leaves the value as it is.
HANDLEBARS = Syntax("{{{%s}}}", r"[{\\](?=\{)", r"[{\\]", r"[{}\\]")

PROVIDERS = {
    # 1,000 versions a call, 100 such calls a minute, each version with a body of its own:
    # https://developers.brevo.com/docs/batch-send-transactional-emails
    # Parameters fill in stored templates only, 1,000 KB of them in a call (so: COMPLETE):
    # https://developers.brevo.com/reference/sendtransacemail
    # Keys that are UUIDs and count for 30 minutes:
    # https://developers.brevo.com/docs/heterogenous-versions-batch-emails
    "brevo": Provider(
        Way.COMPLETE,
        mails=1000,
        syntax=BREVO_LANGUAGE,
        repeats_safely=True,
        about_recipient=r"\bin to\b|recipient",
    ),
    # 50 messages a call; fields in the body with TemplateLanguage; one verdict a message:
    # https://dev.mailjet.com/reference/email/send-emails/
    "mailjet": Provider(Way.MERGE, mails=50, syntax=MAILJET_LANGUAGE, about_recipient=r"\bTo\b"),
    # 1,000 recipients a call; 25 MB a message:
    # https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending
    "mailgun": Provider(
        Way.MERGE,
        mails=1000,
        size=25_000_000,
        syntax=MAILGUN_VARIABLES,
        about_recipient=r"\bto\b'? parameter|\brecipient",
    ),
    # 50 destinations a call; 1 MB for an inline template and what fills it:
    # https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-api.html
    # An invalid address refuses the whole call (so: one by one after a refusal):
    # https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html
    "amazon_ses": Provider(
        Way.MERGE,
        mails=50,
        size=1_000_000,
        syntax=HANDLEBARS,
        about_recipient=r"(?i)local address|address(es)? .*(invalid|not valid)|invalid.*address"
        r"|final '@domain'|domain (contains|starts|ends)",
    ),
    # 500 mails and 50 MB a call; fields in stored templates only; one verdict a mail:
    # https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails
    # Message-ID kept with X-PM-KeepID:
    # https://postmarkapp.com/developer/user-guide/send-email-with-smtp
    "postmark": Provider(
        Way.COMPLETE,
        mails=500,
        size=50_000_000,
        keeps_message_id=True,
        about_recipient=r"'To'|inactive",
    ),
    # No fields, no batch; 2 MB a mail:
    # https://www.scaleway.com/en/docs/transactional-email/reference-content/tem-capabilities-and-limits/
    "scaleway": Provider(size=2_000_000, about_recipient=r"\bto\.\d|\brecipient|mail_rcpt"),
    # Anymail offers no fields there; keys that count for 24 hours:
    # https://resend.com/docs/dashboard/emails/idempotency-keys
    "resend": Provider(size=40_000_000, repeats_safely=True, about_recipient=r"`to` field"),
}
# Whatever else Anymail knows: one call a mail, which is right everywhere.
UNKNOWN = Provider()


def provider_named(name: str) -> Provider:
    return PROVIDERS.get(name, UNKNOWN)
