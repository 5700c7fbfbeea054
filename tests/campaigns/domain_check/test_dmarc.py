import pytest

from campaigns.domain_check.dmarc import check_dmarc, discover, organisation, steps
from campaigns.domain_check.findings import Verdict


def told(check) -> str:
    return " ".join(finding.sentence for finding in check.findings)


def records(check) -> list[str]:
    return [finding.record.value for finding in check.findings if finding.record]


def publish(server, domain, tags):
    server.publish(f"_dmarc.{domain}", f"v=DMARC1; {tags}")


def test_a_good_record_is_all_right(ready, names):
    check = check_dmarc("example.org", names)

    assert check.verdict is Verdict.OK
    assert told(check) == "The policy found at example.org is reject."


def test_without_a_record_one_is_proposed(server, names):
    check = check_dmarc("example.org", names)

    assert check.verdict is Verdict.WRONG
    assert records(check) == ["v=DMARC1; p=none; rua=mailto:dmarc@example.org"]


def test_several_records_are_none(server, names):
    server.publish("_dmarc.example.org", "v=DMARC1; p=none", "v=DMARC1; p=reject")

    assert check_dmarc("example.org", names).verdict is Verdict.WRONG


def test_the_walk_asks_eight_names_at_most():
    """RFC 9989, section 4.10: the name, then from seven labels on."""
    asked = steps("a.b.c.d.e.f.g.h.i.j.mail.example.com")
    assert asked[:2] == ["a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com"]
    assert (len(asked), asked[-1]) == (8, "com")
    assert steps("a.b.example.com") == ["a.b.example.com", "b.example.com", "example.com", "com"]
    assert len(steps("a.b.c.d.e.f.g.h")) == 8


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ({}, "a.mail.example.com"),
        ({"example.com": "p=none"}, "example.com"),
        ({"mail.example.com": "p=none", "example.com": "p=none"}, "example.com"),
        ({"mail.example.com": "p=none; psd=n", "example.com": "p=none"}, "mail.example.com"),
        ({"com": "p=none; psd=y"}, "example.com"),
        ({"example.com": "p=reject; psd=y", "com": "p=none"}, "mail.example.com"),
    ],
)
def test_the_organisation_is_found_by_walking_up(server, names, published, expected):
    for domain, tags in published.items():
        publish(server, domain, tags)

    assert organisation("a.mail.example.com", names) == expected


def test_the_domains_own_record_comes_before_that_of_its_organisation(server, names):
    publish(server, "example.org", "p=reject")
    publish(server, "news.example.org", "p=none; rua=mailto:a@example.org")

    assert discover("news.example.org", names).domain == "news.example.org"


def test_a_suffix_speaks_for_those_who_say_nothing(server, names):
    publish(server, "example", "p=reject; psd=y")

    assert discover("news.town.example", names).domain == "example"


@pytest.mark.parametrize(
    ("tags", "exists", "policy"),
    [
        ("p=reject; sp=none", True, "none"),
        ("p=reject", True, "reject"),
        ("p=none; sp=quarantine; np=reject", True, "quarantine"),
        ("p=none; sp=quarantine; np=reject", False, "reject"),
        ("p=none; sp=quarantine", False, "quarantine"),
    ],
)
def test_names_below_follow_sp_and_those_that_do_not_exist_np(server, names, tags, exists, policy):
    publish(server, "example.org", f"{tags}; rua=mailto:a@example.org")
    if exists:
        server.publish("news.example.org", "192.0.2.1", kind="A")

    told_so = told(check_dmarc("news.example.org", names))

    assert f"The policy found at example.org is {policy}" in told_so


@pytest.mark.parametrize(
    ("tags", "words", "record"),
    [
        ("p=none", "is none: others may write", "v=DMARC1; p=quarantine"),
        ("p=reject; t=y", "p=reject as p=quarantine", "v=DMARC1; p=reject"),
        ("p=reject; pct=20; ri=60", "pct=, ri=, which RFC 9989 took out", "v=DMARC1; p=reject"),
        ("p=reject; np=none", "that do not exist less (np=none)", "v=DMARC1; p=reject"),
        ("p=reject; sp=none", "under this domain less (sp=none)", "v=DMARC1; p=reject"),
        ("p=maybe", "no valid policy", "v=DMARC1; p=none"),
        ("p=reject; psd=y", "others register names", "v=DMARC1; p=reject"),
    ],
)
def test_what_can_be_better_comes_with_the_record_to_publish(server, names, tags, words, record):
    publish(server, "example.org", f"{tags}; rua=mailto:a@example.org")

    check = check_dmarc("example.org", names)

    assert check.verdict is Verdict.WARNING
    assert words in told(check)
    assert any(proposed.startswith(record) for proposed in records(check))


def test_a_share_of_mails_becomes_a_test(server, names):
    publish(server, "example.org", "p=quarantine; pct=50; rua=mailto:a@example.org")

    proposed = records(check_dmarc("example.org", names))

    assert proposed == ["v=DMARC1; p=quarantine; rua=mailto:a@example.org; t=y"]


def test_a_record_without_policy_or_reports_does_not_count(server, names):
    publish(server, "example.org", "sp=reject")

    assert check_dmarc("example.org", names).verdict is Verdict.WRONG


def test_no_reports_are_worth_a_word(server, names):
    publish(server, "example.org", "p=reject")

    assert "asks for no reports" in told(check_dmarc("example.org", names))


@pytest.mark.parametrize(("agrees", "verdict"), [(False, Verdict.WARNING), (True, Verdict.OK)])
def test_reports_that_go_elsewhere_must_be_welcome_there(server, names, agrees, verdict):
    """RFC 9990, section 4."""
    publish(server, "example.org", "p=reject; rua=mailto:a@reports.example!10m")
    if agrees:
        server.publish("example.org._report._dmarc.reports.example", "v=DMARC1")

    assert check_dmarc("example.org", names).verdict is verdict


def test_silence_is_no_verdict(server, names):
    server.silent = True

    assert "No name server answered" in told(check_dmarc("example.org", names))
