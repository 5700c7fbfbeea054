"""Whole requests, as the providers' pages describe them; two people, then one who goes alone."""

import json

import pytest

from campaigns.sending.transports.anymail.backends import open_backend
from tests.campaigns.sending.transports.anymail.conftest import HEADERS, envelope

TO = ["user1@example.org", "user2@example.org"]
RISKY = "Zoé {{x}} %recipient.f4%"


def headers_of(key):
    link = f"https://example.org/u/{key}"
    own = f"<{link}>, <mailto:lettre@example.org?subject=u-{key}>"
    return {**HEADERS, "List-Unsubscribe": own}


def text_of(key, name):
    return f"Chère {name}\nhttps://example.org/u/{key}"


def html_of(key, name):
    return f'<p>Chère {name}</p><a href="https://example.org/u/{key}">x</a>'


def values_of(key, name):
    return {"f1": name, "f2": name, "f3": name, "f4": f"https://example.org/u/{key}"}


@pytest.mark.parametrize("provider", ["brevo"], indirect=True)
def test_brevo_gets_a_version_for_each_person(provider, deliver):
    """https://developers.brevo.com/reference/sendtransacemail"""
    deliver(envelope(1, "Zoé"), envelope(2, "Léa"))

    [request] = provider.requests
    said = request.json
    key = said["headers"].pop("idempotencyKey")
    assert (request.path, request.headers["api-key"]) == ("/v3/smtp/email", "xkeysib-1")
    assert len(key) == 36
    assert said == {
        "sender": {"email": "lettre@example.org", "name": "Réseau"},
        "replyTo": {"email": "reponse@example.org"},
        "headers": {},
        "subject": "-",
        "textContent": "-",
        "htmlContent": "-",
        "messageVersions": [
            {
                "to": [{"email": f"user{number}@example.org"}],
                "headers": {
                    "X-Mailin-custom": f'{{"delivery": "{number}"}}',
                    **headers_of(number),
                },
                "subject": f"Bonjour {name}",
                "textContent": text_of(number, name),
                "htmlContent": html_of(number, name),
            }
            for number, name in [(1, "Zoé"), (2, "Léa")]
        ],
    }


@pytest.mark.parametrize("provider", ["mailjet"], indirect=True)
def test_mailjet_gets_a_pattern_and_variables(provider, deliver):
    """https://dev.mailjet.com/reference/email/send-emails/"""
    deliver(envelope(1, "Zoé"), envelope(2, "Léa"))

    [request] = provider.requests
    assert request.path == "/v3.1/send"
    assert request.headers["authorization"] == "Basic cHVibGljOnByaXZhdGU="
    assert request.json == {
        "Globals": {
            "From": {"Email": "lettre@example.org", "Name": "Réseau"},
            "ReplyTo": {"Email": "reponse@example.org"},
            "Subject": "Bonjour {{var:f1}}",
            "TextPart": "Chère {{var:f2}}\n{{var:f4}}",
            "HTMLPart": '<p>Chère {{var:f3}}</p><a href="{{var:f4}}">x</a>',
            "TemplateLanguage": True,
            "TrackOpens": "disabled",
            "TrackClicks": "disabled",
        },
        "Messages": [
            {
                "To": [{"Email": f"user{number}@example.org"}],
                "Variables": values_of(number, name),
                "Headers": headers_of(number),
                "EventPayload": f'{{"delivery": "{number}"}}',
            }
            for number, name in [(1, "Zoé"), (2, "Léa")]
        ],
    }


@pytest.mark.parametrize("provider", ["mailjet"], indirect=True)
def test_mailjet_gets_all_of_a_list_of_one_person(provider, deliver):
    deliver(envelope(1, "Zoé"))

    [request] = provider.requests
    assert request.json["Globals"]["Subject"] == "Bonjour {{var:f1}}"
    assert request.json["Messages"] == [
        {
            "To": [{"Email": "user1@example.org"}],
            "Variables": values_of(1, "Zoé"),
            "Headers": headers_of(1),
            "EventPayload": '{"delivery": "1"}',
        }
    ]


@pytest.mark.parametrize("provider", ["mailjet"], indirect=True)
def test_mailjet_fills_in_nothing_for_who_goes_alone(provider, deliver):
    deliver(envelope(1, "O'Brien"))

    [request] = provider.requests
    assert "TemplateLanguage" not in request.json["Globals"]
    assert request.json["Globals"]["Subject"] == "Bonjour O'Brien"
    assert request.json["Globals"]["Headers"] == headers_of(1)
    assert request.json["Globals"]["EventPayload"] == '{"delivery": "1"}'
    assert request.json["Messages"] == [{"To": [{"Email": "user1@example.org"}]}]


@pytest.mark.parametrize("provider", ["mailgun"], indirect=True)
def test_mailgun_gets_a_pattern_and_recipient_variables(provider, deliver):
    """https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending"""
    deliver(envelope(1, "Zoé"), envelope(2, "Léa"))

    [request] = provider.requests
    said = request.form
    variables = json.loads(said.pop("recipient-variables")[0])
    names = ["List-Id", "List-Unsubscribe-Post", "Feedback-Id", "Precedence", "Content-Language",
             "List-Unsubscribe"]  # fmt: skip
    assert request.path == "/v3/mg.example.org/messages"
    assert said == {
        "from": ["Réseau <lettre@example.org>"],
        "to": TO,
        "h:Reply-To": ["reponse@example.org"],
        "subject": ["Bonjour %recipient.f1%"],
        "text": ["Chère %recipient.f2%\n%recipient.f4%"],
        "html": ['<p>Chère %recipient.f3%</p><a href="%recipient.f4%">x</a>'],
        "o:tracking-opens": ["no"],
        "o:tracking-clicks": ["no"],
        "v:delivery": ["%recipient.v:delivery%"],
        **{f"h:{name}": [f"%recipient.h:{name}%"] for name in names},
    }
    assert variables == {
        f"user{number}@example.org": {
            **values_of(number, name),
            "v:delivery": str(number),
            **{f"h:{head.title()}": value for head, value in headers_of(number).items()},
        }
        for number, name in [(1, "Zoé"), (2, "Léa")]
    }


@pytest.mark.parametrize("provider", ["mailgun"], indirect=True)
def test_mailgun_fills_in_nothing_for_who_goes_alone(provider, deliver):
    deliver(envelope(1, RISKY))

    [request] = provider.requests
    assert "recipient-variables" not in request.form
    assert request.form["subject"] == ["Bonjour Zoé {{x}} %\u2060recipient.f4%"]
    assert request.form["v:delivery"] == ["1"]


@pytest.mark.parametrize("provider", ["postmark"], indirect=True)
def test_postmark_gets_whole_mails_side_by_side(provider, deliver):
    """https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails"""
    deliver(envelope(1, "Zoé"), envelope(2, RISKY))

    [request] = provider.requests
    assert request.path == "/email/batch"
    assert request.headers["x-postmark-server-token"] == "token-1"
    kept = lambda number: {"Message-ID": f"<5.{number}@example.org>", "X-PM-KeepID": "true"}  # noqa: E731
    assert request.json == [
        {
            "MessageStream": "broadcast",
            "From": "Réseau <lettre@example.org>",
            "To": f"user{number}@example.org",
            "ReplyTo": "reponse@example.org",
            "Subject": f"Bonjour {name}",
            "TextBody": text_of(number, name),
            "HtmlBody": html_of(number, name),
            "TrackOpens": False,
            "TrackLinks": "None",
            "Metadata": {"delivery": str(number)},
            "Headers": [
                {"Name": head, "Value": value}
                for head, value in {**headers_of(number), **kept(number)}.items()
            ],
        }
        for number, name in [(1, "Zoé"), (2, RISKY)]
    ]


@pytest.mark.parametrize("provider", ["scaleway"], indirect=True)
def test_scaleway_gets_one_mail_a_call(provider, deliver):
    """https://www.scaleway.com/en/developers/api/transactional-email/#path-emails-send-an-email"""
    deliver(envelope(1, RISKY), envelope(2, "Léa"))

    first = min(provider.requests, key=lambda request: request.json["to"][0]["email"])
    assert len(provider.requests) == 2
    assert first.path == "/transactional-email/v1alpha1/regions/fr-par/emails"
    assert first.headers["x-auth-token"] == "secret-1"
    headers = {
        "Reply-To": "reponse@example.org",
        **headers_of(1),
        "X-Metadata": '{"delivery": "1"}',
    }
    assert first.json == {
        "project_id": "project-1",
        "from": {"email": "lettre@example.org", "name": "Réseau"},
        "to": [{"email": "user1@example.org"}],
        "subject": f"Bonjour {RISKY}",
        "text": text_of(1, RISKY),
        "html": html_of(1, RISKY),
        "additional_headers": [{"key": key, "value": value} for key, value in headers.items()],
    }


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
def test_resend_gets_one_mail_a_call_with_a_key(provider, deliver):
    """https://resend.com/docs/api-reference/emails/send-email"""
    deliver(envelope(1, "Zoé"))

    [request] = provider.requests
    assert request.path == "/emails"
    assert len(request.headers["idempotency-key"]) == 36
    assert request.json == {
        "from": "Réseau <lettre@example.org>",
        "to": ["user1@example.org"],
        "reply_to": ["reponse@example.org"],
        "subject": "Bonjour Zoé",
        "text": text_of(1, "Zoé"),
        "html": html_of(1, "Zoé"),
        "headers": {**headers_of(1), "X-Metadata": '{"delivery": "1"}'},
    }


@pytest.mark.parametrize("provider", ["brevo", "scaleway", "amazon_ses"], indirect=True)
def test_opening_a_backend_calls_nobody(provider, settings):
    open_backend(settings.MAIL_PROVIDER).close()

    assert provider.requests == []
