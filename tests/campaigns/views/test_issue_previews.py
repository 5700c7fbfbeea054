import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory, UserFactory


@pytest.fixture
def issue():
    page = NewsletterPageFactory(parent=Page.objects.get(depth=2))
    body = [("greeting", {"opening": "Bonjour", "fallback": "à tous"})]
    issue = IssuePageFactory(parent=page, subject="Le sujet", body=body, live=False)
    issue.save_revision()
    return issue


@pytest.fixture
def preview(client, issue):
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtailadmin_pages:view_draft", args=[issue.pk])
    return lambda mode: client.get(url, {"mode": mode})


@pytest.mark.parametrize("mode", ["email", "phone", "text"])
def test_the_mail_is_shown_as_an_example_reader_gets_it(preview, mode):
    content = preview(mode).content.decode()

    assert "Le sujet" in content
    assert "Bonjour Camille," in content
    assert "\ue000" not in content


def test_the_phone_is_as_narrow_as_a_phone(preview):
    assert "width: 375px" in preview("phone").content.decode()


def test_the_preview_allows_the_mails_own_styles_and_no_script_but_ours(preview):
    policy = preview("email")["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in [part.strip() for part in policy.split(";")]


def test_a_draft_is_seen_as_web_page_by_its_editor_only(preview, client, issue):
    assert preview("").status_code == 200
    assert client.get(issue.url).status_code == 404


def test_the_editor_offers_the_four_ways(issue):
    assert [mode for mode, _label in issue.preview_modes] == ["email", "phone", "text", ""]


@pytest.fixture
def choose(client):
    def choose(address, **headers):
        return client.post(reverse("issue_reader"), {"address": address}, headers=headers)

    return choose


@pytest.mark.parametrize("mode", ["email", "phone", "text"])
def test_the_mail_of_a_chosen_subscriber_is_shown(preview, choose, mode):
    SubscriberFactory(email="zoe@example.org", first_name="Zoé", open_tracking="granted")
    choose(" Zoe@Example.org ")

    content = preview(mode).content.decode()

    assert "Bonjour Zoé," in content
    assert "ouvertures comptées par personne" in content


def test_someone_who_would_not_get_it_is_shown_why(preview, choose, issue):
    reader = SubscriberFactory(email="zoe@example.org", first_name="Zoé")
    choose("zoe@example.org")
    assert "ne recevrait pas ce numéro" in preview("email").content.decode()

    SubscriptionFactory(subscriber=reader, newsletter=issue.newsletter)
    assert "ne recevrait pas ce numéro" not in preview("email").content.decode()


def test_an_unknown_address_is_said_and_the_example_reader_stays(preview, choose):
    preview("email")
    choose("nobody@example.org")

    content = preview("email").content.decode()

    assert "Aucune personne abonnée" in content
    assert "nobody@example.org" in content
    assert "Bonjour Camille," in content


def test_an_empty_address_brings_the_example_reader_back(preview, choose):
    SubscriberFactory(email="zoe@example.org", first_name="Zoé")
    choose("zoe@example.org")
    choose("")

    assert "Bonjour Camille," in preview("email").content.decode()


def test_who_may_not_see_subscribers_cannot_choose_one(client, issue):
    editors = Group.objects.create(name="Editors")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    change_page = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(
        group=editors, page=issue.get_parent(), permission=change_page
    )
    editor = UserFactory()
    editor.groups.add(editors)
    client.force_login(editor)
    SubscriberFactory(email="zoe@example.org", first_name="Zoé")

    client.post(reverse("issue_reader"), {"address": "zoe@example.org"})
    assert "previewed_subscriber" not in client.session

    session = client.session
    session["previewed_subscriber"] = "zoe@example.org"
    session.save()
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]))
    assert "zoe@example.org" not in shown.content.decode()
    assert "Bonjour Camille," in shown.content.decode()
