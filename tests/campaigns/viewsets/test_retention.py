from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from campaigns import retention_runs
from campaigns.models import Event, RetentionQuestion, RetentionRun
from campaigns.retention import run
from crm.models import OutgoingMail, Subscriber
from crm.suppression import suppress
from tests.factories.campaigns import EventFactory, SubscriptionFactory

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=4 * 365)
SCREEN = "retention"


@pytest.fixture
def officer(sign_in):
    return sign_in("olga", "administrator")


@pytest.fixture
def silent():
    def make(*emails):
        for email in emails:
            row = SubscriptionFactory(subscriber__email=email, confirmed_at=LONG_AGO)
            Subscriber.objects.filter(pk=row.subscriber_id).update(created_at=LONG_AGO)

    return make


def page(client, **query) -> str:
    return client.get(reverse(SCREEN), query).content.decode()


def test_each_is_shown_with_what_is_due_why_and_when(officer, silent):
    silent("asked@example.org")
    run(NOW)
    silent("new@example.org", "gone@example.org")
    suppress("gone@example.org", "hard_bounce")

    rows = officer.get(reverse(SCREEN)).context["rows"]

    assert {row.subscriber.email: (row.step.value, bool(row.at)) for row in rows} == {
        "asked@example.org": ("wait", True),
        "new@example.org": ("ask", False),
        "gone@example.org": ("remove", False),
    }
    assert "excluded: cannot be asked" in page(officer)
    assert "new@example.org" not in page(officer, step="remove")


def test_looking_writes_nothing(officer, silent):
    silent("new@example.org")

    page(officer)
    officer.get(reverse("start_retention"))

    assert not OutgoingMail.objects.exists()
    assert not RetentionQuestion.objects.exists()
    assert not RetentionRun.objects.exists()


def test_it_is_done_by_a_worker_and_stands_in_the_history(officer, silent):
    silent("new@example.org")
    assert "1 person is asked by mail" in officer.get(reverse("start_retention")).content.decode()

    officer.post(reverse("start_retention"))
    made = RetentionRun.objects.get()
    assert "data-progress" in page(officer)
    assert "(0" in officer.get(reverse("retention_progress", args=[made.pk])).content.decode()
    retention_runs.work_on(made.pk, worker="one")

    assert OutgoingMail.objects.filter(kind="going_on").count() == 1
    assert "olga" in page(officer)


def test_a_second_press_starts_no_second_one(officer, silent):
    silent("new@example.org")

    officer.post(reverse("start_retention"))
    answer = officer.post(reverse("start_retention"), follow=True)

    assert "under way already" in answer.content.decode()
    assert RetentionRun.objects.count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    officer, silent, people, django_assert_max_num_queries
):
    silent(*(f"person-{number}@example.org" for number in range(people)))
    page(officer)

    with django_assert_max_num_queries(25):
        page(officer)


def test_the_list_is_paged(officer, silent, monkeypatch):
    monkeypatch.setattr("campaigns.viewsets.retention.SHOWN", 2)
    silent(*(f"person-{number}@example.org" for number in range(3)))

    first = officer.get(reverse(SCREEN)).context

    assert len(first["rows"]) == 2
    rest = officer.get(reverse(SCREEN), {"after": first["next"]}).context["rows"]
    assert [row.subscriber.email for row in rest] == ["person-2@example.org"]


def test_nobody_silent_is_said_in_words(officer):
    assert "Nobody has been silent for 3 years" in page(officer)
    assert "Nothing is due today" in officer.get(reverse("start_retention")).content.decode()


def test_for_how_long_opens_and_clicks_are_kept_is_said(officer, settings):
    assert "as long as the letter" in page(officer)
    settings.HITS_KEPT_MONTHS = 37
    cache.clear()
    EventFactory(at=LONG_AGO)

    assert "1 opening or click is older" in page(officer)
    assert Event.objects.count() == 1


def test_communication_looks_and_reading_does_not(alice, sign_in, silent):
    silent("new@example.org")

    assert "new@example.org" in page(alice)
    assert reverse("start_retention") not in page(alice)
    alice.post(reverse("start_retention"))
    assert not RetentionRun.objects.exists()
    assert sign_in("eve", "reading").get(reverse(SCREEN)).status_code == 302
