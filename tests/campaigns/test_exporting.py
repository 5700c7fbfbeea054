import csv
from io import BytesIO

import pytest
from openpyxl import load_workbook

from campaigns.exporting import COLUMNS, csv_lines, export, mailable, rows, write_workbook
from campaigns.importing.subscribers import import_subscribers
from crm.models import Subscriber, SubscriberTag, Suppression, TaggedSubscriber
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SegmentFactory, SubscriptionFactory
from tests.factories.crm import TerritoryFactory, UserFactory

NASTY = ("=1+1", "+33", "-2", "@SUM(A1)", "'=1", "'quoted")


@pytest.fixture
def letter():
    return NewsletterFactory(slug="info", name="Lettre info")


@pytest.fixture
def zoe(letter):
    subscription = SubscriptionFactory(
        newsletter=letter,
        subscriber__email="zoe@example.org",
        subscriber__first_name="Zoé",
        subscriber__territory=TerritoryFactory(code="35"),
        subscriber__open_tracking="granted",
        subscriber__click_tracking="refused",
    )
    for name in ("Élue", "Aidante"):
        tag = SubscriberTag.objects.create(name=name)
        TaggedSubscriber.objects.create(tag=tag, content_object=subscription.subscriber)
    return subscription.subscriber


def test_a_person_is_told_in_the_columns_of_an_import(letter, zoe):
    titles, row = rows(letter, None)

    told = dict(zip(titles, row, strict=True))
    assert tuple(titles) == COLUMNS
    assert (told["email"], told["territory"], told["tags"]) == (
        "zoe@example.org", "35", "Aidante;Élue",
    )  # fmt: skip
    assert (told["open_tracking"], told["click_tracking"]) == ("yes", "no")


@pytest.mark.parametrize("reason", ["hard_bounce", "complaint", "manual"])
def test_who_left_or_is_excluded_is_not_in_it(letter, zoe, reason):
    SubscriptionFactory(newsletter=letter, unsubscribed=True)
    SubscriptionFactory(newsletter=letter, pending=True)
    gone = SubscriptionFactory(newsletter=letter).subscriber
    suppress(gone.address, Suppression.Reason(reason))

    assert list(mailable(letter, None)) == [zoe]


def test_a_segment_narrows_it(letter, zoe):
    SubscriptionFactory(newsletter=letter, subscriber__language="en")
    english = SegmentFactory(rules=[("language", ["en"])])

    assert [row[3] for row in list(rows(letter, english))[1:]] == ["en"]


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_an_import_gives_the_original(letter, zoe, tmp_path, name, kind):
    Subscriber.objects.update(first_name=name)
    path = tmp_path / f"list.{kind}"
    if kind == "csv":
        path.write_text("".join(csv_lines(rows(letter, None))), encoding="utf-8")
        cells = list(csv.reader(path.open(encoding="utf-8-sig"), delimiter=";"))
    else:
        with path.open("wb") as file:
            write_workbook(rows(letter, None), file)
        cells = [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    assert not [c for row in cells for c in row if str(c or "").startswith(("=", "+", "-", "@"))]

    Subscriber.objects.update(first_name="")
    import_subscribers(path, newsletter=letter, consent_source="Export")
    zoe.refresh_from_db()
    assert zoe.first_name == name


def test_tags_come_back_as_they_were_whatever_they_hold(letter, zoe, tmp_path):
    names = {'"q"', "=cmd|x", "a;b", "bénévole", "Élus, élues", "'x", "x'"}
    zoe.tagged_items.all().delete()
    for name in names:
        tag = SubscriberTag.objects.create(name=name)
        TaggedSubscriber.objects.create(tag=tag, content_object=zoe)
    path = tmp_path / "list.csv"
    path.write_text("".join(csv_lines(rows(letter, None))), encoding="utf-8")
    zoe.tagged_items.all().delete()

    import_subscribers(path, newsletter=letter, consent_source="Export")

    assert {item.tag.name for item in zoe.tagged_items.all()} == names
    assert SubscriberTag.objects.count() == len(names) + 2


def test_the_export_is_logged_with_who_and_why(letter, zoe):
    officer = UserFactory()

    made = export(letter, None, kind="csv", reason="Étiquettes", by=officer)

    assert (made.rows_count, made.reason, made.made_by) == (1, "Étiquettes", officer)
    assert made.what == "Lettre info"


@pytest.mark.parametrize("people", [1, 3])
def test_a_row_costs_no_query(letter, zoe, people, django_assert_num_queries):
    SubscriptionFactory.create_batch(people, newsletter=letter)

    with django_assert_num_queries(3):
        list(rows(letter, None))


def test_a_workbook_is_one(letter, zoe):
    file = BytesIO()

    write_workbook(rows(letter, None), file)

    assert load_workbook(file).active.max_row == 2
