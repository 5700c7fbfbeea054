import pytest

from campaigns.inbox.dsn import bare_address, delivery_reports
from campaigns.inbox.parts import message_from
from tests.campaigns.inbox.corpus import raw
from tests.campaigns.inbox.letters import report


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("rfc822; Claire@example.org", "Claire@example.org"),
        ("rfc822;<claire@example.org>", "claire@example.org"),
        ("utf-8; élise@example.org", "élise@example.org"),
        ("<claire@example.org>", "claire@example.org"),
        ("rfc822; claire@example.org (expanded from: x@example.org)", "claire@example.org"),
        ("rfc822; claire", ""),
        ("x400; /G=Claire/", ""),
        ("rfc822; claire@example.org\x00", ""),
        ("", ""),
    ],
)
def test_a_recipient_is_bared_to_its_address(value, address):
    assert bare_address(value) == address


def test_a_message_without_a_report_is_none():
    assert delivery_reports(message_from(raw("human_reply"))) is None


def test_good_news_is_an_empty_report():
    assert delivery_reports(message_from(raw("delivered"))) == []


@pytest.mark.parametrize(
    ("action", "is_final"), [("failed", True), ("Failure (x)", True), ("delayed", False)]
)
def test_a_warning_is_not_final(action, is_final):
    message = message_from(report("a@example.org", "4.4.1", action, to="b@example.org"))

    assert [found.is_final for found in delivery_reports(message)] == [is_final]


def test_the_original_recipient_is_the_one_we_know():
    content = report("x@b.example", "5.1.1", to="b@example.org").replace(
        b"Action:", b"Original-Recipient: rfc822; x@a.example\nAction:"
    )

    assert delivery_reports(message_from(content))[0].address == "x@a.example"


def test_each_recipient_has_its_finding():
    found = delivery_reports(message_from(raw("two_recipients")))

    assert [(f.address, f.status) for f in found] == [
        ("plein@example.com", "5.2.2"),
        ("parti@example.com", "5.1.1"),
    ]
