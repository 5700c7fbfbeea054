"""A18: at rest every candidate stands in exactly one final state, and mails agree with rows."""

from collections import Counter

from campaigns.models import Campaign, Delivery

# What the test that runs has seen, for the table of `make faults`.
seen: list[str] = []
FINAL = {"accepted", "failed", "suppressed", "cancelled", "unknown"}


def assert_accounted(campaign: Campaign, server, *, candidates: int) -> Counter[str]:
    rows = dict(campaign.deliveries.values_list("address", "state"))
    states = Counter(rows.values())
    received = set(server.recipients)
    assert server.twice == []
    assert len(rows) == campaign.deliveries.count() == candidates
    assert sum(states[state] for state in FINAL) == candidates
    assert {address for address, state in rows.items() if state == "accepted"} <= received
    assert {rows[address] for address in received} <= {"accepted", "unknown"}
    campaign.refresh_from_db()
    assert campaign.state in (Campaign.State.SENT, Campaign.State.CANCELLED)
    counts = " + ".join(f"{states[state]:,} {state}" for state in sorted(states))
    seen.append(f"{candidates:,} = {counts}; 0 twice")
    return states


def assert_every_mail_has_its_row(campaign: Campaign, server) -> None:
    """In the middle of a fault: what the server took stands as taken or as being handed over."""
    rows = dict(campaign.deliveries.values_list("address", "state"))
    assert server.twice == []
    assert {rows[address] for address in server.recipients} <= {
        *("transmitting", "accepted", "unknown")
    }


def in_state(campaign: Campaign, state: str) -> set[str]:
    return set(
        Delivery.objects.filter(campaign=campaign, state=state).values_list("address", flat=True)
    )
