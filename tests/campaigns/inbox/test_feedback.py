import pytest

from campaigns.inbox.feedback import feedback_report, report_fields
from campaigns.inbox.notices import Kind
from campaigns.inbox.parts import message_from
from tests.campaigns.inbox.corpus import raw


@pytest.mark.parametrize(
    ("feedback_type", "kind"),
    [
        ("abuse", Kind.COMPLAINT),
        ("fraud", Kind.COMPLAINT),
        ("opt-out", Kind.UNSUBSCRIBE),
        ("not-spam", Kind.OTHER),
        ("auth-failure", Kind.OTHER),
        ("something-new", Kind.OTHER),
    ],
)
def test_only_some_types_are_complaints(feedback_type, kind):
    content = raw("arf_yahoo").replace(b"Type: abuse", f"Type: {feedback_type}".encode())

    assert feedback_report(message_from(content))[0] is kind


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("arf_yahoo", "camille@yahoo.example"),
        ("arf_signal_spam", "camille@sfr.example"),
        ("jmrp_outlook", "romane@outlook.example"),
    ],
)
def test_the_person_is_named_by_the_report_or_by_the_mail_it_returns(name, address):
    _kind, findings = feedback_report(message_from(raw(name)))

    assert [found.address for found in findings] == [address]


def test_other_messages_are_no_report():
    assert feedback_report(message_from(raw("human_reply"))) is None
    assert report_fields(message_from(raw("human_reply"))) is None


def test_staff_of_another_house_does_not_complain():
    content = raw("jmrp_outlook").replace(b"staff@hotmail", b"staff@boutique")

    assert feedback_report(message_from(content)) is None
