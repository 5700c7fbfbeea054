import pytest

from campaigns.models import Campaign
from campaigns.sending.alerts import answerable, give_up_start, stop
from campaigns.sending.delivery import send_pending
from crm.models import OutgoingMail, User
from crm.roles import give_role

State = Campaign.State
REASON = "Le serveur refuse nos mails : 550 5.7.1 blocked"


def colleague(name: str, role: str = "communication", **fields) -> User:
    user = User.objects.create_user(f"{name}@example.org", first_name=name, **fields)
    give_role(user, role)
    return user


@pytest.fixture
def owned(started):
    started.owner = colleague("alice")
    started.save()
    return started


def test_it_is_paused_and_its_owner_gets_one_mail(owned):
    assert stop(owned, REASON)
    assert not stop(Campaign.objects.get(), REASON)

    mail = OutgoingMail.objects.get()
    assert (owned.state, owned.paused_because) == (State.PAUSED, REASON)
    assert (mail.kind, mail.to) == ("campaign_stopped", "alice@example.org")
    assert mail.subject == f"Arrêté\N{NO-BREAK SPACE}: {owned}"
    for body in (mail.text, mail.html):
        assert REASON in body
        assert f"/admin/campaigns/inspect/{owned.pk}/" in body


def test_who_submitted_it_is_told_too(owned):
    owned.submitted_by = colleague("bob")

    assert [user.first_name for user in answerable(owned)] == ["alice", "bob"]


def test_when_neither_is_there_any_more_whoever_may_send_is_told(owned):
    User.objects.update(is_active=False)
    owned.refresh_from_db()
    colleague("carol")
    colleague("reader", "reading")

    assert [user.first_name for user in answerable(owned)] == ["carol"]


def test_a_wrong_password_is_told_by_mail(owned, server, settings):
    server.users = {"maille": "right"}
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "maille", "wrong"

    send_pending(owned.pk, worker="test")

    assert "535" in OutgoingMail.objects.get().text


def test_one_that_cannot_start_is_a_draft_again_and_says_so(owned):
    Campaign.objects.update(state=State.SCHEDULED)

    assert give_up_start(owned, "Ce numéro n’a pas d’objet.")
    assert not give_up_start(owned, "Ce numéro n’a pas d’objet.")

    mail = OutgoingMail.objects.get()
    assert (owned.state, owned.paused_because) == (State.DRAFT, "Ce numéro n’a pas d’objet.")
    assert mail.subject == f"Pas parti\N{NO-BREAK SPACE}: {owned}"
    assert "n’a pas d’objet" in mail.text
