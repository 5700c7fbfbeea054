from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Delivery, Subscription
from campaigns.sending.claims import FenceRefused, Verdict, claim, fence, release, store
from campaigns.sending.control import pause
from campaigns.sending.recovery import recover
from crm.models import Subscriber
from crm.suppression import suppress

State = Delivery.State
NOW = 1_800_000_000.25


def raise_fence(campaign, claims, owner="me", **more):
    return fence(
        claims, campaign_id=campaign.pk, newsletter_id=campaign.newsletter_id, owner=owner, **more
    )


def test_two_workers_never_claim_the_same_row(started):
    mine, theirs = claim(started.pk, "me", 2), claim(started.pk, "them", 10)

    assert len(mine) == 2
    assert len(theirs) == 1
    assert {one.delivery_id for one in mine}.isdisjoint(one.delivery_id for one in theirs)


def test_what_waits_for_later_is_not_claimed(started):
    started.deliveries.update(not_before="2999-01-01T00:00Z")

    assert claim(started.pk, "me", 10) == []


def test_the_fence_marks_exactly_the_rows_it_names(started):
    claims = claim(started.pk, "me", 10)

    assert len(raise_fence(started, claims[:2])) == 2
    assert started.deliveries.filter(state=State.TRANSMITTING, attempts=1).count() == 2


def test_a_fence_on_somebody_elses_row_is_refused(started):
    claims = claim(started.pk, "me", 10)
    Delivery.objects.filter(pk=claims[0].delivery_id).update(owner="them")

    with pytest.raises(FenceRefused):
        raise_fence(started, claims)

    assert not started.deliveries.filter(state=State.TRANSMITTING).exists()
    assert not started.deliveries.filter(attempts__gt=0).exists()
    assert release(claims, owner="me") == len(claims) - 1


def test_a_fence_on_a_paused_campaign_is_refused(started):
    claims = claim(started.pk, "me", 10)
    pause(started)

    with pytest.raises(FenceRefused):
        raise_fence(started, claims)


def leaves(subscriber):
    Subscription.objects.filter(subscriber=subscriber).update(state="unsubscribed")


def complains(subscriber):
    suppress(subscriber.address, "complaint")


def takes_a_break(subscriber):
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=date(2999, 1, 1))


def moves(subscriber):
    Subscriber.objects.filter(pk=subscriber.pk).update(address="new@example.org")


def is_erased(subscriber):
    subscriber.delete()


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (leaves, "unsubscribed"),
        (complains, "complaint"),
        (takes_a_break, "paused"),
        (moves, "address_changed"),
        (is_erased, "gone"),
    ],
)
def test_who_leaves_after_the_claim_gets_nothing(started, act, reason):
    claims = claim(started.pk, "me", 10)
    act(Subscriber.objects.get(pk=claims[0].subscriber_id))

    leaving = raise_fence(started, claims)

    assert leaving == claims[1:]
    row = Delivery.objects.get(pk=claims[0].delivery_id)
    assert (row.state, row.reason, row.attempts) == (State.SUPPRESSED, reason, 0)


@pytest.mark.parametrize(
    ("frozen", "choice", "expected"),
    [
        ("identified", "granted", "identified"),
        ("identified", "refused", "none"),
        ("identified", "", "none"),
        ("anonymous", "", "anonymous"),
        ("anonymous", "granted", "anonymous"),
        ("anonymous", "refused", "none"),
        ("none", "granted", "none"),
    ],
)
def test_consent_can_only_lower_the_class(started, frozen, choice, expected):
    started.deliveries.update(opens=frozen, clicks=frozen)
    Subscriber.objects.update(open_tracking=choice, click_tracking=choice)

    leaving = raise_fence(started, claim(started.pk, "me", 1))

    assert [(one.opens, one.clicks) for one in leaving] == [(expected, expected)]


def test_an_answer_settles_the_row_and_frees_it(started):
    (one,) = raise_fence(started, claim(started.pk, "me", 1))

    assert store(Verdict("accepted"), [(one.delivery_id, "250 queued", NOW)], owner="me") == 1

    row = Delivery.objects.get(pk=one.delivery_id)
    assert (row.state, row.reply, row.owner, row.lease_until) == (
        "accepted", "250 queued", "", None,
    )  # fmt: skip
    assert row.settled_at.timestamp() == NOW


def accepted(claims):
    return Verdict("accepted"), [(one.delivery_id, "250 queued", NOW) for one in claims]


def test_answers_are_stored_with_the_next_fence(started):
    before, after = claim(started.pk, "me", 1), claim(started.pk, "me", 10)
    raise_fence(started, before)

    assert len(raise_fence(started, after, storing=accepted(before))) == len(after)

    states = started.deliveries.order_by("pk").values_list("state", "reply", "attempts")
    assert list(states) == [("accepted", "250 queued", 1), *[("transmitting", "", 1)] * len(after)]


def test_answers_are_stored_although_the_next_fence_is_refused(started):
    before, after = claim(started.pk, "me", 1), claim(started.pk, "me", 10)
    raise_fence(started, before)
    pause(started)

    with pytest.raises(FenceRefused):
        raise_fence(started, after, storing=accepted(before))

    states = started.deliveries.order_by("pk").values_list("state", "attempts")
    assert list(states) == [("accepted", 1), *[("claimed", 0)] * len(after)]


def test_what_is_to_be_tried_again_is_not_settled(started):
    (one,) = raise_fence(started, claim(started.pk, "me", 1))
    later = timezone.now() + timedelta(minutes=5)

    store(Verdict("deferred", "busy", later), [(one.delivery_id, "450", NOW)], owner="me")

    row = Delivery.objects.get(pk=one.delivery_id)
    assert (row.settled_at, row.not_before) == (None, later)


def test_a_late_answer_settles_a_row_already_in_doubt(started):
    (one,) = raise_fence(started, claim(started.pk, "me", 1))
    Delivery.objects.filter(pk=one.delivery_id).update(lease_until="2001-01-01T00:00Z")
    recover()

    assert store(Verdict("accepted"), [(one.delivery_id, "250 queued", NOW)], owner="me") == 1


def test_nobody_else_can_answer_for_a_row(started):
    (one,) = raise_fence(started, claim(started.pk, "me", 1))

    assert store(Verdict("accepted"), [(one.delivery_id, "250 queued", NOW)], owner="them") == 0


def test_released_rows_wait_again(started):
    claims = claim(started.pk, "me", 10)

    assert release(claims, owner="me") == 3
    assert set(started.deliveries.values_list("state", "aside")) == {(State.PENDING, "again")}
    assert len(claim(started.pk, "them", 10, after=claims[-1].delivery_id)) == 3


def test_what_was_fenced_is_not_given_back(started):
    claims = claim(started.pk, "me", 10)
    raise_fence(started, claims[:1])

    assert release(claims, owner="me") == 2


def test_fresh_rows_are_claimed_in_their_order_and_before_those_that_came_back(started):
    first, second, third = started.deliveries.order_by("pk").values_list("pk", flat=True)
    Delivery.objects.filter(pk=first).update(state=State.DEFERRED)

    assert [one.delivery_id for one in claim(started.pk, "me", 1)] == [second]
    assert [one.delivery_id for one in claim(started.pk, "me", 1, after=second)] == [third]
    assert [one.delivery_id for one in claim(started.pk, "me", 1, after=third)] == [first]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite rewrites a row in its place")
def test_nothing_that_changes_on_the_way_to_accepted_stands_in_an_index(started):
    """Nor in an index's condition: else each change of state would write all of them."""
    columns = "state reason reply owner lease_until attempts claimed_at settled_at opens clicks"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT attname FROM pg_depend d JOIN pg_class i ON i.oid = d.objid "
            "JOIN pg_attribute a ON (attrelid, attnum) = (refobjid, refobjsubid) "
            "WHERE refobjid = 'campaigns_delivery'::regclass AND i.relkind = 'i'"
        )
        indexed = {name for (name,) in cursor}

    assert {"campaign_id", "aside", "address"} <= indexed
    assert indexed.isdisjoint(columns.split())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize(
    ("waiting", "index"),
    [
        ("state = 'pending' AND aside IS NULL AND id > 1 ORDER BY id", "delivery_in_order"),
        ("aside = 'again' AND not_before <= now() ORDER BY not_before, id", "delivery_aside"),
    ],
)
def test_claiming_uses_its_own_index(waiting, index, started):
    """The few rows of a test are soonest read and sorted; a million are not."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM campaigns_delivery "
            f"WHERE campaign_id = 1 AND {waiting} LIMIT 500"
        )
        plan = " ".join(row[0] for row in cursor)

    assert index in plan
