import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from crm import data_requests
from crm.data_requests import RequestRefused
from crm.erasure import erase_person
from crm.models import DataRequest, Subscriber
from crm.suppression import is_suppressed
from tests.factories.crm import DataRequestFactory, SubscriberFactory

TODAY = timezone.localdate()
ALICE = "alice@example.org"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def alice():
    return SubscriberFactory(email=ALICE, language="en")


@pytest.fixture
def full():
    """A line with everything that names her."""
    line = DataRequestFactory(name="Alice Martin", details="Je suis Alice.", answer="Chère Alice")
    line.letter.save("alice.txt", ContentFile(b"alice"))
    line.proof.save("proof.txt", ContentFile(b"alice"))
    return line


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_handing_out_closes_the_request_with_the_proof_of_the_file(alice, admin_user):
    line = DataRequestFactory()

    text = data_requests.hand_out(line, by=admin_user)

    held = json.loads(text)
    assert held["address"] == ALICE
    assert held["tables"][0]["name"] == "Subscribers"  # in the language of the person
    line.refresh_from_db()
    assert (line.outcome, line.answered_on, line.answered_by) == ("done", TODAY, admin_user)
    assert hashlib.sha256(text.encode()).hexdigest() in line.answer


def test_erasing_closes_it_and_leaves_no_word_of_her(
    alice, full, admin_user, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        data_requests.erase(full, by=admin_user)

    assert not Subscriber.objects.exists()
    assert is_suppressed(ALICE)
    row = " ".join(map(str, DataRequest.objects.values_list().get()))
    assert "alice" not in row.lower()
    full.refresh_from_db()
    assert (full.outcome, full.answered_by) == ("done", admin_user)
    assert full.answer and full.address_hash
    assert files(media) == []


@pytest.mark.parametrize("verb", [data_requests.hand_out, data_requests.erase])
@pytest.mark.parametrize("missing", [{"identity_check": ""}, {"email": "", "name": "Alice"}])
def test_nothing_leaves_and_nothing_goes_before_the_identity_is_checked(
    alice, admin_user, verb, missing
):
    line = DataRequestFactory(**missing)

    with pytest.raises(RequestRefused):
        verb(line, by=admin_user)

    line.refresh_from_db()
    assert line.is_open
    assert Subscriber.objects.exists()


def test_what_was_answered_first_stays(alice, admin_user):
    line = DataRequestFactory(outcome="refused", answer="Déjà répondu", answered_on=TODAY)

    data_requests.hand_out(line, by=admin_user)

    line.refresh_from_db()
    assert (line.outcome, line.answer) == ("refused", "Déjà répondu")


def test_what_people_do_themselves_is_a_line_a_day_without_an_address(alice):
    data_requests.download_own(ALICE, "fr")
    data_requests.download_own(ALICE, "fr")
    data_requests.erase_own(ALICE)

    lines = DataRequest.objects.order_by("pk")
    assert [(line.kind, line.way, line.outcome) for line in lines] == [
        ("access", "page", "done"),
        ("erasure", "page", "done"),
    ]
    assert {line.email for line in lines} == {""}
    assert {line.address_hash for line in lines} == {alice.address_hash}
    assert all(line.identity_check == "link" and line.answered_on for line in lines)


def test_another_erasure_of_the_same_person_empties_earlier_lines(alice, full):
    erase_person(ALICE)

    full.refresh_from_db()
    assert (full.who, full.details, full.answer) == ("", "", "")
    assert full.address_hash


def test_a_year_after_the_answer_nobody_is_named_and_after_five_the_line_goes(
    full, media, django_capture_on_commit_callbacks
):
    full.answered_on = TODAY - data_requests.WHO_KEPT - dt.timedelta(days=1)
    full.save()
    waiting = DataRequestFactory(received_on=TODAY - dt.timedelta(days=2000))

    with django_capture_on_commit_callbacks(execute=True):
        assert data_requests.forget_old(TODAY) == 1
        assert data_requests.forget_old(TODAY) == 0

    full.refresh_from_db()
    assert (full.who, full.details, full.answer) == ("", "", "Chère Alice")
    assert [path.name for path in files(media)] == ["proof.txt"]
    with django_capture_on_commit_callbacks(execute=True):
        data_requests.forget_old(TODAY + data_requests.LINES_KEPT)
    assert list(DataRequest.objects.all()) == [waiting]
    assert files(media) == []
