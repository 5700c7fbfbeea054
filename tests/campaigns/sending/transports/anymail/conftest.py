"""Letters of two people, and the way to send them to a provider that plays its documentation."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from campaigns.rendering.placeholders import Context
from campaigns.sending.transports import Envelope
from campaigns.sending.transports.anymail.letters import Field, Letter, Pattern
from campaigns.sending.transports.anymail.transport import AnymailTransport
from tests.provider_settings import local_provider

SUBJECT, TEXT, HTML = Context.HEADER, Context.TEXT, Context.HTML
HEADERS = {
    "List-Id": "<lettre.example.org>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Feedback-ID": "5:2:newsletter:example.org",
    "Precedence": "bulk",
    "Content-Language": "fr",
}


def pattern_of(subject="Bonjour ", text="Chère ", html="<p>Chère "):
    return Pattern(
        sender="Réseau <lettre@example.org>",
        reply_to="reponse@example.org",
        headers=HEADERS,
        subject=(subject, Field("f1", SUBJECT)),
        text=(text, Field("f2", TEXT), "\n", Field("f4", TEXT)),
        html=(html, Field("f3", HTML), '</p><a href="', Field("f4", TEXT), '">x</a>'),
    )


PATTERN = pattern_of()


def envelope(key, name="Zoé", address=None, pattern=PATTERN):
    link = f"https://example.org/u/{key}"
    letter = Letter(
        pattern,
        message_id=f"<5.{key}@example.org>",
        headers={"List-Unsubscribe": f"<{link}>, <mailto:lettre@example.org?subject=u-{key}>"},
        values={"f1": name, "f2": name, "f3": name, "f4": link},
    )
    return Envelope(key, "lettre@example.org", address or f"user{key}@example.org", letter)


def written(envelopes):
    """As a transport gets them: each writes its letter when asked."""
    return [replace(one, body=lambda letter=one.body: letter) for one in envelopes]


@pytest.fixture(autouse=True)
def _no_hold():
    cache.clear()


@pytest.fixture
def provider(request, settings):
    """Named by the test: @pytest.mark.parametrize("provider", ["brevo"], indirect=True)."""
    provider = local_provider(settings, request.param)
    yield provider
    provider.stop()


@pytest.fixture
def transport(provider, settings):
    transport = AnymailTransport(settings.MAIL_PROVIDER, connections=2)
    transport.open()
    yield transport
    transport.close()


@pytest.fixture
def deliver(transport):
    """Sends them all and returns what became of each, by key."""

    def deliver(*envelopes):
        transport.submit(written(envelopes))
        outcomes = transport.collect(len(envelopes))
        assert len(outcomes) == len({outcome.key for outcome in outcomes}) == len(envelopes)
        return {outcome.key: outcome for outcome in outcomes}

    return deliver
