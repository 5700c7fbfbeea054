from datetime import UTC, date, datetime

from campaigns.tracking.growth import Month, eventful, growth
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory

TODAY = date(2026, 4, 20)


def joined(month, day=10, *, left=None, **others):
    unsubscribed = {"unsubscribed": True, "unsubscribed_at": left} if left else {}
    at = datetime(2026, month, day, 12, tzinfo=UTC)
    return SubscriptionFactory(confirmed_at=at, **unsubscribed, **others)


def test_months_follow_each_other_without_a_gap():
    joined(1)
    joined(1, left=datetime(2026, 3, 2, tzinfo=UTC))
    joined(4)

    assert growth(today=TODAY) == [
        Month(date(2026, 1, 1), 2, 0, 2),
        Month(date(2026, 2, 1), 0, 0, 2),
        Month(date(2026, 3, 1), 0, 1, 1),
        Month(date(2026, 4, 1), 1, 0, 2),
    ]


def test_one_newsletter_alone():
    newsletter = NewsletterFactory()
    joined(4, newsletter=newsletter)
    joined(4)

    assert [month.subscribers for month in growth(newsletter, today=TODAY)] == [1]


def test_who_never_confirmed_never_joined():
    SubscriptionFactory(pending=True)

    assert growth(today=TODAY) == []


def test_a_month_is_one_of_the_local_calendar():
    SubscriptionFactory(confirmed_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    assert [month.began_on for month in growth(today=TODAY)] == [date(2026, 4, 1)]


def test_quiet_months_are_left_out_but_for_the_present_one():
    joined(1)
    joined(1, left=datetime(2026, 3, 2, tzinfo=UTC))

    shown = eventful(growth(today=date(2026, 6, 20)))

    assert [month.began_on.month for month in shown] == [1, 3, 6]
    assert eventful([]) == []
