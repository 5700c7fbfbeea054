import pytest
from django.urls import reverse

from campaigns.importing import runs
from campaigns.models import SubscriberImport
from campaigns.viewsets.import_screen import standing
from tests.factories.campaigns import SubscriberImportFactory

State = SubscriberImport.State


def screen(client, run):
    return client.get(reverse("subscriber_import:inspect", args=[run.pk])).content.decode()


def test_each_state_shows_what_can_be_done(alice):
    run = SubscriberImportFactory(text="email\nzoe@example.org\nnot an address\n")
    assert "Check the file" in screen(alice, run)

    runs.ask_check(run, {"email": "email"})
    assert "data-progress" in screen(alice, run)

    runs.work_on(run.pk, worker="one")
    page = screen(alice, run)
    assert "What this import would do" in page
    assert reverse("subscriber_import:refused", args=[run.pk]) in page

    run.refresh_from_db()
    runs.ask_import(run)
    runs.work_on(run.pk, worker="one")
    assert "1 person was made known, subscribed or changed" in screen(alice, run)


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_page(alice, state):
    assert "All imports" in screen(alice, SubscriberImportFactory(state=state))


def test_a_file_that_cannot_be_read_says_so(alice):
    run = SubscriberImportFactory(name="people.xlsx", text="PK\x03\x04 no workbook")

    assert "save it again as XLSX or CSV" in screen(alice, run)


def test_the_bar_knows_its_share_once_the_rows_are_counted():
    run = SubscriberImportFactory(state=State.CHECKING, rows_read=50)
    assert standing(run)["percent"] is None

    run.rows_count = 200
    assert standing(run)["percent"] == 25


def test_the_bar_follows_by_itself(alice):
    run = SubscriberImportFactory(state=State.RUNNING, rows_read=50, rows_count=200)

    fragment = alice.get(reverse("subscriber_import:progress", args=[run.pk])).content.decode()

    assert 'data-moving="yes"' in fragment
    assert "(25 %)" in fragment


def test_a_row_refused_as_a_whole_names_no_column(alice):
    run = SubscriberImportFactory(text='email,first_name\nzoe@example.org,"Zoé\n')
    runs.ask_check(run, {"email": "email"})
    runs.work_on(run.pk, worker="one")

    assert "<td>–</td>" in screen(alice, run)
