"""Points the settings to a local provider, with the variables that its documentation names."""

from typing import Any

from config.settings.connections import mail
from config.settings.providers import mail_provider, provider_variables
from tests.mail_provider import PATHS, USUAL, VARIABLES, MailProvider

AMAZON_CLIENT = {
    "region_name": "eu-west-3",
    "aws_access_key_id": "AKIA1",
    "aws_secret_access_key": "secret",
}


def local_provider(settings: Any, name: str) -> MailProvider:
    """Started; to be stopped by whoever asked for it."""
    provider = MailProvider(USUAL[name]).start()
    url = f"anymail://{name}"
    settings.EMAIL_BACKEND = mail(url)["EMAIL_BACKEND"]
    settings.MAIL_PROVIDER = mail_provider(url)
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": settings.WEBHOOK_SECRET,
        **provider_variables(name, VARIABLES[name]),
        f"{name.upper()}_API_URL": provider.url + PATHS.get(name, "/"),
        "AMAZON_SES_CLIENT_PARAMS": {**AMAZON_CLIENT, "endpoint_url": provider.url},
    }
    return provider
