import json

from django.urls import reverse

from campaigns.models import Segment
from tests.factories.campaigns import NewsletterFactory, SegmentFactory, SubscriptionFactory


def form(*rules, **fields) -> dict:
    """What the browser posts for a list of rules of one level."""
    data = {"name": "Everyone", "description": "", "rules-count": len(rules), **fields}
    for index, (kind, value) in enumerate(rules):
        data |= {
            f"rules-{index}-deleted": "",
            f"rules-{index}-order": index,
            f"rules-{index}-type": kind,
            f"rules-{index}-id": "",
            f"rules-{index}-value": value,
        }
    return data


def count(client, data) -> str:
    url = reverse("segment:count")
    return client.post(url, data, headers={"X-Requested-With": "fetch"}).content.decode()


def test_a_segment_is_saved_with_its_rules_and_a_revision(alice):
    alice.post(reverse("segment:add"), form(("language", ["en"])))

    segment = Segment.objects.get()
    assert [(block.block_type, block.value) for block in segment.rules] == [("language", ["en"])]
    assert segment.latest_revision.user == alice.user


def test_a_segment_without_rules_is_not_saved_and_says_why(alice):
    response = alice.post(reverse("segment:add"), form())

    assert "This segment has no rules" in json.loads(json.dumps(response.content.decode()))
    assert not Segment.objects.exists()


def test_the_form_is_counted_before_it_is_saved(alice):
    letter = NewsletterFactory()
    SubscriptionFactory(newsletter=letter, subscriber__language="en")
    SubscriptionFactory(newsletter=letter)

    page = count(alice, form(("language", ["en"]), counted_for=letter.pk))

    assert "<strong>1</strong> person would get the letter" in page
    assert "outside “language: english”" in page
    assert not Segment.objects.exists()


def test_an_unfinished_form_is_counted_with_a_sentence(alice):
    NewsletterFactory()

    assert "Complete the rules first" in count(alice, form(("language", [])))


def test_a_saved_segment_is_counted_from_the_list(alice):
    SubscriptionFactory()
    segment = SegmentFactory(rules=[("language", ["fr"])])

    page = alice.get(reverse("segment:count_saved", args=[segment.pk])).content.decode()

    assert "<strong>1</strong> person would get the letter" in page


def test_counting_without_a_newsletter_says_so(alice):
    segment = SegmentFactory(rules=[("language", ["fr"])])

    page = alice.get(reverse("segment:count_saved", args=[segment.pk])).content.decode()

    assert "There is no newsletter yet" in page


def test_the_form_of_a_campaign_asks_for_a_segment_in_whole_words(alice):
    page = alice.get(reverse("campaign:add")).content.decode()

    assert "Choose a segment" in page
    assert "Choose segment" not in page
