from campaigns.sending.portions import Portion


def test_a_portion_begins_with_half_a_group():
    assert Portion(50, singly=True).size == 25
    assert Portion(1, singly=True).size == 1


def test_a_server_that_is_slower_than_the_ledger_is_waited_for_mail_by_mail():
    portion = Portion(50, singly=True)
    for size in (12, 6, 3, 1, 1):
        portion.adapt(committed=0.001, waited=0.02)
        assert portion.size == size


def test_a_ledger_that_is_slower_than_the_server_commits_many_at_once():
    portion = Portion(50, singly=True)
    portion.size = 1
    for size in (2, 4, 8, 16, 25, 25):
        portion.adapt(committed=0.01, waited=0.002)
        assert portion.size == size


def test_neither_much_slower_than_the_other_changes_nothing():
    portion = Portion(50, singly=True)
    portion.size = 6
    portion.adapt(committed=0.01, waited=0.03)
    assert portion.size == 6


def test_a_provider_gets_as_many_mails_at_once_however_slow_it_is():
    portion = Portion(50, singly=False)
    portion.adapt(committed=0.001, waited=2.0)
    assert portion.size == 25
