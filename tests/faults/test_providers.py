"""A9 and A10: what mail providers do to us, between the call and its answer."""

import time

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.sending.transports.anymail import line
from crm.models import Subscriber, Suppression
from tests.faults.accounts import assert_accounted, in_state
from tests.faults.figures import figure
from tests.faults.workers import start_worker, wait_for
from tests.mail_provider import DROP, TAKE_AND_DROP, Reply
from tests.provider_settings import local_provider

State = Delivery.State
FEW = figure(80, 400)
WITH_KEY, WITHOUT_KEY = "brevo", ["amazon_ses", "mailgun", "mailjet", "postmark", "scaleway"]
FAILED_AFTER_ACCEPTANCE = [Reply(500, {"message": "internal"}, takes=True), TAKE_AND_DROP]


@pytest.fixture
def provider(request, settings, tmp_path):
    """Its wish to wait is known to all processes, as it is in production."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "cache"),
        }
    }
    provider = local_provider(settings, request.param)
    yield provider
    provider.stop()


@pytest.fixture
def started(campaign):
    """Few enough for a call each."""
    Subscriber.objects.filter(pk__in=Subscriber.objects.order_by("pk")[FEW:]).delete()
    start(campaign)
    return campaign


def on(*names):
    return pytest.mark.parametrize("provider", names, indirect=True)


def due_again(campaign) -> None:
    """As if the waiting times had passed."""
    cache.clear()
    campaign.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())


def is_sent(campaign) -> bool:
    """Puts off nothing beyond the provider's own wish."""
    campaign.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())
    return Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENT).exists()


def send_until_over(campaign, tries: int = 40) -> None:
    for _try in range(tries):
        due_again(campaign)
        send_pending(campaign.pk, worker="test")
        campaign.refresh_from_db()
        if campaign.state != Campaign.State.SENDING:
            return


@pytest.mark.row("A9", "429 with Retry-After", "no call before, 0 lost, 0 twice")
@on("brevo", *WITHOUT_KEY)
def test_a9_a_provider_that_asks_to_wait_is_not_called_before(started, provider, settings):
    said_at = []

    def script(request):
        if len(provider.requests) == 4:
            said_at.append(time.time())
            return Reply(429, {"message": "Too many requests"}, {"Retry-After": "30"})
        return None

    provider.script = script
    send_pending(started.pk, worker="first")
    called = len(provider.requests)
    for worker in ("second", "third"):
        started.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())
        send_pending(started.pk, worker=worker)

    assert len(said_at) == 1
    assert len(provider.requests) == called <= 4 + settings.SMTP_CONNECTIONS
    started.refresh_from_db()
    assert started.state == Campaign.State.SENDING
    assert "rappelé" in started.difficulty or "called again" in started.difficulty
    assert in_state(started, State.UNKNOWN) == in_state(started, State.FAILED) == set()

    send_until_over(started)
    assert assert_accounted(started, provider, candidates=FEW)["accepted"] == FEW


@on("brevo")
def test_a9_several_workers_obey_what_one_was_told(started, provider):
    """They go on by themselves once the time has come, without a call before."""
    told = []

    def script(request):
        if not told and len(provider.mails) > 20:
            told.append(time.time())
            return Reply(429, {"message": "Too many requests"}, {"Retry-After": "2"})
        return None

    provider.script = script
    workers = [start_worker(started) for _n in range(3)]
    wait_for(lambda: is_sent(started), seconds=60)
    assert [worker.wait() for worker in workers] == [0, 0, 0]

    under_way = 3 * 2  # each worker may have a call out when the first of them is told
    early = [one for one in provider.requests if told[0] < one.at < told[0] + 2]
    assert len(early) <= under_way
    assert max([told[0], *(one.at for one in early)]) < told[0] + 1
    assert assert_accounted(started, provider, candidates=FEW)["accepted"] == FEW


@pytest.mark.row("A10", "500 or no answer after acceptance, with a key", "one mail each")
@on(WITH_KEY, "resend")
@pytest.mark.parametrize("reply", FAILED_AFTER_ACCEPTANCE)
def test_a10_with_a_key_the_call_is_made_again_and_one_mail_leaves(
    started, provider, reply, monkeypatch
):
    monkeypatch.setattr(line, "PAUSES", (0.0, 0.0))
    struck = []

    def script(request):
        if len(provider.requests) % 5 == 2:
            struck.append(request)
            return reply
        return None

    provider.script = script
    send_until_over(started)

    assert len(struck) >= 2
    assert assert_accounted(started, provider, candidates=FEW)["accepted"] == FEW


@pytest.mark.row("A10", "500 or no answer after acceptance, no key", "in doubt, 0 twice")
@on(*WITHOUT_KEY)
@pytest.mark.parametrize("reply", FAILED_AFTER_ACCEPTANCE)
def test_a10_without_a_key_what_was_accepted_is_in_doubt_and_left_alone(started, provider, reply):
    struck = []

    def script(request):
        if len(provider.requests) in (2, 6):
            struck.append(request)
            return reply
        return None

    provider.script = script
    send_until_over(started)

    states = assert_accounted(started, provider, candidates=FEW)
    doubtful = in_state(started, State.UNKNOWN)
    assert len(struck) == 2
    assert doubtful == {one for request in struck for one in provider.usual(request)[1]}
    assert states["accepted"] == FEW - len(doubtful)
    assert Suppression.objects.count() == 0


@on("mailgun")
def test_a10_what_was_not_accepted_is_in_doubt_as_well(started, provider):
    """Nobody can tell: better one mail too few, shown, than one too many."""
    provider.script = lambda request: DROP if len(provider.requests) == 2 else None

    send_until_over(started)

    states = assert_accounted(started, provider, candidates=FEW)
    assert 1 <= states["unknown"] <= 10
    assert len(provider.mails) == states["accepted"] == FEW - states["unknown"]


@on("brevo")
def test_a_provider_that_is_down_for_long_puts_few_mails_in_doubt(
    started, provider, settings, monkeypatch
):
    """What was under way at first, then one a try."""
    monkeypatch.setattr(line, "PAUSES", ())
    provider.script = lambda request: Reply(503) if len(provider.requests) <= 10 else None

    for _try in range(60):
        cache.delete("mail-provider:brevo:pause")
        started.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())
        send_pending(started.pk, worker="test")

    states = assert_accounted(started, provider, candidates=FEW)
    assert states["unknown"] <= settings.SEND_GROUP_SIZE + 9
    assert states["accepted"] == FEW - states["unknown"]


@on("brevo", "postmark", "scaleway")
def test_a_wrong_key_pauses_and_loses_nobody(started, provider):
    provider.script = lambda request: Reply(401, {"message": "Key not found"})

    send_pending(started.pk, worker="test")

    started.refresh_from_db()
    assert started.state == Campaign.State.PAUSED
    assert "Key not found" in started.paused_because
    assert in_state(started, State.FAILED) == in_state(started, State.UNKNOWN) == set()
    assert Suppression.objects.count() == 0


@on("brevo", "mailgun", "amazon_ses", "scaleway")
def test_refusals_that_blame_us_trip_the_breaker(started, provider):
    provider.script = lambda request: Reply(400, {"message": "The sender is not verified"})

    send_pending(started.pk, worker="test")

    started.refresh_from_db()
    assert started.state == Campaign.State.PAUSED
    assert "not verified" in started.paused_because
    assert len(in_state(started, State.FAILED)) <= 20
    assert Suppression.objects.count() == 0
