from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.consent import keep_wording, record_consent
from crm.models import Consent
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory


@pytest.fixture
def subscription():
    return SubscriptionFactory(newsletter__slug="info", newsletter__name="Lettre info")


def test_each_purpose_says_how_many_agreed(alice, subscription):
    SubscriptionFactory(newsletter=subscription.newsletter, unsubscribed=True)
    subscription.subscriber.click_tracking = "granted"
    subscription.subscriber.save()

    rows = {p: n for p, _name, n in alice.get(reverse("consent_register")).context["rows"]}

    assert rows["newsletter:info"] == {"granted": 1, "asked": 0, "left": 1}
    assert rows["click_tracking"]["granted"] == 1


def test_an_empty_register_says_where_its_lines_come_from(alice, subscription):
    first = alice.get(reverse("consent_register")).content.decode()
    record_consent(
        subscription.subscriber, purpose="newsletter:info", act="granted", source="form"
    )

    assert "Nobody has said anything yet" in first
    assert (
        "Nobody has said anything" not in alice.get(reverse("consent_register")).content.decode()
    )


@pytest.mark.parametrize("people", [1, 3])
def test_a_purpose_tells_acts_and_wordings(
    alice, subscription, people, django_assert_max_num_queries
):
    wording = keep_wording("newsletter:info", "fr", "Je souhaite recevoir.")
    for _person in range(people):
        row = SubscriptionFactory(newsletter=subscription.newsletter)
        record_consent(
            row.subscriber,
            purpose="newsletter:info",
            act="granted",
            source="form",
            wording=wording,
        )
    url = reverse("consent_purpose", args=["newsletter:info"])
    alice.get(url)

    with django_assert_max_num_queries(25):
        answer = alice.get(url)

    assert len(answer.context["acts"]) == people
    assert "Je souhaite recevoir." in answer.content.decode()


def test_acts_are_filtered_and_paged(alice, subscription, monkeypatch):
    monkeypatch.setattr("campaigns.viewsets.consent_register.SHOWN", 2)
    for act in ("granted", "withdrawn", "granted", "granted"):
        record_consent(
            subscription.subscriber, purpose="open_tracking", act=act, source="preferences"
        )
    url = reverse("consent_purpose", args=["open_tracking"])

    first = alice.get(url, {"act": "granted"}).context
    assert [row.act for row in first["acts"]] == ["granted"] * 2
    assert len(alice.get(url, {"act": "granted", "before": first["next"]}).context["acts"]) == 1
    assert alice.get(url, {"before": f"{'9' * 30}-{'9' * 30}"}).status_code == 200


def test_an_act_stands_at_the_moment_it_tells_not_where_it_was_written(alice, subscription):
    """As those of an import, which tell of years ago."""
    now = timezone.now()
    for days in (2, 900, 1):
        record_consent(
            subscription.subscriber,
            purpose="open_tracking",
            act="granted",
            source="import",
            at=now - timedelta(days=days),
        )

    acts = alice.get(reverse("consent_purpose", args=["open_tracking"])).context["acts"]

    assert [(now - row.given_at).days for row in acts] == [1, 2, 900]


def test_an_unknown_purpose_leads_nowhere(alice):
    assert alice.get(reverse("consent_purpose", args=["newsletter:none"])).status_code == 404


def test_a_paper_is_written_down(alice, subscription):
    NewsletterFactory(slug="formations")
    person = subscription.subscriber
    url = reverse("attest_consent", args=[person.pk])
    typed = {
        "purpose": "newsletter:formations",
        "act": "granted",
        "source": "paper",
        "given_on": timezone.localdate().isoformat(),
        "proof": "Forum, bulletin 12",
    }

    assert alice.post(url, typed).status_code == 302

    row = Consent.objects.get()
    assert (row.source, row.proof) == ("paper", f"Forum, bulletin 12 ({alice.user})")


def test_reading_is_not_writing(sign_in, subscription):
    reader = sign_in("carol", "reading")

    assert reader.get(reverse("consent_register")).status_code == 200
    url = reverse("attest_consent", args=[subscription.subscriber_id])
    assert reader.post(url, {}).status_code == 302
    assert not Consent.objects.exists()
