import datetime as dt
import itertools

import pytest
from django.utils import timezone, translation

from campaigns.models import Segment, Subscription
from campaigns.segments.members import audience, members
from campaigns.segments.rules import SegmentRefused, sentences
from crm.models import SubscriberTag, TaggedSubscriber
from tests.factories.campaigns import NewsletterFactory, SegmentFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory, TerritoryFactory


def segment(*rules) -> Segment:
    """Saved and read back, as the engine meets it."""
    return Segment.objects.get(pk=SegmentFactory(rules=list(rules)).pk)


def names(*rules) -> set[str]:
    return set(members(segment(*rules)).values_list("first_name", flat=True))


def tagged(first_name: str, *slugs: str) -> None:
    subscriber = SubscriberFactory(first_name=first_name)
    subscriber.tags.add(
        *[SubscriberTag.objects.get_or_create(slug=slug, name=slug)[0] for slug in slugs]
    )
    subscriber.save()


def test_language():
    SubscriberFactory(first_name="alice", language="fr")
    SubscriberFactory(first_name="bob", language="en")

    assert names(("language", ["en"])) == {"bob"}


def test_territory_by_code_by_region_and_unknown():
    brest = TerritoryFactory(code="29", name="Finistère", region="Bretagne")
    lille = TerritoryFactory(code="59", name="Nord", region="Hauts-de-France")
    SubscriberFactory(first_name="alice", territory=brest)
    SubscriberFactory(first_name="bob", territory=lille)
    SubscriberFactory(first_name="charlie", territory=None)

    assert names(("territory", ["59"])) == {"bob"}
    assert names(("territory", ["region:Bretagne"])) == {"alice"}
    assert names(("territory", ["29", "none"])) == {"alice", "charlie"}


def test_tag_means_any_of_those_named_and_counts_nobody_twice():
    tagged("alice", "presse", "partenaires")
    tagged("bob", "presse")
    tagged("charlie", "benevoles")

    found = members(segment(("tag", ["presse", "partenaires"])))

    assert sorted(found.values_list("first_name", flat=True)) == ["alice", "bob"]


@pytest.mark.parametrize(
    ("rule", "expected"), [("subscribed_since", {"bob"}), ("subscribed_before", {"alice"})]
)
def test_dates_of_subscription_are_days_of_local_time(rule, expected):
    eve = dt.datetime(2024, 6, 30, 23, 59, tzinfo=timezone.get_default_timezone())
    SubscriptionFactory(subscriber__first_name="alice", confirmed_at=eve)
    SubscriptionFactory(subscriber__first_name="bob", confirmed_at=eve + dt.timedelta(minutes=1))

    assert names((rule, dt.date(2024, 7, 1))) == expected


def test_newsletter_counts_confirmed_subscriptions_only():
    letter = NewsletterFactory(slug="partenaires")
    SubscriptionFactory(subscriber__first_name="alice", newsletter=letter)
    SubscriptionFactory(subscriber__first_name="bob", newsletter=letter, unsubscribed=True)
    SubscriptionFactory(subscriber__first_name="charlie")

    assert names(("newsletter", ["partenaires"])) == {"alice"}


@pytest.fixture
def three_people():
    tagged("alice", "presse")
    tagged("bob", "presse", "benevoles")
    tagged("charlie")


@pytest.mark.parametrize(
    ("group", "expected"),
    [("all", {"bob"}), ("any", {"alice", "bob"}), ("none", {"charlie"})],
)
def test_groups(three_people, group, expected):
    assert names((group, [("tag", ["presse"]), ("tag", ["benevoles"])])) == expected


def test_groups_nest_two_levels(three_people):
    both = ("all", [("tag", ["presse"]), ("tag", ["benevoles"])])
    neither = ("none", [("tag", ["presse", "benevoles"])])

    assert names(("any", [both, neither])) == {"bob", "charlie"}


def test_no_rules_is_refused():
    with pytest.raises(SegmentRefused, match="no rules"):
        members(segment())


def test_an_empty_rule_is_refused_at_any_depth():
    with pytest.raises(SegmentRefused, match="Tag"):
        members(segment(("any", [("none", [("tag", [])])])))


@pytest.mark.parametrize("depth", ["top", "group"])
def test_a_rule_that_no_longer_exists_is_refused_rather_than_dropped(depth):
    known = {"type": "language", "value": ["fr"]}
    rules = [known, {"type": "shoe_size", "value": 41}]
    stored = segment()
    stored.rules = rules if depth == "top" else [{"type": "any", "value": rules}]

    with pytest.raises(SegmentRefused, match="shoe_size"):
        members(stored)


def test_sentences_name_things_as_people_do():
    TerritoryFactory(code="29", name="Finistère")
    rules = segment(("none", [("territory", ["29"]), ("language", ["fr"])])).rules

    assert sentences(rules) == ["none of (territory: Finistère (29) · language: french)"]


def test_the_first_of_a_month_is_said_as_in_french():
    rules = segment(("all", [("subscribed_since", dt.date(2030, 1, 1))])).rules

    with translation.override("fr"):
        assert sentences(rules) == ["toutes (abonné depuis le 1er janvier 2030)"]


LAST_YEAR = timezone.localdate() - dt.timedelta(days=365)
RULES = [
    ("language", ["fr"]),
    ("territory", ["29"]),
    ("territory", ["29", "none"]),
    ("tag", ["presse"]),
    ("tag", ["unknown"]),
    ("newsletter", ["partenaires"]),
    ("subscribed_since", LAST_YEAR),
    ("subscribed_before", LAST_YEAR),
]
GROUPS = [
    (group, list(pair))
    for group in ("all", "any", "none")
    for pair in itertools.combinations(RULES, 2)
]


@pytest.fixture
def readers():
    """Every sort of them, on one list: half have all that a rule may ask for, half have not."""
    letter, other = NewsletterFactory(slug="lettre"), NewsletterFactory(slug="partenaires")
    brest = TerritoryFactory(code="29", name="Finistère", region="Bretagne")
    presse = SubscriberTag.objects.create(slug="presse", name="presse")
    yes_or_no = (True, False)
    for at_home, is_french, is_old, is_tagged in itertools.product(yes_or_no, repeat=4):
        row = SubscriptionFactory(
            newsletter=letter,
            confirmed_at=timezone.now() - dt.timedelta(days=900 * is_old),
            subscriber__territory=brest if at_home else None,
            subscriber__language="fr" if is_french else "en",
        )
        if is_tagged:
            TaggedSubscriber.objects.create(tag=presse, content_object=row.subscriber)
        if at_home == is_tagged:
            SubscriptionFactory(newsletter=other, subscriber=row.subscriber, unsubscribed=is_old)
    return letter


def meets(row, rule, value) -> bool:
    """The rule in plain words, of one reader, without the database's."""
    person, day = row.subscriber, timezone.localdate(row.confirmed_at)
    known = {
        "language": lambda: person.language in value,
        "territory": lambda: (person.territory.code if person.territory else "none") in value,
        "tag": lambda: person.tagged_items.filter(tag__slug__in=value).exists(),
        "newsletter": lambda: person.subscriptions.filter(
            newsletter__slug__in=value, state="confirmed"
        ).exists(),
        "subscribed_since": lambda: day >= value,
        "subscribed_before": lambda: day < value,
        "all": lambda: all(meets(row, *one) for one in value),
        "any": lambda: any(meets(row, *one) for one in value),
        "none": lambda: not any(meets(row, *one) for one in value),
    }
    return known[rule]()


def test_every_rule_alone_and_in_groups_names_whom_it_says(readers):
    rows = list(Subscription.objects.filter(newsletter=readers).select_related("subscriber"))

    for rule in [*RULES, *GROUPS]:
        named = {row.subscriber for row in rows if meets(row, *rule)}
        assert set(audience(readers, segment(rule))) == named, rule
        dated = "subscribed" in str(rule)
        assert dated or set(members(segment(rule))) == named, rule
