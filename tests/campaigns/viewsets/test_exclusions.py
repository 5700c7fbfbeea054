import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns.viewsets import exclusions
from crm.models import Suppression
from crm.suppression import Reason, is_suppressed, suppress
from tests.factories.crm import SubscriberFactory

INDEX = "suppression:index"


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def excluded():
    return {
        reason: suppress(f"{reason}@example.org", reason, f"because {reason}")
        for reason in Reason.values
    }


def shown(client, **query) -> str:
    return client.get(reverse(INDEX), query).content.decode()


def searched(client, typed) -> str:
    return client.post(reverse(INDEX), {"address": typed}).content.decode()


def test_each_address_is_shown_with_reason_source_and_detail(alice, excluded):
    page = shown(alice)

    assert "hard_bounce@example.org" in page
    assert "her mail server" in page
    assert "because hard_bounce" in page
    assert "All (7)" in page


def test_an_erased_address_is_shown_as_its_fingerprint_and_still_found(alice, excluded):
    assert "erased@example.org" not in shown(alice)
    assert "kept as a fingerprint only" in searched(alice, " Erased@Example.org")


def test_addresses_are_found_whole_or_in_part(alice, excluded):
    whole = searched(alice, "MANUAL@example.org")

    assert "manual@example.org" in whole
    assert "complaint@example.org" not in whole
    assert "soft_bounces@example.org" in searched(alice, "bounce")
    assert "No such address is excluded." in searched(alice, "nobody@example.org")


def test_a_reason_narrows_the_list(alice, excluded):
    page = shown(alice, reason="complaint")

    assert "complaint@example.org" in page
    assert "manual@example.org" not in page


def test_the_list_is_paged_by_key_and_every_page_costs_the_same(
    alice, excluded, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(exclusions, "SHOWN", 4)
    rows = list(Suppression.objects.order_by("-pk"))

    first = shown(alice)
    with django_assert_max_num_queries(35) as looked:
        second = shown(alice, before=rows[3].pk)

    assert f"before={rows[3].pk}" in first
    assert rows[4].address in second
    assert rows[0].address not in second
    assert not [q for q in looked.captured_queries if "OFFSET" in q["sql"]]


def test_an_empty_list_says_how_addresses_come_here(alice):
    assert "No address is excluded yet" in shown(alice)


def test_an_address_nobody_subscribed_can_be_excluded(alice):
    alice.post(reverse("suppression:add"), {"address": "Bob@example.org", "detail": "by phone"})

    assert is_suppressed("bob@example.org")


def test_lifting_is_confirmed_and_logged_without_the_address(alice, excluded):
    url = reverse("suppression:delete", args=[excluded["hard_bounce"].pk])

    assert "Lift the exclusion?" in alice.get(url).content.decode()
    alice.post(url)

    assert not is_suppressed("hard_bounce@example.org")
    entry = ModelLogEntry.objects.get(action="crm.lift_exclusion")
    assert (entry.user, entry.label, entry.data["reason"]) == (
        alice.user, "h…@example.org", "hard_bounce",
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["complaint", "left_all", "erased"])
def test_what_the_person_did_is_not_lifted_by_the_team(alice, excluded, reason):
    response = alice.post(reverse("suppression:delete", args=[excluded[reason].pk]))

    assert response.status_code == 404
    assert is_suppressed(f"{reason}@example.org")


def test_nor_from_the_page_of_the_subscriber(alice, excluded):
    subscriber = SubscriberFactory(email="complaint@example.org")

    alice.post(reverse("subscriber:lift", args=[subscriber.pk]))

    assert is_suppressed(subscriber.address)


def test_the_team_takes_back_its_own_part_of_what_is_the_persons_as_well(alice):
    suppress("zoe@example.org", Reason.MANUAL)
    row = suppress("zoe@example.org", Reason.ERASED)
    assert "excluded by the team as well" in shown(alice)

    alice.post(reverse("suppression:delete", args=[row.pk]))

    row.refresh_from_db()
    assert (row.reason, row.is_by_team) == (Reason.ERASED, False)
    assert "up to the person" in shown(alice)


def test_reading_sees_the_list_and_changes_nothing(sign_in, excluded):
    reader = sign_in("eve", "reading")

    page = shown(reader)
    reader.post(reverse("suppression:delete", args=[excluded["manual"].pk]))

    assert "manual@example.org" in page
    assert "Lift…" not in page
    assert is_suppressed("manual@example.org")


def test_those_of_a_rare_reason_are_found_by_the_index():
    rows = Suppression.objects.filter(reason=Reason.ERASED).order_by("-pk")[:51]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")

        assert "suppression_by_reason" in rows.explain()
