import pytest

from campaigns.importing.report import ImportRefused
from campaigns.models import Subscription
from crm.models import Consent, Subscriber, SubscriberTag
from tests.campaigns.importing.conftest import HEADER, counts
from tests.factories.crm import TerritoryFactory


def test_a_full_row_becomes_a_subscriber_with_everything(run, newsletter):
    ain = TerritoryFactory(code="01", name="Ain")

    run(HEADER + "Zoe@Example.org,Zoé,Blanc,en,1,presse;élus,yes,no\n")

    zoe = Subscriber.objects.get(address="zoe@example.org")
    assert (zoe.email, zoe.first_name, zoe.last_name) == ("Zoe@Example.org", "Zoé", "Blanc")
    assert (zoe.language, zoe.territory) == ("en", ain)
    assert (zoe.open_tracking, zoe.click_tracking) == ("granted", "refused")
    assert sorted(tag.name for tag in zoe.tags.all()) == ["presse", "élus"]
    assert zoe.subscriptions.get().state == Subscription.State.CONFIRMED


def test_the_address_is_stored_as_saving_a_form_would(run):
    run("email\nZoé.Élan@exämple.org\nBob@Example.org\n")

    for subscriber in list(Subscriber.objects.all()):
        stored = subscriber.address, subscriber.address_hash
        subscriber.save()
        assert (subscriber.address, subscriber.address_hash) == stored


def test_without_newsletter_only_subscribers_are_made(run):
    run("email\nzoe@example.org\n", newsletter=None, consent_source="")

    assert Subscriber.objects.get().subscriptions.count() == 0
    assert not Consent.objects.exists()


def test_a_newsletter_without_proof_is_refused(run):
    with pytest.raises(ImportRefused, match="--consent-source"):
        run("email\nzoe@example.org\n", consent_source=" ")

    assert not Subscriber.objects.exists()


def test_tracking_without_proof_is_refused(run):
    report = run(HEADER + "zoe@example.org,,,,,,yes,\n", newsletter=None, consent_source="")

    assert [(refusal.row, refusal.column) for refusal in report.refused] == [(2, "open_tracking")]


def test_a_dry_run_reports_the_same_and_writes_nothing(run):
    text = HEADER + "zoe@example.org,Zoé,,,,presse,yes,\nbad,,,,,,,\n"

    rehearsed = run(text, dry_run=True)

    assert not Subscriber.objects.exists()
    assert not SubscriberTag.objects.exists()
    assert counts(rehearsed) == counts(run(text)) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "zoe@example.org,Zoé\n",
        "name,city\nZoé,Brest\n",
        "email,e-mail\na@example.org,b@example.org\n",
        b"PK\x03\x04 not a workbook",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(run, text):
    with pytest.raises(ImportRefused):
        run(text)

    assert not Subscriber.objects.exists()


@pytest.mark.row("B16", "broken, huge, duplicated rows", "a report; good rows in, nobody twice")
def test_strange_rows_are_reported_one_by_one_and_the_others_written(run):
    bad = [
        "x" * 200_000,
        '"' + "y" * 30_000 + '@example.org"',
        "zoe@example.org\0",
        ",".join(["cell"] * 5_000),
        "ZOE@example.org",
    ]
    report = run("email\nzoe@example.org\n" + "\n".join(bad) + "\nlast@example.org\n")

    assert sorted(s.email for s in Subscriber.objects.all()) == [
        "last@example.org",
        "zoe@example.org",
    ]
    assert report.created == 2
    assert {refusal.row for refusal in report.refused} >= {3, 4, 6}
    assert all(refusal.reason for refusal in report.refused)


def test_garbage_gives_a_report_and_nothing_else(run):
    report = run(b"email\n" + bytes(range(128, 256)) * 50 + b"\nzoe@example.org\n")

    assert (report.created, len(report.refused)) == (1, 1)


def test_a_quotation_mark_left_open_costs_one_row_and_the_report_adds_up(run):
    people = [f"p{number}@example.org,Zoé" for number in range(3_000)]
    people[10] = 'p10@example.org,"Zoé'

    report = run("email,first_name\n" + "\n".join(people))

    assert counts(report) == (2_999, 0, 0, 1)
    assert report.refused[0].row == 12
    assert "quotation mark" in report.refused[0].reason
    with pytest.raises(ImportRefused, match="quotation mark"):
        run('"email,first_name\n')
