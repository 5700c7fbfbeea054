import pytest

from campaigns.sending.portions import Portion


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def portion(clock):
    return Portion(50, singly=True, clock=clock)


def adapt(portion, *, answered=0, committed=0.001, waited=0.003):
    portion.adapt(answered=answered, committed=committed, waited=waited)


def test_a_portion_begins_with_half_a_group():
    assert Portion(50, singly=True).size == 25
    assert Portion(1, singly=True).size == 1


def test_a_server_that_is_slower_than_the_ledger_is_waited_for_mail_by_mail(portion):
    for size in (12, 6, 3, 1, 1):
        adapt(portion, committed=0.001, waited=0.02)
        assert portion.size == size


def test_a_ledger_that_is_slower_than_the_server_commits_many_at_once(portion):
    portion.size = 1
    for size in (2, 4, 8, 16, 25, 25):
        adapt(portion, committed=0.01, waited=0.002)
        assert portion.size == size


def test_neither_much_slower_than_the_other_changes_nothing(portion):
    portion.size = 6
    adapt(portion, committed=0.01, waited=0.03)
    assert portion.size == 6


def test_at_first_one_mail_a_connection_is_in_hand(portion):
    assert portion.in_hand_at_most(4) == 4


def test_no_more_is_in_hand_than_half_a_second_took(portion, clock):
    adapt(portion, answered=4)
    clock.now += 0.3
    adapt(portion, answered=8)
    assert portion.in_hand_at_most(4) == 12

    clock.now += 0.3
    assert portion.in_hand_at_most(4) == 8

    clock.now += 0.3
    assert portion.in_hand_at_most(4) == 4


def test_never_more_than_a_group_is_in_hand(portion):
    adapt(portion, answered=5_000)
    assert portion.in_hand_at_most(4) == 50
    assert portion.in_hand_at_most(200) == 50


def test_a_provider_gets_as_many_mails_at_once_however_slow_it_is():
    portion = Portion(50, singly=False)
    adapt(portion, waited=2.0)
    assert portion.size == 25
    assert portion.in_hand_at_most(1) == 50
