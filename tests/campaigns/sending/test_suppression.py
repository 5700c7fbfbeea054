import pytest

from campaigns.sending.suppression import blames_sender, condemns_address, suppress_address
from campaigns.sending.transports import Outcome, Result
from crm.suppression import suppression_of


def refusal(reply, at_fault=True):
    status = reply.split()[1] if reply.count(".") >= 2 else ""
    return Outcome(1, Result.FAILED, reply, status, at_fault)


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"])
def test_an_address_that_does_not_exist_is_condemned(status):
    assert condemns_address(refusal(f"550 {status} no such user"))
    assert not blames_sender(refusal(f"550 {status} no such user"))


@pytest.mark.parametrize(
    "reply",
    ["550 5.7.1 policy", "552 5.3.4 too big", "554 5.6.0 content", "552 5.2.2 full", "550 no"],
)
def test_everything_else_condemns_nobody(reply):
    assert not condemns_address(refusal(reply))


def test_a_refused_sender_condemns_no_recipient():
    assert not condemns_address(refusal("550 5.1.1 who are you", at_fault=False))


@pytest.mark.parametrize(
    ("reply", "at_fault"),
    [("550 5.7.1 policy", True), ("530 5.5.1 sign in", True), ("554 5.5.4 no", False)],
)
def test_policy_and_sign_in_refusals_blame_the_sender(reply, at_fault):
    assert blames_sender(refusal(reply, at_fault))


def test_the_reply_is_kept_as_the_reason():
    suppress_address("gone@example.org", refusal("550 5.1.1 no such user"))

    assert suppression_of("gone@example.org").detail == "550 5.1.1 no such user"
