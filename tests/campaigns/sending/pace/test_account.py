from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.models import SendingPace, WarmUp
from campaigns.sending.pace.account import accounts
from campaigns.sending.pace.buckets import HOUR, Limit, keep, lock
from campaigns.sending.pace.plan import transport_key
from crm.models import OutgoingMail


def test_without_limits_there_is_nothing_to_count():
    assert accounts(timezone.now()) == []


def test_what_is_used_of_the_host_and_of_a_start_is_told():
    now = timezone.now()
    pace = SendingPace.objects.create(per_hour=300)
    yesterday = timezone.localdate() - timedelta(days=1)
    WarmUp.objects.create(pace=pace, domain="example.org", starts_on=yesterday, first_day=50)
    OutgoingMail.objects.create(to="a@example.org", state="sent", sent_at=now)
    limit = Limit(transport_key(), HOUR, 300)
    with transaction.atomic():
        tokens = lock([limit], now)[limit]
        tokens.take(74)
        keep([tokens])

    host, domain = accounts(now)

    assert (host.used, host.size, host.percent) == (75, 300, 25)
    assert (domain.name, domain.used, domain.size) == ("example.org", 0, 75)
    assert domain.note == "jour 2 sur 14"


def test_a_limit_lowered_below_what_was_used_is_full():
    now = timezone.now()
    SendingPace.objects.create(per_hour=10)
    OutgoingMail.objects.bulk_create(
        OutgoingMail(to="a@example.org", state="sent", sent_at=now) for _n in range(12)
    )

    [host] = accounts(now)

    assert (host.used, host.percent) == (10, 100)
