"""https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html"""

import base64
import email
import json
from email import policy

import pytest

from campaigns.sending.transports import Result
from tests.campaigns.sending.transports.anymail.conftest import envelope, pattern_of
from tests.campaigns.sending.transports.anymail.test_backends import headers_of, values_of
from tests.mail_provider import DROP, Reply

pytestmark = pytest.mark.parametrize("provider", ["amazon_ses"], indirect=True)
UNTRACKED = {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}}


def test_amazon_gets_an_inline_template_and_what_fills_it(provider, deliver):
    deliver(envelope(1, "Zoé"), envelope(2, "Léa"))

    [request] = provider.requests
    assert request.path == "/v2/email/outbound-bulk-emails"
    said = request.json
    for entry in said["BulkEmailEntries"]:
        replacement = entry["ReplacementEmailContent"]["ReplacementTemplate"]
        replacement["ReplacementTemplateData"] = json.loads(replacement["ReplacementTemplateData"])
    assert said == {
        "FromEmailAddress": "=?utf-8?q?R=C3=A9seau?= <lettre@example.org>",
        "ReplyToAddresses": ["reponse@example.org"],
        "ConfigurationOverrides": UNTRACKED,
        "DefaultContent": {
            "Template": {
                "TemplateContent": {
                    "Subject": "Bonjour {{{f1}}}",
                    "Text": "Chère {{{f2}}}\n{{{f4}}}",
                    "Html": '<p>Chère {{{f3}}}</p><a href="{{{f4}}}">x</a>',
                },
                "TemplateData": "{}",
            }
        },
        "BulkEmailEntries": [
            {
                "Destination": {"ToAddresses": [f"user{number}@example.org"]},
                "ReplacementEmailContent": {
                    "ReplacementTemplate": {"ReplacementTemplateData": values_of(number, name)}
                },
                "ReplacementHeaders": [
                    {"Name": head, "Value": value}
                    for head, value in {
                        **headers_of(number),
                        "X-Metadata": f'{{"delivery": "{number}"}}',
                    }.items()
                ],
            }
            for number, name in [(1, "Zoé"), (2, "Léa")]
        ],
    }


def test_who_goes_alone_gets_a_raw_mail(provider, deliver):
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""
    deliver(envelope(1, "Zoé {{f4}}"), envelope(2, pattern=pattern_of(html="mot " * 400_000)))

    said = min(provider.requests, key=lambda request: len(request.body)).json
    raw = base64.b64decode(said["Content"]["Raw"]["Data"])
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert said["ConfigurationOverrides"] == UNTRACKED
    assert said["Destination"] == {"ToAddresses": ["user1@example.org"]}
    assert mail["Subject"] == "Bonjour Zoé {\u2060{f4}}"
    assert {name: mail[name] for name in headers_of(1)} == headers_of(1)
    assert json.loads(mail["X-Metadata"]) == {"delivery": "1"}
    assert {part.get_content_type() for part in mail.iter_parts()} == {"text/plain", "text/html"}


@pytest.mark.parametrize("trouble", [DROP, Reply(500, {"message": "Internal failure"})])
def test_amazons_library_repeats_nothing_by_itself(provider, deliver, trouble):
    provider.script = lambda request: trouble

    assert deliver(envelope(1))[1].result is Result.IN_DOUBT
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    ("code", "error", "result", "lasting"),
    [
        (429, "TooManyRequestsException", Result.DEFERRED, False),
        (400, "LimitExceededException", Result.DEFERRED, False),
        (400, "SendingPausedException", Result.NOT_SENT, True),
        (400, "AccountSuspendedException", Result.NOT_SENT, True),
        (400, "MailFromDomainNotVerifiedException", Result.NOT_SENT, True),
        (403, "AccessDeniedException", Result.NOT_SENT, True),
        (400, "MessageRejected", Result.FAILED, None),
        (400, "BadRequestException", Result.FAILED, None),
    ],
)
def test_amazons_errors_are_told_apart_by_name(
    provider, transport, deliver, code, error, result, lasting
):
    refusal = Reply(code, {"message": "no"}, {"x-amzn-ErrorType": error})
    provider.script = lambda request: refusal

    assert deliver(envelope(1))[1].result is result
    assert (transport.down and transport.down.lasting) is lasting


def test_each_entry_has_its_verdict(provider, deliver):
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_BulkEmailEntryResult.html"""
    results = [
        {"Status": "SUCCESS", "MessageId": "0100-1"},
        {"Status": "INVALID_PARAMETER", "Error": "Local address contains whitespace"},
        {"Status": "ACCOUNT_THROTTLED", "Error": "slow down"},
        {"Status": "MESSAGE_REJECTED", "Error": "virus"},
    ]
    provider.script = lambda request: Reply(200, {"BulkEmailEntryResults": results})

    outcomes = deliver(*(envelope(n) for n in range(4)))

    assert [(outcomes[n].result, outcomes[n].recipient_at_fault) for n in range(4)] == [
        (Result.ACCEPTED, False),
        (Result.FAILED, True),
        (Result.DEFERRED, False),
        (Result.FAILED, False),
    ]
