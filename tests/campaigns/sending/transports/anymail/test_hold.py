import pytest

from campaigns.sending.transports.anymail.hold import LONGEST_DOUBT, Hold
from crm import mail_provider


@pytest.fixture
def hold():
    return Hold("brevo")


def test_nobody_waits_at_first(hold):
    assert hold.seconds_left == 0
    assert not hold.is_doubtful


def test_what_one_was_told_all_obey(hold):
    hold.wait(30)

    assert 29 < Hold("brevo").seconds_left <= 30
    assert Hold("mailjet").seconds_left == 0


def test_a_doubt_makes_newsletters_wait_and_not_system_mail(hold):
    hold.doubt()

    assert hold.seconds_left > 59
    assert mail_provider.seconds_to_wait("brevo") == 0


def test_a_shorter_wait_does_not_shorten_a_longer_one(hold):
    hold.wait(30)
    hold.wait(1)

    assert hold.seconds_left > 29


def test_the_pause_after_a_doubt_doubles_up_to_a_limit(hold):
    pauses = []
    for _n in range(7):
        hold.doubt()
        pauses.append(round(hold.seconds_left))

    assert pauses == [60, 120, 240, 480, 900, 900, LONGEST_DOUBT]
    assert hold.is_doubtful


def test_an_answer_ends_the_doubt_and_not_the_wait(hold):
    hold.doubt()
    hold.trust_again()

    assert not hold.is_doubtful
    assert hold.seconds_left > 0
