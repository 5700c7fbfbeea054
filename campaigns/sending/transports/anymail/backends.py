"""Anymail's backends, with the little they do not offer: keys, batches of whole mails, inline
templates, and not one call more than we asked for."""

from typing import Any

from anymail.backends.base import AnymailBaseBackend
from anymail.backends.brevo import BrevoPayload
from anymail.backends.brevo import EmailBackend as Brevo
from anymail.backends.mailjet import EmailBackend as Mailjet
from anymail.backends.mailjet import MailjetPayload
from anymail.backends.postmark import EmailBackend as Postmark
from anymail.backends.postmark import PostmarkPayload
from anymail.backends.resend import EmailBackend as Resend
from anymail.backends.resend import ResendPayload
from anymail.message import AnymailMessage
from django.utils.module_loading import import_string

# Shorter, all together, than a lease.
CALL_SECONDS = 30
# The parts of a whole mail, which calls.py puts into the merge data.
BREVO_NAMES = {"subject": "subject", "text": "textContent", "html": "htmlContent"}
POSTMARK_NAMES = {"subject": "Subject", "text": "TextBody", "html": "HtmlBody"}


class _BrevoPayload(BrevoPayload):
    """A version of the mail for each person, instead of parameters for a stored template."""

    def serialize_data(self) -> str:
        key = getattr(self.message, "idempotency_key", "")
        if key:
            self.data["headers"]["idempotencyKey"] = key
        return super().serialize_data()

    def serialize_json(self, data: dict[str, Any]) -> str:
        for version in data.get("messageVersions", ()):
            whole = version.pop("params")
            version |= {name: whole[part] for part, name in BREVO_NAMES.items()}
        return super().serialize_json(data)


class BrevoBackend(Brevo):
    def build_message_payload(self, message: AnymailMessage, defaults: Any) -> BrevoPayload:
        return _BrevoPayload(message, defaults, self)


class _MailjetPayload(MailjetPayload):
    is_burst = False

    def _burst_for_batch_send(self) -> None:
        """Once: of a list of one person Anymail's would forget what it was told before."""
        if not self.is_burst:
            self.is_burst = True
            super()._burst_for_batch_send()

    def set_merge_data(self, merge_data: dict[str, Any]) -> None:
        super().set_merge_data(merge_data)
        self.data["Globals"]["TemplateLanguage"] = True


class MailjetBackend(Mailjet):
    def build_message_payload(self, message: AnymailMessage, defaults: Any) -> MailjetPayload:
        return _MailjetPayload(message, defaults, self)


class _PostmarkPayload(PostmarkPayload):
    """Whole mails side by side: Postmark fills in stored templates only."""

    def get_api_endpoint(self) -> str:
        return "email/batch"

    def data_for_recipient(self, to: Any) -> dict[str, Any]:
        data = super().data_for_recipient(to)
        whole = data.pop("TemplateModel")
        return data | {name: whole[part] for part, name in POSTMARK_NAMES.items()}


class PostmarkBackend(Postmark):
    def build_message_payload(self, message: AnymailMessage, defaults: Any) -> PostmarkPayload:
        return _PostmarkPayload(message, defaults, self)


class _ResendPayload(ResendPayload):
    def get_request_params(self, api_url: str) -> dict[str, Any]:
        parameters = super().get_request_params(api_url)
        key = getattr(self.message, "idempotency_key", "")
        if key:
            parameters["headers"]["Idempotency-Key"] = key
        return parameters


class ResendBackend(Resend):
    def build_message_payload(self, message: AnymailMessage, defaults: Any) -> ResendPayload:
        return _ResendPayload(message, defaults, self)


OURS: dict[str, type[AnymailBaseBackend]] = {
    "brevo": BrevoBackend,
    "mailjet": MailjetBackend,
    "postmark": PostmarkBackend,
    "resend": ResendBackend,
}


def open_backend(name: str) -> AnymailBaseBackend:
    """Raises AnymailConfigurationError or AnymailImproperlyInstalled; calls nobody yet."""
    if name == "amazon_ses":
        # boto3 is installed only where Amazon is the provider
        backend_class = import_string("campaigns.sending.transports.anymail.amazon.SesBackend")
        backend = backend_class()
    else:
        backend_class = OURS.get(name) or import_string(f"anymail.backends.{name}.EmailBackend")
        backend = backend_class(timeout=CALL_SECONDS)
    backend.open()
    return backend
