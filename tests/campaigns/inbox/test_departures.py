import pytest

from campaigns.inbox.filing import take_in
from campaigns.models import Delivery, Event, Subscription
from crm.models import Consent
from tests.campaigns.inbox.letters import mail, return_path_of, unsubscribe_token
from tests.factories.campaigns import SubscriptionFactory


def is_off_the_list(delivery):
    subscription = delivery.subscriber.subscriptions.get(newsletter=delivery.campaign.newsletter)
    return subscription.state == Subscription.State.UNSUBSCRIBED


@pytest.mark.parametrize("sender", ["claire@example.com", "alias@elsewhere.example"])
def test_the_address_of_the_header_unsubscribes_once(delivery, sender):
    content = mail(f"unsubscribe-{unsubscribe_token(delivery)}", sender=sender)

    for _time in range(3):
        assert take_in(content).is_done

    assert is_off_the_list(delivery)
    assert Event.objects.get().kind == Event.Kind.UNSUBSCRIPTION
    assert Consent.objects.filter(act=Consent.Act.WITHDRAWN).count() == 1


def test_a_forged_token_unsubscribes_nobody(delivery):
    forged = unsubscribe_token(delivery)[:-3] + "AAA"

    taken = take_in(mail(f"unsubscribe-{forged}", sender="mallory@example.com"))

    assert not taken.is_done
    assert not is_off_the_list(delivery)


def test_a_word_from_the_subscriber_leaves_the_newsletter_it_answers(delivery):
    other = SubscriptionFactory(subscriber=delivery.subscriber)
    to = return_path_of(delivery)

    take_in(mail("Désabonnement", to=to))

    assert is_off_the_list(delivery)
    other.refresh_from_db()
    assert other.state == Subscription.State.CONFIRMED


def test_a_word_from_somebody_else_does_not(delivery):
    to = return_path_of(delivery)

    assert not take_in(mail("unsubscribe", to=to, sender="mallory@example.com")).is_done
    assert not is_off_the_list(delivery)


def test_a_word_without_more_leaves_everything(delivery):
    SubscriptionFactory(subscriber=delivery.subscriber)

    assert take_in(mail("unsubscribe")).is_done

    assert set(Subscription.objects.values_list("state", flat=True)) == {"unsubscribed"}


def test_who_leaves_had_received(in_doubt):
    take_in(mail(f"unsubscribe-{unsubscribe_token(in_doubt)}"))

    in_doubt.refresh_from_db()
    assert in_doubt.state == Delivery.State.ACCEPTED
