import pytest
from django.urls import reverse

from crm.consent import OPEN_TRACKING, record_consent
from crm.models import Consent, Suppression
from crm.roles import Role, give_role
from crm.suppression import suppress
from tests.factories.campaigns import DeliveryFactory, NewsletterFactory
from tests.factories.crm import UserFactory


@pytest.fixture
def screen(client, subscription):
    def opened():
        url = reverse("subscriber:inspect", args=[subscription.subscriber_id])
        return client.get(url).content.decode()

    return opened


@pytest.mark.usefixtures("officer")
def test_a_page_shows_letters_consents_and_mails(screen, subscription):
    DeliveryFactory(subscriber=subscription.subscriber, campaign__name="Envoi de mai")
    record_consent(
        subscription.subscriber,
        purpose=OPEN_TRACKING,
        act=Consent.Act.REFUSED,
        source=Consent.Source.STAFF,
        proof="Dit au téléphone",
    )

    assert all(said in screen() for said in ("Info", "Envoi de mai", "Dit au téléphone"))


@pytest.mark.usefixtures("officer")
def test_why_a_mail_did_not_leave_is_said_in_words(screen, subscription):
    paused = {"state": "suppressed", "reason": "paused"}
    DeliveryFactory(subscriber=subscription.subscriber, **paused)

    assert ">en pause à la demande de la personne</td>" in screen()


@pytest.mark.usefixtures("officer")
def test_no_table_is_wider_than_a_telephone(screen, subscription):
    DeliveryFactory(subscriber=subscription.subscriber)
    record_consent(
        subscription.subscriber, purpose="newsletter:info", act="granted", source="form"
    )

    main = screen().partition("<main")[2]
    assert main.count("<table") == main.count('<table class="listing campaign-stacked">') == 3
    assert main.count('class="campaign-scroll"') == 3


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("open_tracking", "Suivi individuel des ouvertures"),
        ("newsletter:formations", "Formations"),
        ("newsletter:gone-letter", "gone-letter"),
    ],
)
def test_what_a_consent_is_about_is_said_in_words(screen, subscription, purpose, words):
    NewsletterFactory(slug="formations", name="Formations")
    source = Consent.Source.FORM
    record_consent(subscription.subscriber, purpose=purpose, act="granted", source=source)

    assert f">{words}</td>" in screen()


@pytest.mark.usefixtures("officer")
def test_an_exclusion_is_told_with_its_detail(screen):
    suppress("alice@example.org", Suppression.Reason.MANUAL, "wrote to us")

    assert "wrote to us" in screen()


def test_who_may_only_read_is_offered_no_button(client, screen, subscription):
    user = UserFactory()
    give_role(user, Role.READING)
    client.force_login(user)

    assert "alice@example.org" in screen()
    assert reverse("subscriber:exclude", args=[subscription.subscriber_id]) not in screen()
