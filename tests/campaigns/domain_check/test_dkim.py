import pytest

from campaigns.domain_check.dkim import check_dkim
from campaigns.domain_check.findings import Verdict
from tests.campaigns.domain_check.conftest import public_key

NAME = "s1._domainkey.example.org"


def told(check) -> str:
    return " ".join(finding.sentence for finding in check.findings)


def test_a_key_is_found_under_a_usual_selector(ready, names):
    check = check_dkim("example.org", names)

    assert check.verdict is Verdict.OK
    assert told(check) == f"{NAME} holds a key of 2048 bits."


def test_no_key_is_only_a_warning_while_the_selector_is_not_known(server, names):
    assert check_dkim("example.org", names).verdict is Verdict.WARNING


def test_a_selector_without_a_key_is_wrong(ready, names):
    check = check_dkim("example.org", names, selectors=["s1", "letters"])

    assert check.verdict is Verdict.WRONG
    assert "There is no key at letters._domainkey.example.org." in told(check)


@pytest.mark.parametrize(("bits", "verdict"), [(1024, Verdict.WARNING), (3072, Verdict.OK)])
def test_the_length_of_the_key_counts(server, names, bits, verdict):
    server.publish(NAME, f"p={public_key(bits)}")

    check = check_dkim("example.org", names, selectors=["s1"])

    assert check.verdict is verdict
    assert f"{bits} bits" in told(check)


WEAK = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJv8ZpB5hEK7qxP9K3v43hUS5fGT4waKe7ix4Z4mu5UBv+cw7WSF"
    "At0Vaag0sAbsPzU8Hhsrj/qPABvfB8asUwcCAwEAAQ=="
)


@pytest.mark.parametrize(
    ("record", "verdict", "words"),
    [
        (f"p={WEAK}", Verdict.WRONG, "512 bits"),
        ("v=DKIM1; p=", Verdict.WRONG, "revoked"),
        ("v=DKIM1; p=not base64!", Verdict.WRONG, "cannot be read"),
        ("v=DKIM1; k=rsa; p=AAAA", Verdict.WRONG, "cannot be read"),
        ("v=DKIM1; k=ed25519; p=" + "A" * 43 + "=", Verdict.WARNING, "Ed25519"),
        ("v=DKIM1; k=ed25519; p=AAAA", Verdict.WRONG, "cannot be read"),
        ("v=DKIM2; p={key}", Verdict.WRONG, "not written as a DKIM key"),
        ("v=DKIM1; s=tlsrpt; p={key}", Verdict.WRONG, "not meant for mail"),
        ("v=DKIM1; t=y:s; p={key}", Verdict.WARNING, "only a test"),
    ],
)
def test_what_receivers_stumble_over_is_told(server, names, good_key, record, verdict, words):
    server.publish(NAME, record.format(key=good_key))

    check = check_dkim("example.org", names, selectors=["s1"])

    assert check.verdict is verdict
    assert words in told(check)


def test_two_records_under_one_selector_are_wrong(server, names, good_key):
    server.publish(NAME, f"v=DKIM1; p={good_key}", "something else")

    assert "several records" in told(check_dkim("example.org", names))


def test_silence_is_no_verdict(server, names):
    server.silent = True

    assert "No name server answered" in told(check_dkim("example.org", names))
