from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from campaigns.figures import newsletter_subscribers
from campaigns.models import Newsletter, PastSubscription, Subscription
from campaigns.past_subscriptions import people_on
from campaigns.retention import run
from campaigns.subscriptions import SignUp, confirm, subscribe, undo_unsubscription, unsubscribe
from campaigns.tracking.growth import growth
from campaigns.wordings import wordings
from crm.consent import newsletter_purpose, record_consent
from crm.erasure import erase_person, export_person
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory

JUNE = datetime(2018, 6, 15, 9, tzinfo=UTC)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
migration = import_module("campaigns.migrations.0020_past_subscriptions")


@pytest.fixture
def letters():
    return NewsletterFactory.create_batch(2)


@pytest.fixture
def people(letters):
    """Two with one letter since 2018, and one with both."""
    rows = SubscriptionFactory.create_batch(3, newsletter=letters[0], confirmed_at=JUNE)
    SubscriptionFactory(
        subscriber=rows[0].subscriber, newsletter=letters[1], confirmed_at=JUNE + A_DAY
    )
    return [row.subscriber for row in rows]


def past():
    """All that was true at the end of April 2026."""
    years = [newsletter_subscribers(year) for year in range(2017, 2026)]
    months = [
        growth(letter, today=date(2026, 4, 30))
        for letter in (None, *Newsletter.objects.order_by("pk"))
    ]
    return years, months


def sign_up(person, *newsletters):
    subscribe(newsletters, SignUp(email=person.email, wordings=wordings("fr", *newsletters)))


def leave(person, *newsletters):
    for newsletter in newsletters:
        unsubscribe(person, newsletter, source="link")


def come_back(person, *newsletters):
    sign_up(person, *newsletters)
    confirm(person)


def leave_and_type_the_address(person, *newsletters):
    leave(person, *newsletters)
    sign_up(person, *newsletters)


def leave_and_come_back(person, *newsletters):
    leave(person, *newsletters)
    come_back(person, *newsletters)


def leave_come_back_and_be_erased(person, *newsletters):
    leave_and_come_back(person, *newsletters)
    erase(person)


def leave_and_be_erased(person, *newsletters):
    leave(person, *newsletters)
    erase(person)


def erase(person, *newsletters):
    erase_person(person.email)


@pytest.mark.parametrize(
    "do",
    [
        *(leave, erase, leave_and_be_erased, leave_and_come_back),
        *(leave_and_type_the_address, leave_come_back_and_be_erased),
    ],
)
def test_the_past_stays_as_it_was(people, letters, do):
    with time_machine.travel(NOW):
        before = past()

        do(people[0], *letters)
        do(people[1], letters[0])

        assert past() == before


def test_who_was_silent_and_is_erased_was_there(people):
    later = timezone.now()
    before = [newsletter_subscribers(year) for year in range(2017, 2024)]
    for month in range(3):
        run(later + month * timedelta(days=31))

    assert not Subscription.objects.exists()
    assert [newsletter_subscribers(year) for year in range(2017, 2024)] == before


def test_the_growth_tells_each_departure_and_each_return(people, letters):
    with time_machine.travel(NOW):
        leave(people[1], letters[0])
    with time_machine.travel(NOW + 30 * A_DAY):
        come_back(people[1], letters[0])
    with time_machine.travel(NOW + 60 * A_DAY):
        erase(people[1])

    month = {m.began_on: m for m in growth(letters[0], today=date(2026, 7, 31))}

    told = [(month[date(2026, n, 1)].joined, month[date(2026, n, 1)].left) for n in (5, 6, 7)]
    assert told == [(0, 1), (1, 0), (0, 1)]
    assert month[date(2026, 7, 1)].subscribers == 2


def test_a_form_typed_by_a_stranger_brings_nobody_back(people, letters):
    leave_and_type_the_address(people[1], letters[0])

    assert growth(letters[0])[-1].subscribers == 2
    assert people_on(timezone.localdate()) == 2


def test_leaving_again_what_was_only_asked_for_moves_no_departure(people, letters):
    with time_machine.travel(NOW):
        leave_and_type_the_address(people[1], letters[0])
    with time_machine.travel(NOW + 90 * A_DAY):
        leave(people[1], letters[0])

    row = Subscription.objects.get(subscriber=people[1])
    assert (row.state, row.unsubscribed_at) == ("unsubscribed", NOW)


def test_a_departure_that_is_undone_was_none(people, letters):
    leave(people[1], letters[0])
    undo_unsubscription(people[1], letters[0])

    assert not PastSubscription.objects.exists()
    assert growth(letters[0])[-1].subscribers == 3


def test_an_erased_person_with_two_letters_was_one_person(people):
    erase(people[0])

    kept = PastSubscription.objects.order_by("newsletter")
    assert {row.subscriber_id for row in kept} == {None}
    assert people_on(date(2018, 12, 31)) == 3


def test_between_two_stays_an_erased_person_was_not_there(letters):
    gone = SubscriptionFactory(
        newsletter=letters[0], confirmed_at=JUNE, unsubscribed_at=JUNE + A_DAY * 30,
        state="unsubscribed",
    ).subscriber  # fmt: skip
    with time_machine.travel(NOW):
        come_back(gone, letters[0])
    with time_machine.travel(NOW + A_DAY):
        erase(gone)

    days = [date(2018, 7, 1), date(2020, 1, 1), date(2026, 5, 20), date(2026, 5, 22)]
    assert [people_on(day) for day in days] == [1, 0, 1, 0]


def test_what_is_kept_of_somebody_known_is_told_to_them(people, letters):
    leave_and_come_back(people[1], letters[0])

    tables = {table["table"] for table in export_person(people[1].email)["tables"]}
    assert "campaigns.PastSubscription" in tables


def test_of_an_older_database_the_ledger_tells_who_had_left(people, letters):
    person, purpose = people[1], newsletter_purpose(letters[0].slug)
    acts = [
        ("granted", 0),
        ("withdrawn", 30),
        ("granted", 60),
        ("withdrawn", 90),
        ("granted", 120),
    ]
    for act, days in acts:
        undone = "people.csv, undone" if days == 30 else ""
        record_consent(
            person, purpose=purpose, act=act, source="link", proof=undone, at=JUNE + days * A_DAY
        )
    Subscription.objects.filter(subscriber=person).update(confirmed_at=JUNE + 120 * A_DAY)

    migration.keep_what_the_ledger_tells(apps, None)

    kept = PastSubscription.objects.get()
    assert (kept.subscriber, kept.newsletter) == (person, letters[0])
    assert (kept.joined_on, kept.left_on) == (date(2018, 8, 14), date(2018, 9, 13))
