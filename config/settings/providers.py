"""What EMAIL_URL=anymail://<provider> brings along: that provider's own variables, for Anymail."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.words import gettext as _

# Without these its first call would be refused; boto3 finds those of Amazon by itself.
REQUIRED = {
    "brevo": ("BREVO_API_KEY",),
    "mailgun": ("MAILGUN_API_KEY",),
    "mailjet": ("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "postmark": ("POSTMARK_SERVER_TOKEN",),
    "resend": ("RESEND_API_KEY",),
    "scaleway": ("SCALEWAY_SECRET_KEY", "SCALEWAY_PROJECT_ID"),
}

# Opens and clicks are counted by us, with consent: no provider may do it beside, in system mail
# either. Brevo and Resend have no such switch in a call (docs/operations.md says where theirs is),
# Scaleway does not track.
# https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages/tracking-opens
# https://dev.mailjet.com/reference/email/send-emails/
# https://postmarkapp.com/developer/user-guide/tracking-opens/tracking-opens-per-email
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_TrackingConfigurationOverrides.html
UNTRACKED = {"track_opens": False, "track_clicks": False}
UNTRACKED_BY_AMAZON = {
    "ConfigurationOverrides": {
        "Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}
    }
}
SEND_DEFAULTS: dict[str, dict[str, Any]] = {
    "amazon_ses": {"esp_extra": UNTRACKED_BY_AMAZON},
    "mailgun": UNTRACKED,
    "mailjet": UNTRACKED,
    "postmark": UNTRACKED,
}


def mail_provider(url: str) -> str:
    """The name in anymail://<name>, or nothing when mail leaves by SMTP."""
    parts = urlsplit(url)
    if parts.scheme != "anymail":
        return ""
    name = parts.netloc
    if not name.isidentifier() or find_spec(f"anymail.backends.{name}") is None:
        told = _("EMAIL_URL names “%(name)s”, which is no provider of Anymail's.")
        raise ImproperlyConfigured(told % {"name": name})
    return name


def provider_variables(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Entries for the setting ANYMAIL: every variable that begins with the provider's name."""
    if not name:
        return {}
    missing = [variable for variable in REQUIRED.get(name, ()) if not environment.get(variable)]
    if missing:
        told = _("EMAIL_URL=anymail://%(name)s needs %(missing)s.")
        raise ImproperlyConfigured(told % {"name": name, "missing": ", ".join(missing)})
    prefix = f"{name.upper()}_"
    given = {key: value for key, value in environment.items() if key.startswith(prefix)}
    return {f"{prefix}SEND_DEFAULTS": SEND_DEFAULTS.get(name, {}), **given}
