import pytest

from campaigns.sending.transports import Result
from campaigns.sending.transports.anymail.replies import (
    Answer,
    Kind,
    verdicts,
)


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (201, {"messageId": "<1@x>"}, Kind.TAKEN),
        (429, {"message": "Too many requests"}, Kind.SLOW_DOWN),
        (401, {"code": "unauthorized", "message": "Key not found"}, Kind.SHUT),
        (402, {"code": "not_enough_credits", "message": "No credits"}, Kind.SHUT),
        (403, {"message": "insufficient permissions"}, Kind.SHUT),
        (404, {"message": "Domain not found: mg.example.org"}, Kind.SHUT),
        (400, {"code": "invalid_parameter", "message": "sender is not valid"}, Kind.REFUSED),
        (413, "Request Entity Too Large", Kind.REFUSED),
        (422, {"ErrorCode": 300, "Message": "Invalid 'From'"}, Kind.REFUSED),
        (400, {"Messages": [{"Status": "error"}]}, Kind.TAKEN),
        (408, "", Kind.NO_ANSWER),
        (500, {"message": "internal"}, Kind.NO_ANSWER),
        (502, "<html>Bad gateway</html>", Kind.NO_ANSWER),
        (302, "", Kind.NO_ANSWER),
    ],
)
def test_what_an_answer_says_of_the_whole_call(code, said, kind):
    assert Answer(code, {}, said).kind is kind


def test_how_long_to_wait_is_read_in_the_headers():
    assert Answer(429, {"retry-after": "30"}, "").wait == 30


def test_the_ledger_gets_one_line_of_words():
    said = {"code": "invalid_parameter", "message": "email is\r\nnot valid in to"}

    assert str(Answer(400, {}, said)) == "400 invalid_parameter email is not valid in to"
    assert str(Answer(400, {}, {"ErrorCode": 300, "Message": "No"})) == "400 300 No"
    assert str(Answer(502, {}, "<p>x</p>")) == "502 <p>x</p>"
    assert len(str(Answer(400, {}, "x" * 5000))) == 300


def test_postmark_gives_each_mail_its_verdict():
    """https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails"""
    said = [
        {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc", "To": "a@example.org"},
        {"ErrorCode": 406, "Message": "You tried to send to an inactive recipient"},
        {"ErrorCode": 300, "Message": "Invalid 'To' address: 'x'."},
        {"ErrorCode": 400, "Message": "The 'From' address has no Sender Signature"},
        {"ErrorCode": 429, "Message": "Rate Limit Exceeded"},
    ]

    assert [(one.result, one.recipient_at_fault) for one in verdicts("postmark", said, 5)] == [
        (Result.ACCEPTED, False),
        (Result.FAILED, True),
        (Result.FAILED, True),
        (Result.FAILED, False),
        (Result.DEFERRED, False),
    ]


def test_mailjet_gives_each_mail_its_verdict():
    """https://dev.mailjet.com/reference/email/send-emails/"""

    def error(code, about):
        return {
            "Status": "error",
            "Errors": [
                {"ErrorIdentifier": "x", "ErrorCode": "mj-0013", "StatusCode": code,
                 "ErrorMessage": "is not a valid email address.", "ErrorRelatedTo": [about]}
            ],
        }  # fmt: skip

    success = {"Status": "success", "To": [{"Email": "a@example.org", "MessageID": 456}]}
    said = {"Messages": [success, error(400, "To[0].Email"), error(400, "From"), error(500, "")]}

    assert [(one.result, one.recipient_at_fault) for one in verdicts("mailjet", said, 4)] == [
        (Result.ACCEPTED, False),
        (Result.FAILED, True),
        (Result.FAILED, False),
        (Result.IN_DOUBT, False),
    ]
    assert verdicts("mailjet", said, 4)[1].words == "400 mj-0013 is not a valid email address."


@pytest.mark.parametrize(
    ("provider", "said", "count"),
    [
        ("brevo", {"messageIds": ["<1@x>"]}, 2),
        ("brevo", {}, 1),
        ("brevo", "<html>", 1),
        ("mailgun", "Mailgun Magnificent API", 1),
        ("mailgun", {"id": "x", "message": "Hm"}, 1),
        ("postmark", [{"ErrorCode": 0, "Message": "OK"}], 1),
        ("postmark", {"ErrorCode": 0}, 1),
        ("amazon_ses", {"BulkEmailEntryResults": []}, 1),
        ("scaleway", {"emails": None}, 1),
    ],
)
def test_a_success_that_cannot_be_understood_is_none(provider, said, count):
    assert verdicts(provider, said, count) is None


def test_a_provider_we_do_not_know_is_believed_for_one_mail():
    [verdict] = verdicts("sparkpost", {"results": {"id": "1"}}, 1)

    assert verdict.result is Result.ACCEPTED


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_scaleway_may_refuse_with_a_success(status):
    said = {"emails": [{"id": "1", "status": status}]}

    assert verdicts("scaleway", said, 1)[0].result is Result.FAILED
