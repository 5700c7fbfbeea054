import pytest

from campaigns.domain_check.findings import Verdict
from campaigns.domain_check.mailboxes import check_mailboxes


def test_a_domain_with_mail_servers_takes_answers(ready, names):
    check = check_mailboxes("example.org", names)

    assert check.verdict is Verdict.OK
    assert "mx.example.org" in check.findings[0].sentence


@pytest.mark.parametrize(
    ("exchangers", "address", "verdict"),
    [
        (["0 ."], True, Verdict.WRONG),
        ([], True, Verdict.WARNING),
        ([], False, Verdict.WRONG),
        (["10 gone.example."], True, Verdict.WRONG),
        (["10 gone.example.", "20 there.example."], True, Verdict.WARNING),
    ],
)
def test_a_domain_that_loses_mail_is_told(server, names, exchangers, address, verdict):
    server.publish("there.example", "192.0.2.1", kind="A")
    if exchangers:
        server.publish("example.org", *exchangers, kind="MX")
    if address:
        server.publish("example.org", "192.0.2.1", kind="A")

    assert check_mailboxes("example.org", names).verdict is verdict


def test_silence_is_no_verdict(server, names):
    server.silent = True

    assert check_mailboxes("example.org", names).verdict is Verdict.WARNING
