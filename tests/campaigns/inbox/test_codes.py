import pytest

from campaigns.inbox.codes import class_of_status, class_of_words, judge
from campaigns.models import BounceClass

HARD, SOFT, POLICY = BounceClass.HARD, BounceClass.SOFT, BounceClass.POLICY


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"])
def test_an_address_that_does_not_exist_is_hard(status):
    assert class_of_status(status) is HARD


@pytest.mark.parametrize("status", ["5.2.0", "5.2.1", "5.2.2", "4.2.2", "4.4.1", "4.7.1", "4.1.1"])
def test_what_may_pass_is_soft(status):
    assert class_of_status(status) is SOFT


@pytest.mark.parametrize("status", ["5.7.0", "5.7.1", "5.7.26", "5.7.515", "5.3.4", "5.6.0"])
def test_what_blames_the_sender_is_policy(status):
    assert class_of_status(status) is POLICY


@pytest.mark.parametrize("status", ["5.0.0", "5.4.1", "5.5.0", "5.1.0", "5.1.8", ""])
def test_other_statuses_do_not_decide(status):
    assert class_of_status(status) is None


@pytest.mark.parametrize(
    ("status", "words", "verdict"),
    [
        ("5.0.0", "smtp; 550-5.1.1 no such account", (HARD, "5.1.1")),
        ("5.1.1", "smtp; 550 5.7.1 spam", (POLICY, "5.7.1")),
        ("5.1.1", "SMTP; 550 rejected as spam", (POLICY, "5.1.1")),
        ("5.1.1", "550 5.1.1 user unknown, blocked.example", (HARD, "5.1.1")),
        ("5.4.1", "550 5.4.1 recipient address rejected: access denied", (HARD, "5.4.1")),
        ("5.0.0", "554 gone wrong", (SOFT, "5.0.0")),
        ("", "host 5.1.1.7 and 25.1.1.1 said: 452 quota", (SOFT, "")),
    ],
)
def test_words_complete_or_correct_the_status(status, words, verdict):
    assert judge(status, words, otherwise=SOFT) == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("L'utilisateur est inconnu", HARD),
        ("la boîte aux lettres est pleine", SOFT),
        ("message refusé : indésirable", POLICY),
        ("552 message size exceeds fixed maximum", POLICY),
        ("552 no room", SOFT),
        ("Over disk quota: this account takes no mail until some of it has been removed", SOFT),
        ("user@example.org: this mailbox could not be found", HARD),
        ("user1 did not exactly match an LLNL email address", HARD),
        ("451 later", SOFT),
        ("gone wrong", None),
    ],
)
def test_words_alone(words, verdict):
    assert class_of_words(words) is verdict
