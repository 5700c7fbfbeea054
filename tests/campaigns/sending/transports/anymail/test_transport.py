from dataclasses import replace

import pytest

from campaigns.sending.transports import MailRefused, Result, TransportDown
from campaigns.sending.transports.anymail.transport import AnymailTransport
from tests.campaigns.sending.transports.anymail.conftest import envelope, written
from tests.mail_provider import DROP, Reply

ALL = ["amazon_ses", "brevo", "mailgun", "mailjet", "postmark", "resend", "scaleway"]


def on(*names):
    return pytest.mark.parametrize("provider", names, indirect=True)


def people(count):
    return [envelope(n) for n in range(count)]


def results(outcomes):
    return {outcome.result for outcome in outcomes.values()}


@on(*ALL)
def test_everyone_gets_one_mail_and_an_outcome(provider, deliver):
    outcomes = deliver(*people(60), envelope(60, "O'Brien {{x}} %recipient.f1%"))

    assert results(outcomes) == {Result.ACCEPTED}
    assert sorted(provider.recipients) == sorted(f"user{n}@example.org" for n in range(61))


@on(*ALL)
def test_told_to_slow_down_nobody_calls_again(provider, transport, deliver, settings):
    provider.script = lambda request: Reply(429, {"message": "Too many"}, {"Retry-After": "600"})

    outcomes = deliver(*people(120))
    called = len(provider.requests)
    more = deliver(*people(10))

    assert results(outcomes) <= {Result.DEFERRED, Result.NOT_SENT}
    assert results(more) == {Result.NOT_SENT}
    assert called == len(provider.requests) <= 2  # what was already under way
    assert not transport.down.lasting
    with pytest.raises(TransportDown):
        AnymailTransport(settings.MAIL_PROVIDER).open()


@on(*ALL)
@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_stops_for_good_and_blames_nobody(provider, transport, deliver, code):
    provider.script = lambda request: Reply(code, {"message": "Key not found"})

    outcomes = deliver(*people(120))

    assert results(outcomes) == {Result.NOT_SENT}
    assert transport.down.lasting
    assert "Key not found" in str(transport.down)
    assert len(provider.requests) <= 2


@on("mailgun", "postmark", "mailjet", "amazon_ses", "scaleway")
@pytest.mark.parametrize("reply", [Reply(500, {"message": "x"}), DROP, Reply(200, "nonsense")])
def test_what_was_handed_over_without_an_answer_is_in_doubt(provider, transport, deliver, reply):
    provider.script = lambda request: reply

    outcomes = deliver(*people(120))

    doubted = [one for one in outcomes.values() if one.result is Result.IN_DOUBT]
    assert results(outcomes) <= {Result.IN_DOUBT, Result.NOT_SENT}
    assert len(doubted) >= 1
    assert len(provider.requests) <= 2
    assert transport.hold.seconds_left > 50


@on("postmark")
def test_after_a_doubt_one_mail_is_risked_until_an_answer_comes(provider, settings):
    transport = AnymailTransport(settings.MAIL_PROVIDER)
    transport.hold.doubt()
    transport.hold.pause_key = "another"
    transport.open()

    transport.submit(written(people(5)))
    transport.collect(5)
    transport.close()

    assert [len(request.json) for request in provider.requests] == [1, 4]
    assert not transport.hold.is_doubtful


@on("brevo", "mailgun")
def test_of_a_refused_list_each_is_tried_alone(provider, deliver):
    """https://developers.brevo.com/reference/sendtransacemail, code invalid_parameter, and
    https://documentation.mailgun.com/docs/mailgun/quickstart-guide/responses"""

    def script(request):
        if b"user3%40" in request.body or b"user3@" in request.body:
            message = "email is not valid in to; 'to' parameter is not a valid address"
            return Reply(400, {"code": "invalid_parameter", "message": message})
        return None

    provider.script = script

    outcomes = deliver(*people(6))

    assert outcomes[3].result is Result.FAILED
    assert outcomes[3].recipient_at_fault
    assert {outcomes[n].result for n in (0, 1, 2, 4, 5)} == {Result.ACCEPTED}
    assert provider.twice == []
    assert len(provider.requests) == 7


@on("brevo", "scaleway")
def test_refusals_that_blame_us_are_as_many_as_the_breaker_needs(provider, deliver):
    provider.script = lambda request: Reply(400, {"message": "sender is not verified"})

    outcomes = deliver(*people(100))

    failed = [one for one in outcomes.values() if one.result is Result.FAILED]
    assert 10 <= len(failed) <= 12
    assert not any(one.recipient_at_fault for one in failed)
    assert results(outcomes) == {Result.FAILED, Result.NOT_SENT}


@on("scaleway")
def test_an_address_that_cannot_be_written_fails_alone(provider, deliver):
    outcomes = deliver(envelope(1, address="zoé@example.org"), envelope(2))

    assert outcomes[1].result is Result.MALFORMED
    assert outcomes[2].result is Result.ACCEPTED


@on("brevo")
def test_a_provider_without_its_key_is_not_called(provider, settings):
    settings.ANYMAIL = {}

    with pytest.raises(TransportDown) as caught:
        AnymailTransport("brevo").open()

    assert caught.value.lasting
    assert "BREVO_API_KEY" in str(caught.value)


@on("brevo")
def test_an_unreachable_provider_loses_nothing(provider, transport, deliver):
    for line in transport.lines:
        line.backend.api_url = "http://127.0.0.1:9/"

    outcomes = deliver(*people(30))

    assert results(outcomes) == {Result.NOT_SENT}
    assert not transport.down.lasting


@on("brevo")
def test_a_letter_that_cannot_be_written_fails_alone(provider, deliver, transport):
    def refuse():
        raise MailRefused("a line break")

    transport.submit([*written(people(1)), replace(envelope(1), body=refuse)])

    outcomes = {outcome.key: outcome.result for outcome in transport.collect(2)}
    assert outcomes == {0: Result.ACCEPTED, 1: Result.MALFORMED}
