from datetime import UTC, datetime

from django.urls import reverse
from django.utils import timezone

from campaigns.models import AudienceCount, Campaign
from tests.factories.campaigns import CampaignFactory, NewsletterFactory, SubscriptionFactory


def sent(year, month, **others):
    campaign = CampaignFactory(
        state=Campaign.State.SENT, began_at=datetime(year, month, 2, tzinfo=UTC), **others
    )
    AudienceCount.objects.create(
        campaign=campaign, aspect="language", name="fr", accepted=100, tracked=50, openers=20
    )
    return campaign


def screen(client, newsletter=None):
    chosen = {"newsletter": newsletter.slug} if newsletter else {}
    return client.get(reverse("letter_figures"), chosen).content.decode()


def test_issues_are_compared_with_their_intervals(alice):
    campaign = sent(2026, 8)

    page = screen(alice).replace("\N{NO-BREAK SPACE}", " ")

    assert campaign.name in page
    assert "40.0%" in page
    assert "27.6% to 53.8%" in page


def test_the_day_the_rules_changed_is_marked_and_explained(alice):
    sent(2026, 5)
    sent(2026, 6)
    before = screen(alice)
    sent(2026, 9)

    page = screen(alice)

    assert "report-rule" not in before
    assert page.count("report-rule") == 1
    assert "<svg" in page


def test_one_newsletter_alone(alice):
    newsletter = NewsletterFactory()
    shown, other = sent(2026, 8, newsletter=newsletter, name="Shown"), sent(2026, 8, name="Other")

    page = screen(alice, newsletter)

    assert (shown.name in page, other.name in page) == (True, False)


def test_nothing_sent_yet_is_explained(alice):
    assert "No issue was sent yet." in screen(alice)


def test_a_list_of_one_month_shows_its_figures_and_speaks_of_no_curve(alice):
    SubscriptionFactory(confirmed_at=timezone.now())

    page = screen(alice)

    assert "A curve is drawn from the second month on." in page
    assert "The figures of this curve" not in page


def test_both_tables_are_files(alice):
    sent(2026, 8, name="August")

    issues, growth = (
        alice.get(reverse("letter_figures_file", args=[table])).content.decode()
        for table in ("issues", "growth")
    )

    assert "August" in issues
    assert growth.startswith("\ufeffMonth;")
    assert alice.get(reverse("letter_figures_file", args=["x"])).status_code == 404


def test_without_the_permission_nothing_is_shown(sign_in):
    campaign = sent(2026, 8)
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert campaign.name not in screen(outsider)
    answer = outsider.get(reverse("letter_figures_file", args=["issues"]))
    assert answer.status_code == 302
