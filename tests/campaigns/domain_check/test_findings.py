from campaigns.domain_check.findings import Check, Record, Verdict, ok, warning, wrong


def test_a_check_is_as_bad_as_its_worst_finding():
    findings = (ok("fine"), wrong("bad", "mend it", Record("a.org", "v=1")), warning("so", "so"))
    check = Check("spf", "SPF", findings)

    assert check.verdict is Verdict.WRONG
    assert [finding["verdict"] for finding in check.as_json()["findings"]] == [
        "ok", "wrong", "warning",
    ]  # fmt: skip
    assert check.as_json()["findings"][1]["record"] == {"name": "a.org", "value": "v=1"}
