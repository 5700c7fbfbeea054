"""Amazon SES: an inline template where Anymail would want a stored one, and no hidden retries."""

from typing import Any

from anymail.backends.amazon_ses import EmailBackend
from anymail.message import AnymailMessage
from anymail.utils import UNSET
from botocore.client import Config

from campaigns.sending.transports.anymail.backends import CALL_SECONDS

# boto3 repeats by itself what it got no answer to: people would get the mail twice.
ONE_TRY = {"total_max_attempts": 1, "mode": "standard"}


class SesBackend(EmailBackend):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        config = Config(retries=ONE_TRY, connect_timeout=10, read_timeout=CALL_SECONDS)
        self.client_params["config"] = self.client_params["config"].merge(config)

    def build_message_payload(self, message: AnymailMessage, defaults: Any) -> Any:
        if message.merge_data is not UNSET:
            _take_template(message)
        return super().build_message_payload(message, defaults)


def _take_template(message: AnymailMessage) -> None:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_EmailTemplateContent.html"""
    html = message.alternatives[0][0]
    content = {"Subject": message.subject, "Text": message.body, "Html": html}
    message.template_id = "inline"
    message.esp_extra = {
        "DefaultContent": {"Template": {"TemplateContent": content, "TemplateData": "{}"}}
    }
    message.subject = message.body = ""
    message.alternatives = []
