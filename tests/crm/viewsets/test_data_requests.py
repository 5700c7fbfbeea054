import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.models import DataRequest, Person, Subscriber
from tests.factories.crm import DataRequestFactory, PersonFactory, SubscriberFactory

TODAY = timezone.localdate()
INDEX = "data_requests:index"


@pytest.fixture
def officer(signed_in):
    return signed_in("administrator")


def page(client, name=INDEX, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(officer, lines, django_capture_queries):
    DataRequestFactory.create_batch(lines, received_on=TODAY - dt.timedelta(days=40))
    page(officer)

    with django_capture_queries() as queries:
        shown = page(officer)

    assert "jours de retard" in shown
    assert len(queries) <= 22


def test_states_narrow_the_list(officer):
    DataRequestFactory(email="late@example.org", received_on=TODAY - dt.timedelta(days=40))
    DataRequestFactory(email="soon@example.org")
    DataRequestFactory(email="done@example.org", outcome="done", answered_on=TODAY)

    assert "soon@" not in page(officer, state="overdue")
    assert "done@" not in page(officer, state="open")
    assert "late@" not in page(officer, state="answered")


def test_an_address_that_has_gone_is_found_by_its_hash(officer):
    line = DataRequestFactory(email="zoe@example.org", outcome="done", answered_on=TODAY)
    DataRequest.objects.update(email="")
    DataRequestFactory(email="bob@example.org")

    found = page(officer, q=" Zoe@example.org")

    assert str(line) in found
    assert "bob@" not in found


def test_an_empty_register_says_what_it_is_for(officer):
    assert page(officer).count("Personne n’a encore rien demandé") == 1


def test_two_clicks_hand_out_the_data(officer):
    SubscriberFactory(email="alice@example.org")
    line = DataRequestFactory()
    url = reverse("data_requests:hand_out", args=[line.pk])
    assert url in page(officer, "data_requests:inspect", line.pk)

    answer = officer.post(url)

    assert "attachment" in answer["Content-Disposition"]
    assert "alice@example.org" in answer.content.decode()
    line.refresh_from_db()
    assert line.answered_by == officer.user
    assert ModelLogEntry.objects.get(action="crm.hand_out_data").label == str(line)


def test_erasing_asks_and_then_erases(officer):
    SubscriberFactory(email="alice@example.org")
    line = DataRequestFactory(kind="erasure")
    url = reverse("data_requests:erase", args=[line.pk])

    assert "Abonné" in officer.get(url).content.decode()
    assert Subscriber.objects.exists()
    officer.post(url)

    assert not Subscriber.objects.exists()
    assert "alice" not in page(officer, "data_requests:inspect", line.pk)
    assert ModelLogEntry.objects.filter(action="crm.erase_person", label=str(line)).exists()


def test_somebody_without_an_address_is_answered_by_name(officer):
    person = PersonFactory(first_name="Jean", last_name="Riou", email="", phone="0102030405")
    line = DataRequestFactory(email="", name="jean riou")

    shown = page(officer, "data_requests:inspect", line.pk)
    held = officer.post(reverse("data_requests:hand_out", args=[line.pk]))

    assert f"#{person.pk} Jean Riou" in shown
    assert "0102030405" in held.content.decode()
    line.refresh_from_db()
    assert line.outcome == "done"


def test_and_erased_with_the_name_in_the_request(officer):
    person = PersonFactory(first_name="Jean", last_name="Riou", email="")
    line = DataRequestFactory(email="", name=f"#{person.pk}", kind="erasure", details="Riou")

    asked = page(officer, "data_requests:erase", line.pk)
    officer.post(reverse("data_requests:erase", args=[line.pk]))

    assert f"#{person.pk} Jean Riou" in asked
    line.refresh_from_db()
    assert (line.outcome, line.name, line.details) == ("done", "", "")
    assert not Person.objects.filter(last_name="Riou").exists()


def test_of_namesakes_nothing_is_handed_out_or_erased(officer):
    PersonFactory.create_batch(2, first_name="Jean", last_name="Riou", email="")
    line = DataRequestFactory(email="", name="Jean Riou")

    shown = page(officer, "data_requests:inspect", line.pk)
    handed = officer.post(reverse("data_requests:hand_out", args=[line.pk]))
    officer.post(reverse("data_requests:erase", args=[line.pk]))

    assert "Plusieurs personnes portent ce nom" in shown
    assert handed.status_code == 302
    assert Person.objects.filter(last_name="Riou").count() == 2


def test_before_the_identity_is_checked_no_button_does_anything(officer):
    SubscriberFactory(email="alice@example.org")
    line = DataRequestFactory(identity_check="")

    shown = page(officer, "data_requests:inspect", line.pk)
    officer.post(reverse("data_requests:erase", args=[line.pk]))
    answer = officer.post(reverse("data_requests:hand_out", args=[line.pk]))

    assert "comment l’identité a été vérifiée" in shown
    assert answer.status_code == 302
    assert Subscriber.objects.exists()


def test_a_request_is_written_down_with_its_term(officer):
    typed = {
        "kind": "access",
        "way": "letter",
        "received_on": TODAY.isoformat(),
        "name": "Alice Martin",
    }

    answer = officer.post(reverse("data_requests:add"), typed, follow=True)

    line = DataRequest.objects.get()
    assert line.created_by == officer.user
    assert "À répondre avant le" in answer.content.decode()


def test_taking_the_register_out_is_logged(officer):
    DataRequestFactory(email="alice@example.org", name="=1+1")

    answer = officer.post(f"{reverse(INDEX)}?export=csv", {"reason": "Contrôle"})

    table = b"".join(answer.streaming_content).decode()
    assert "alice@example.org" in table and "'=1+1" in table
    entry = ModelLogEntry.objects.get(action="crm.take_requests")
    assert entry.user == officer.user
    assert entry.data == {"rows": 1, "format": "csv", "reason": "Contrôle"}


@pytest.mark.parametrize("typed", [None, {"reason": " "}])
def test_the_register_is_not_taken_out_without_a_reason(officer, typed):
    DataRequestFactory(email="alice@example.org")
    address = f"{reverse(INDEX)}?export=xlsx"

    answer = officer.get(address) if typed is None else officer.post(address, typed)

    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert "alice@example.org" not in answer.content.decode()
    assert not ModelLogEntry.objects.filter(action="crm.take_requests").exists()


def test_the_register_itself_takes_no_post(officer):
    assert officer.post(reverse(INDEX), {"reason": "x"}).status_code == 405


def test_what_they_sent_is_downloaded_and_never_shown(officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    line = DataRequestFactory()
    line.letter.save("letter.txt", ContentFile(b"words"))

    answer = officer.get(reverse("data_requests:file", args=[line.pk, "letter"]))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    for name, status in (("proof", 404), ("email", 302)):
        got = officer.get(reverse("data_requests:file", args=[line.pk, name]))
        assert got.status_code == status


def test_a_colleague_writes_down_and_an_administrator_answers(signed_in):
    colleague = signed_in("partnerships")
    SubscriberFactory(email="alice@example.org")
    line = DataRequestFactory()

    shown = page(colleague, "data_requests:inspect", line.pk)

    assert reverse("data_requests:hand_out", args=[line.pk]) not in shown
    for name in ("hand_out", "erase"):
        colleague.post(reverse(f"data_requests:{name}", args=[line.pk]))
    assert colleague.get(reverse("data_requests:add")).status_code == 200
    line.refresh_from_db()
    assert line.is_open and Subscriber.objects.exists()


def test_reading_sees_nothing_of_it(signed_in):
    line = DataRequestFactory()
    reader = signed_in("reading")

    for url in (reverse(INDEX), reverse("data_requests:inspect", args=[line.pk])):
        assert reader.get(url).status_code == 302
