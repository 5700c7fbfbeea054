from datetime import UTC, datetime

from campaigns.models import AudienceCount, Campaign
from campaigns.tracking.comparison import compared, is_before_rule, spans_rule
from tests.factories.campaigns import CampaignFactory, NewsletterFactory

BEFORE, SINCE = datetime(2026, 7, 13, 12, tzinfo=UTC), datetime(2026, 9, 1, 12, tzinfo=UTC)


def sent(at, *, tracked=100, openers=40, newsletter=None, **others):
    chosen = {"newsletter": newsletter} if newsletter else {}
    campaign = CampaignFactory(began_at=at, state=Campaign.State.SENT, **chosen)
    for language, share in (("fr", 0.75), ("en", 0.25)):
        AudienceCount.objects.create(
            campaign=campaign, aspect="language", name=language, accepted=int(200 * share),
            tracked=int(tracked * share), openers=int(openers * share), **others,
        )  # fmt: skip
    AudienceCount.objects.create(campaign=campaign, aspect="domain", name="x", accepted=200)
    return campaign


def test_an_issue_is_the_sum_of_its_languages():
    sent(SINCE, clicks_tracked=10, clickers=1, unsubscribed=2)

    [issue] = compared()

    assert (issue.accepted, issue.open_rate.n, issue.open_rate.value) == (200, 100, 0.4)
    assert (issue.click_rate.n, issue.click_rate.value, issue.unsubscribed) == (20, 0.1, 4)


def test_oldest_first_and_of_one_newsletter_alone_when_it_is_named():
    newsletter = NewsletterFactory()
    second, first = sent(SINCE, newsletter=newsletter), sent(BEFORE)

    assert [issue.pk for issue in compared()] == [first.pk, second.pk]
    assert [issue.pk for issue in compared(newsletter)] == [second.pk]


def test_what_was_not_counted_yet_is_not_compared():
    CampaignFactory(began_at=SINCE)

    assert compared() == []


def test_many_issues_cost_as_many_questions_as_one(django_assert_num_queries):
    for _more in range(3):
        sent(SINCE)

    with django_assert_num_queries(2):
        compared()


def test_the_day_the_rules_changed_parts_the_issues():
    for at in (BEFORE, SINCE):
        sent(at)

    issues = compared()

    assert [issue.is_before_rule for issue in issues] == [True, False]
    assert (spans_rule(issues), spans_rule(issues[:1]), spans_rule([])) == (True, False, False)


def test_the_day_is_that_of_the_local_calendar():
    assert not is_before_rule(datetime(2026, 7, 13, 22, 30, tzinfo=UTC))
