import pytest

from campaigns import approval_mails
from campaigns.models import Campaign
from crm.models import OutgoingMail, User
from crm.roles import give_role
from tests.factories.campaigns import CampaignFactory


def colleague(name: str, role: str = "communication", **fields) -> User:
    user = User.objects.create_user(f"{name}@example.org", first_name=name, **fields)
    give_role(user, role)
    return user


@pytest.fixture
def submitted() -> Campaign:
    return CampaignFactory(submitted_by=colleague("alice"))


def test_approvers_are_colleagues_who_may_and_did_not_write_it(submitted):
    colleague("bob")
    colleague("carol", "administrator")
    colleague("eve", "reading")
    colleague("gone", is_active=False)

    names = approval_mails.approvers(submitted).values_list("first_name", flat=True)

    assert set(names) == {"bob", "carol"}


def test_each_colleague_is_asked_in_their_language_with_a_link(submitted):
    bob = colleague("bob")

    approval_mails.ask_colleagues(submitted)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == (bob.email, "fr")
    assert f"/admin/campaigns/inspect/{submitted.pk}/" in mail.text
    assert submitted.name in mail.subject


def test_a_comment_comes_out_as_text(submitted):
    approval_mails.tell_author(submitted, "approved", colleague("bob"), "<b>{{ x }}</b>")

    mail = OutgoingMail.objects.get()
    assert "&lt;b&gt;{{ x }}&lt;/b&gt;" in mail.html
    assert "<b>{{ x }}</b>" in mail.text


def test_nobody_to_tell_tells_nobody():
    approval_mails.tell_author(CampaignFactory(), "approved", colleague("bob"), "")

    assert not OutgoingMail.objects.exists()
