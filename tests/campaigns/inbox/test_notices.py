from campaigns.inbox.notices import Finding, Kind, Notice
from campaigns.models import BounceClass


def test_a_notice_is_summed_up_by_its_gravest_finding():
    notice = Notice(
        Kind.BOUNCE,
        (
            Finding("a@example.org", BounceClass.POLICY, "5.7.1"),
            Finding("b@example.org", BounceClass.HARD, "5.1.1"),
            Finding("b@example.org", BounceClass.SOFT, "4.2.2"),
        ),
    )

    assert (notice.bounce_class, notice.status) == (BounceClass.HARD, "5.1.1")
    assert notice.addresses == ["a@example.org", "b@example.org"]


def test_a_notice_without_findings_is_of_no_class():
    assert (Notice(Kind.OTHER).bounce_class, Notice(Kind.OTHER).status) == (BounceClass.NONE, "")
