import pytest

from crm import yearly_counts as counts
from crm.models import Interview, KeyFigureReading, OpEd, PublicTalk, TrainingSession
from crm.press_counts import press_mentions, share_about_teams
from media_kit.demonstration import public_life


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        public_life.load()
        yield


def test_the_press_of_2018():
    assert press_mentions(2018) == 1200
    assert share_about_teams(2018) == 0.9


@pytest.mark.parametrize(
    ("model", "field", "count"),
    [(Interview, "given_on", 11), (OpEd, "published_on", 1), (PublicTalk, "given_on", 16)],
)
def test_public_life_of_2018(model, field, count):
    assert model.objects.filter(**{f"{field}__year": 2018}).count() == count


@pytest.mark.parametrize(("year", "count"), [(2015, 9), (2016, 32), (2017, 40), (2018, 66)])
def test_basic_sessions_of_each_year(year, count):
    assert TrainingSession.objects.filter(kind="basic", held_on__year=year).count() == count


def test_people_trained_in_2018():
    assert counts.trainees("basic")(2018) == 725
    assert counts.trainees("professional")(2018) == 71


def test_readings_are_not_doubled():
    public_life.load()

    assert KeyFigureReading.objects.filter(figure__slug="site-visits").count() == 1
