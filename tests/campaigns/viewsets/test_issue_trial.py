import pytest
from django.urls import reverse
from wagtail.models import Page

from crm.models import OutgoingMail
from crm.roles import Role, give_role
from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.crm import UserFactory


@pytest.fixture
def issue():
    page = NewsletterPageFactory(parent=Page.objects.get(depth=2))
    issue = IssuePageFactory(parent=page, subject="Publié")
    issue.subject = "Brouillon"
    issue.save_revision()
    return issue


@pytest.fixture
def url(issue):
    return reverse("issue_trial", args=[issue.pk])


@pytest.fixture
def officer(client):
    user = UserFactory(email="alice@example.org")
    give_role(user, Role.COMMUNICATION)
    client.force_login(user)
    return user


@pytest.mark.usefixtures("officer")
def test_looking_sends_nothing(client, url):
    assert client.get(url).status_code == 200
    assert not OutgoingMail.objects.exists()


def test_the_latest_draft_goes_to_oneself(client, url, officer):
    response = client.post(url, {"to": [officer.pk]}, follow=True)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("alice@example.org", "[Test] Brouillon")
    assert "alice@example.org" in response.content.decode()


@pytest.mark.usefixtures("officer")
def test_it_goes_to_active_colleagues_only(client, url):
    gone = UserFactory(is_active=False)

    response = client.post(url, {"to": [gone.pk]})

    assert response.status_code == 200
    assert not OutgoingMail.objects.exists()


def test_who_may_not_edit_may_not_send(client, url):
    reader = UserFactory()
    give_role(reader, Role.READING)
    client.force_login(reader)

    client.post(url, {"to": [reader.pk]})

    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("officer")
def test_the_editor_offers_it_and_says_what_is_missing(client, issue, url):
    issue.subject = ""
    issue.save_revision()

    content = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()

    assert url in content
    assert "data-counted" in content
