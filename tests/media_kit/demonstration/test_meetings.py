import pytest

from crm import yearly_counts as counts
from crm.models import FollowUp, Meeting
from crm.territories import load_territories
from media_kit.demonstration import meetings, organisations, territories


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        load_territories()
        organisations.load()
        territories.load()
        meetings.load()
        yield


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("partner", 48),
        ("visit", 42),
        ("steering", 164),
        ("plenary", 73),
        ("local", 84),
        ("public", 30),
    ],
)
def test_meetings_of_2018(kind, count):
    assert Meeting.objects.filter(kind=kind, held_on__year=2018).count() == count


def test_groups_are_counted_not_their_meetings():
    assert counts.follow_up_groups(2018) == 3


def test_the_gathering_of_2018():
    assert counts.gathering_participants(2018) == 120
    assert counts.gathering_departements(2018) == 43


def test_old_promises_are_kept_and_recent_ones_open():
    assert not FollowUp.objects.filter(done_at=None, due_on__year=2018).exists()
    assert FollowUp.objects.filter(done_at=None).exists()
