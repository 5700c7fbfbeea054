import pytest

from campaigns.domain_check.findings import Verdict
from campaigns.domain_check.spf import check_spf, mechanism_of


def told(check) -> str:
    return " ".join(finding.sentence for finding in check.findings)


def records(check) -> list[str]:
    return [finding.record.value for finding in check.findings if finding.record]


def test_a_good_record_says_how_many_look_ups_it_takes(ready, names):
    check = check_spf("example.org", names, relay="spf.relay.example")

    assert check.verdict is Verdict.OK
    assert "1 look-ups of the 10 allowed" in told(check)
    assert "include:spf.relay.example" in told(check)


def test_without_a_record_one_is_proposed(server, names):
    check = check_spf("example.org", names, relay="spf.relay.example")

    assert check.verdict is Verdict.WRONG
    assert records(check) == ["v=spf1 include:spf.relay.example ~all"]


def test_two_records_become_one(server, names):
    server.publish("example.org", "v=spf1 mx -all", "v=spf1 include:a.example mx ~all")

    check = check_spf("example.org", names)

    assert check.verdict is Verdict.WRONG
    assert records(check) == ["v=spf1 include:a.example mx ~all"]


def chain(server, length):
    server.publish("example.org", "v=spf1 include:n1.example -all")
    for n in range(1, length):
        server.publish(f"n{n}.example", f"v=spf1 include:n{n + 1}.example -all")
    server.publish(f"n{length}.example", "v=spf1 ip4:192.0.2.1 -all")


@pytest.mark.parametrize(("length", "verdict"), [(10, Verdict.OK), (11, Verdict.WRONG)])
def test_ten_look_ups_are_allowed_and_eleven_are_not(server, names, length, verdict):
    chain(server, length)

    assert check_spf("example.org", names).verdict is verdict


def test_every_kind_of_look_up_counts(server, names):
    server.publish("example.org", "v=spf1 a mx ptr exists:%{i}.x.example redirect=n.example")
    server.publish("example.org", "192.0.2.1", kind="A")
    server.publish("example.org", "10 example.org.", kind="MX")
    server.publish("n.example", "v=spf1 a:n.example ip6:2001:db8::/32 -all")
    server.publish("n.example", "192.0.2.1", kind="A")

    check = check_spf("example.org", names)

    assert "6 look-ups" in told(check)
    assert check.verdict is Verdict.OK


def test_a_record_that_includes_itself_ends(server, names):
    server.publish("example.org", "v=spf1 include:example.org -all")

    assert "are allowed: receivers give up" in told(check_spf("example.org", names))


def test_names_that_do_not_exist_are_counted(server, names):
    server.publish("example.org", "v=spf1 a:x1.example a:x2.example mx:x3.example -all")

    assert "3 of its names do not exist" in told(check_spf("example.org", names))


@pytest.mark.parametrize(
    "record",
    ["v=spf1 ipv4:192.0.2.1 -all", "v=spf1 ip4:nowhere -all", "v=spf1 include: -all",
     "v=spf1 include:empty.example -all", "v=spf1 !! -all"],
)  # fmt: skip
def test_what_receivers_cannot_read_is_wrong(server, names, record):
    server.publish("empty.example", "something else")
    server.publish("example.org", record)

    check = check_spf("example.org", names)

    assert check.verdict is Verdict.WRONG
    assert "cannot read this part" in told(check)


@pytest.mark.parametrize("relay", ["192.0.2.7", "2001:db8::7", "include:spf.relay.example"])
def test_our_relay_is_found_wherever_it_is_allowed(ready, names, relay):
    ready.publish("spf.relay.example", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all")

    assert check_spf("example.org", names, relay=relay).verdict is Verdict.OK


def test_a_relay_that_is_missing_is_added_before_the_end(ready, names):
    check = check_spf("example.org", names, relay="198.51.100.9")

    assert check.verdict is Verdict.WRONG
    assert records(check) == ["v=spf1 include:spf.relay.example ip4:198.51.100.9 ~all"]


@pytest.mark.parametrize(
    ("record", "verdict"),
    [("v=spf1 mx +all", Verdict.WRONG), ("v=spf1 mx ?all", Verdict.WARNING),
     ("v=spf1 mx", Verdict.WARNING), ("v=spf1 mx -all", Verdict.OK)],
)  # fmt: skip
def test_how_it_ends_counts(ready, names, record, verdict):
    ready.publish("example.org", record)

    assert check_spf("example.org", names).verdict is verdict


def test_errors_that_come_back_elsewhere_leave_dkim_alone(ready, names):
    ready.publish("bounces.example", "v=spf1 ip4:192.0.2.1 -all")
    ready.publish("b.example.org", "v=spf1 ip4:192.0.2.1 -all")

    assert "only DKIM counts" in told(check_spf("bounces.example", names, author="example.org"))
    assert check_spf("b.example.org", names, author="example.org").verdict is Verdict.OK


def test_a_return_path_below_the_sender_waits_for_its_dmarc(server, names):
    server.publish("b.example.org", "v=spf1 ip4:192.0.2.0/24 ~all")

    (finding,) = (
        f for f in check_spf("b.example.org", names, author="example.org").findings if f.advice
    )

    assert finding.advice.startswith("Publish a DMARC record for example.org")


def test_silence_is_no_verdict(server, names):
    server.silent = True

    assert "No name server answered" in told(check_spf("example.org", names))


def test_a_relay_may_be_told_in_any_form():
    assert [mechanism_of(relay) for relay in ("", "192.0.2.1", "a.example", "a:b.example")] == [
        "", "ip4:192.0.2.1", "include:a.example", "a:b.example",
    ]  # fmt: skip
