import pytest

from campaigns.letters import preferences_url
from campaigns.models import Subscription
from crm.models import Consent, OutgoingMail, SubscriberTag, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory


@pytest.fixture
def subscription():
    return SubscriptionFactory(subscriber__email="alice@example.org")


@pytest.fixture
def alice(subscription):
    return subscription.subscriber


@pytest.fixture
def url(alice):
    return preferences_url(alice)


def test_looking_changes_nothing(client, url):
    for _time in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200

    assert not Consent.objects.exists()


def test_choices_are_saved_and_shown_in_the_language_chosen(client, alice, subscription, url):
    answer = client.post(
        url,
        {
            "newsletters": [subscription.newsletter_id],
            "first_name": "Aline",
            "language": "en",
            "opens": "granted",
            "clicks": "refused",
            "paused_until": "2099-01-01",
        },
    )

    alice.refresh_from_db()
    assert (alice.first_name, alice.open_tracking) == ("Aline", "granted")
    assert (answer.status_code, answer["Content-Language"]) == (200, "en")
    assert "Your choices are saved" in answer.content.decode()
    assert not client.cookies


def test_saving_twice_adds_nothing(client, subscription, url):
    choices = {"language": "fr", "opens": "granted"}

    client.post(url, choices)
    rows = Consent.objects.count()
    client.post(url, choices)

    assert rows == 2
    assert Consent.objects.count() == rows


def test_an_empty_form_leaves_the_letters_but_answers_nothing_on_tracking(client, alice, url):
    client.post(url, {"language": "fr"})

    alice.refresh_from_db()
    assert alice.subscriptions.get().state == Subscription.State.UNSUBSCRIBED
    assert alice.open_tracking == ""


def test_a_bad_choice_changes_nothing(client, alice, url):
    answer = client.post(url, {"language": "klingon", "newsletters": ["9999"]})

    assert answer.context["form"].errors
    assert alice.subscriptions.get().state == Subscription.State.CONFIRMED


@pytest.mark.parametrize("letters", [1, 3])
def test_the_page_costs_the_same_with_more_letters(
    client, url, letters, django_assert_max_num_queries
):
    NewsletterFactory.create_batch(letters)

    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)


def test_the_link_is_mailed_to_who_is_known_and_the_answer_tells_nothing(client, alice):
    answers = [
        client.post("/preferences/", {"email": email})
        for email in ("Alice@example.org", "nobody@example.org")
    ]

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("preferences_link", "alice@example.org")
    assert answers[0].serialize() == answers[1].serialize()
    assert client.get(answers[0]["Location"]).status_code == 200


def test_one_link_a_day_is_mailed(client, alice):
    for _time in range(5):
        client.post("/preferences/", {"email": "alice@example.org"})

    assert OutgoingMail.objects.count() == 1


def test_who_never_confirmed_gets_a_fresh_confirmation(client):
    SubscriptionFactory(subscriber__email="zoe@example.org", pending=True)

    client.post("/preferences/", {"email": "zoe@example.org"})

    assert OutgoingMail.objects.get().kind == "confirm_subscription"


def test_whom_the_team_excluded_gets_nothing(client, alice):
    suppress(alice.email, Suppression.Reason.MANUAL)

    client.post("/preferences/", {"email": alice.email})

    assert not OutgoingMail.objects.exists()


def test_leaving_says_what_was_done_and_can_be_undone(client, subscription, url):
    answer = client.post(url, {"leave_all": "1"})

    assert f"Vous ne recevrez plus «\xa0{subscription.newsletter.name}" in answer.content.decode()
    assert answer.context["may_undo"] == [subscription.newsletter]

    client.post(url, {"undo": [subscription.newsletter_id]})
    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.CONFIRMED


@pytest.mark.parametrize("undo", ["x", "-1", "9" * 30])
def test_an_undo_of_nothing_does_nothing(client, subscription, url, undo):
    client.post(url, {"leave_all": "1"})

    assert client.post(url, {"undo": undo}).status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.UNSUBSCRIBED


def test_topics_are_named_in_the_person_s_language(client, alice, url):
    SubscriberTag.objects.create(name="Formations", is_topic=True, names={"en": "Training"})
    SubscriberTag.objects.create(name="Donatrice")
    alice.language = "en"
    alice.save()

    page = client.get(url).content.decode()

    assert "Training" in page
    assert "Formations" not in page
    assert "Donatrice" not in page


def test_whose_letters_came_back_is_told_how_to_return(client, alice, subscription, url):
    suppress(alice.email, Suppression.Reason.HARD_BOUNCE)

    assert "Aucune lettre ne part plus" in client.get(url).content.decode()
    client.post(url, {"language": "fr", "newsletters": [subscription.newsletter_id]})

    assert OutgoingMail.objects.get().kind == "confirm_subscription"
    assert Suppression.objects.exists()
