import pytest

from campaigns.domain_check.findings import Verdict
from campaigns.domain_check.one_click import check_one_click, signatures

HEADERS = (
    "List-Unsubscribe: <https://example.org/u>\r\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)


def letter(*, domain="example.org", signed="from:list-unsubscribe:list-unsubscribe-post"):
    signature = f"DKIM-Signature: v=1; d={domain}; s=s1;\r\n h={signed};\r\n b=abc=\r\n"
    return f"\r\n{signature}{HEADERS}From: a@example.org\r\n\r\nHello".encode()


def told(check) -> str:
    return " ".join(finding.sentence for finding in check.findings)


def test_a_letter_whose_signature_covers_both_headers_is_all_right(ready, names):
    check = check_one_click("example.org", names, received=letter())

    assert check.verdict is Verdict.OK
    assert "covers both headers" in told(check)


def test_a_signature_of_the_same_organisation_counts(ready, names):
    received = letter(domain="mail.example.org")

    assert check_one_click("example.org", names, received=received).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (letter(signed="from:list-unsubscribe"), "does not cover List-Unsubscribe-Post:"),
        (letter(domain="relay.example"), "signed by relay.example"),
        (HEADERS.encode() + b"\r\nHello", "is not signed"),
        (b"Subject: x\r\n\r\nHello", "holds no List-Unsubscribe, List-Unsubscribe-Post"),
    ],
)
def test_what_hides_the_button_is_wrong(ready, names, received, words):
    check = check_one_click("example.org", names, received=received)

    assert check.verdict is Verdict.WRONG
    assert words in told(check)


def test_without_a_letter_nobody_can_say_what_is_signed(ready, names):
    check = check_one_click("example.org", names)

    assert check.verdict is Verdict.WARNING
    assert "cannot be seen from here" in told(check)


@pytest.mark.parametrize("address", ["http://lettres.example.org", "https://localhost:8000"])
def test_links_must_be_public_and_https(ready, names, settings, address):
    settings.SITE_URL = address

    assert check_one_click("example.org", names, received=letter()).verdict is Verdict.WRONG


def test_a_signature_is_read_over_its_folded_lines():
    found = signatures(letter(domain="Example.ORG"))[0]

    assert (found.domain, found.selector) == ("example.org", "s1")
    assert "list-unsubscribe-post" in found.covered
