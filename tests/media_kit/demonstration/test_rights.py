from django.utils import timezone

from crm.models import DataProtection, DataRequest
from media_kit.demonstration import accounts, rights


def test_one_is_late_some_wait_and_the_answered_ones_name_nobody():
    accounts.load()

    rights.load()
    rights.load()

    assert DataRequest.objects.overdue(timezone.localdate()).count() == 1
    assert DataRequest.objects.still_open().count() == len(rights.WAITING)
    answered = DataRequest.objects.exclude(answered_on=None)
    assert answered.count() == len(rights.ANSWERED)
    assert not any(line.who for line in answered)
    assert DataProtection.objects.count() == 1
