from datetime import timedelta

import pytest

from campaigns import retention
from crm.erasure import registered
from crm.processings import period, processings, told

TABLES_TOLD = 9


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (retention.SILENCE, "3 ans"),
        (timedelta(days=365), "1 an"),
        (timedelta(days=30), "30 jours"),
        (timedelta(hours=2), "2 heures"),
        (timedelta(minutes=15), "15 minutes"),
    ],
)
def test_a_period_is_said_as_people_say_it(duration, words):
    assert period(duration) == words


def test_every_room_tells_what_it_does_with_nothing_left_out():
    told_by_all = processings()

    assert len(told_by_all) == TABLES_TOLD
    assert registered()  # people are held, so something has to be told
    for processing in told_by_all:
        assert all(text for _label, text in told(processing)), processing.name


def test_the_way_mail_leaves_is_read_from_the_settings(settings):
    settings.MAIL_PROVIDER = "brevo"

    assert any("brevo" in row.recipients for row in processings())
