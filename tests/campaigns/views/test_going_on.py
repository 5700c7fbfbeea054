import pytest
from django.utils import timezone

from campaigns.letters import preferences_url
from campaigns.models import RetentionQuestion
from crm.models import Consent
from tests.factories.campaigns import SubscriptionFactory


@pytest.fixture
def url():
    person = SubscriptionFactory().subscriber
    RetentionQuestion.objects.create(subscriber=person, asked_at=timezone.now())
    return f"{preferences_url(person)}go-on/"


def test_looking_answers_nothing(client, url):
    assert client.get(url).status_code == client.head(url).status_code == 200

    assert RetentionQuestion.objects.exists()


def test_pressing_twice_answers_once(client, url):
    for _time in range(2):
        assert "continuent comme avant" in client.post(url).content.decode()

    assert not RetentionQuestion.objects.exists()
    assert Consent.objects.count() == 1


def test_a_forged_link_leads_nowhere(client):
    assert client.post("/preferences/forged/go-on/").status_code == 404
