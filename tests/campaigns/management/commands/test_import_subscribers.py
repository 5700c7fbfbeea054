import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from campaigns.importing.runs import work_on
from campaigns.models import SubscriberImport, Subscription
from crm.models import Subscriber
from tests.factories.campaigns import NewsletterFactory


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("email,language\nzoe@example.org,en\nnobody,fr\n", encoding="utf-8")
    return file


def run(capsys, *args):
    call_command("import_subscribers", *args)
    return capsys.readouterr().out


def test_the_report_is_json_on_demand(capsys, people):
    report = json.loads(run(capsys, people, "--format", "json"))

    assert {key: report[key] for key in ("created", "updated", "unchanged")} == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
    }
    assert [(refused["row"], refused["column"]) for refused in report["refused"]] == [(3, "email")]
    assert report["refused"][0]["reason"]


def test_the_report_names_the_row_in_words(capsys, people):
    assert "3, email" in run(capsys, people)


def test_subscribers_are_confirmed_with_newsletter_and_proof(capsys, people):
    NewsletterFactory(slug="lettre-info")

    run(capsys, people, "--newsletter", "lettre-info", "--consent-source", "Forum 2026")

    assert Subscription.objects.get().state == Subscription.State.CONFIRMED


@pytest.mark.parametrize(
    "options",
    [
        ["--newsletter", "lettre-info"],
        ["--newsletter", "unknown", "--consent-source", "Forum"],
        ["--mapping", "/nowhere.json"],
    ],
)
def test_an_order_that_cannot_be_followed_writes_nothing(people, options):
    NewsletterFactory(slug="lettre-info")

    with pytest.raises(CommandError):
        call_command("import_subscribers", people, *options)

    assert not Subscriber.objects.exists()


def test_a_missing_file_gets_a_sentence(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_subscribers", tmp_path / "nothing.csv")


def test_a_workbook_is_read_with_its_numbers(capsys, tmp_path):
    book = Workbook()
    book.active.append(["Courriel", "Prénom", "Département"])
    book.active.append(["zoe@example.org", "Zoé", 1])
    book.active.append(["bob@example.org", None, "2A"])
    book.save(tmp_path / "people.xlsx")

    run(capsys, tmp_path / "people.xlsx")

    found = Subscriber.objects.order_by("address").values_list("first_name", "territory__code")
    assert list(found) == [("", "2A"), ("Zoé", "01")]


def test_a_mapping_file_says_which_column_is_which(capsys, tmp_path):
    (tmp_path / "map.json").write_text('{"Contact": "email"}', encoding="utf-8")
    (tmp_path / "people.csv").write_text("Contact\nzoe@example.org\n", encoding="utf-8")

    run(capsys, tmp_path / "people.csv", "--mapping", tmp_path / "map.json")

    assert Subscriber.objects.exists()


def test_an_import_by_command_is_undone_by_its_number(capsys, people):
    NewsletterFactory(slug="lettre-info")
    proof = ["--newsletter", "lettre-info", "--consent-source", "Forum 2026"]
    number = json.loads(run(capsys, people, *proof, "--format", "json"))["number"]
    assert Subscription.objects.count() == 1

    run(capsys, "--undo", str(number))

    assert not Subscriber.objects.exists()
    made = SubscriberImport.objects.get()
    assert (made.state, made.undone_count, made.refused_count) == ("undone", 1, 1)
    with pytest.raises(CommandError):
        call_command("import_subscribers", "--undo", str(number))


def test_an_import_by_command_waits_on_the_screen_for_its_undoing(admin_client, people):
    call_command("import_subscribers", people)
    made = SubscriberImport.objects.get()
    address = reverse("subscriber_import:inspect", args=[made.pk])

    assert "people.csv" in admin_client.get(address).content.decode()
    admin_client.post(reverse("subscriber_import:undo", args=[made.pk]))
    work_on(made.pk, worker="one")

    assert not Subscriber.objects.exists()


def test_a_trial_or_a_refused_file_leaves_no_import_behind(capsys, people, tmp_path):
    run(capsys, people, "--dry-run")
    with pytest.raises(CommandError):
        call_command("import_subscribers", tmp_path / "nothing.csv")

    assert not SubscriberImport.objects.exists()
