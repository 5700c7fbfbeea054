import random
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from campaigns.inbox.filing import take_in
from campaigns.models import Delivery, Event, SeenNotice, Subscription
from crm.models import Suppression
from crm.suppression import is_suppressed, suppression_of
from tests.campaigns.inbox.corpus import CORPUS, raw
from tests.campaigns.inbox.letters import (
    bounce,
    complaint,
    mail,
    our_headers,
    report,
    return_path_of,
)
from tests.factories.campaigns import DeliveryFactory

NOWHERE = "bounces@lettres.example.org"


def bounces_of(delivery):
    return Event.objects.filter(kind=Event.Kind.BOUNCE, delivery=delivery).count()


def test_an_address_that_does_not_exist_is_excluded_at_once(delivery):
    assert take_in(bounce(delivery)).is_done

    assert suppression_of("claire@example.com").reason == Suppression.Reason.HARD_BOUNCE
    assert bounces_of(delivery) == 1


def test_the_same_report_counts_once(delivery):
    for _time in range(3):
        take_in(bounce(delivery, status="4.2.2"))

    assert SeenNotice.objects.count() == bounces_of(delivery) == 1


@pytest.mark.row("B14", "5.7.x, 5.3.4, 5.6.x", "never excludes")
@pytest.mark.parametrize("status", ["5.7.1", "5.7.26", "5.7.515", "5.3.4", "5.6.1"])
def test_a_refusal_by_policy_never_excludes(delivery, status):
    for number in range(20):
        take_in(bounce(delivery, status=status, number=number))

    assert not is_suppressed("claire@example.com")
    assert bounces_of(delivery) == 1


def test_temporary_errors_exclude_when_they_go_on(delivery, settings):
    for number in range(settings.SOFT_BOUNCES_BEFORE_EXCLUSION - 1):
        take_in(bounce(delivery, status="4.2.2", number=number))
    assert not is_suppressed("claire@example.com")

    take_in(bounce(delivery, status="5.2.2", number=99))

    assert suppression_of("claire@example.com").reason == Suppression.Reason.SOFT_BOUNCES


def test_a_warning_that_the_mail_waits_is_no_bounce(delivery):
    for number in range(9):
        take_in(bounce(delivery, status="4.4.1", action="delayed", number=number))

    assert bounces_of(delivery) == 0
    assert not is_suppressed("claire@example.com")


def test_the_headers_that_come_back_are_enough(delivery):
    take_in(bounce(delivery, to=NOWHERE, returned=our_headers(delivery)))

    assert bounces_of(delivery) == 1


@pytest.mark.parametrize("seal", ["", "-0123456789"])
def test_a_message_id_that_somebody_made_up_is_about_nobody(delivery, seal):
    number = f"<{delivery.campaign_id}.{delivery.pk}{seal}@example.org>"
    returned = f"Message-ID: {number}\n"

    take_in(report("who@attacker.example", "5.1.1", to=NOWHERE, returned=returned))
    take_in(complaint(delivery, returned=returned, envelope="bounces@attacker.example"))

    assert not Suppression.objects.exists()
    assert Subscription.objects.get().state == Subscription.State.CONFIRMED
    assert bounces_of(delivery) == 0


def test_a_mail_of_before_the_seal_is_known_by_its_address_too(delivery):
    returned = f"Message-ID: <{delivery.campaign_id}.{delivery.pk}@example.org>\n"

    take_in(bounce(delivery, to=NOWHERE, returned=returned, status="5.2.2"))

    assert bounces_of(delivery) == 1


def test_an_address_alone_is_excluded_when_we_wrote_to_it_lately(delivery):
    take_in(bounce(delivery, to=NOWHERE))

    assert is_suppressed("claire@example.com")
    assert bounces_of(delivery) == 1


@pytest.mark.parametrize("status", ["4.2.2", "5.2.2", "5.7.1", "5.0.0"])
def test_an_address_alone_is_left_when_nothing_is_certain(delivery, status):
    take_in(bounce(delivery, to=NOWHERE, status=status))

    assert SeenNotice.objects.count() == 0


def test_an_address_we_never_wrote_to_is_not_excluded(delivery):
    take_in(report("inconnue@example.com", "5.1.1", to=NOWHERE))

    assert not Suppression.objects.exists()


def test_one_of_several_addresses_she_has_it_forwarded_to_does_not_condemn_hers(delivery):
    path = return_path_of(delivery)
    content = raw("two_recipients").replace(b"bounces+7@lettres.example.org", path.encode())

    take_in(content)

    assert bounces_of(delivery) == 1
    assert not Suppression.objects.exists()


def test_a_complaint_unsubscribes_and_excludes(delivery):
    for _time in range(2):
        assert take_in(complaint(delivery)).is_done

    assert Subscription.objects.get().state == Subscription.State.UNSUBSCRIBED
    assert suppression_of("claire@example.com").reason == Suppression.Reason.COMPLAINT
    assert Event.objects.get().kind == Event.Kind.COMPLAINT


def test_a_complaint_about_nobody_we_know_is_left_to_people():
    assert not take_in(raw("arf_redacted")).is_done


def test_automatic_replies_change_nothing(delivery):
    content = raw("out_of_office_exchange").replace(b"+7@", f"+{delivery.pk}@".encode())

    assert take_in(content).is_done
    assert not SeenNotice.objects.exists()
    assert Subscription.objects.get().state == Subscription.State.CONFIRMED


def test_what_people_write_is_left_to_people(delivery):
    assert not take_in(mail("Re: La lettre d'avril")).is_done


def test_news_of_a_mail_in_doubt_settles_it(in_doubt):
    take_in(bounce(in_doubt, status="5.2.2"))

    in_doubt.refresh_from_db()
    assert (in_doubt.state, in_doubt.reason) == (Delivery.State.ACCEPTED, Delivery.Reason.REPORTED)


def test_an_erased_person_bounces_without_a_trace(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(subscriber=None, address="")

    take_in(bounce(delivery))

    assert not Suppression.objects.exists()
    assert bounces_of(delivery) == 1


@pytest.mark.row("A14", "bounces repeated and shuffled", "as once, in order")
def test_shuffled_and_repeated_the_end_is_the_same(delivery):
    letters = [
        bounce(delivery, status="4.2.2"), bounce(delivery, status="5.2.2"),
        bounce(delivery, status="5.7.1"), bounce(delivery), complaint(delivery),
    ] * 20  # fmt: skip
    random.Random(14).shuffle(letters)

    for letter in letters:
        take_in(letter)

    assert suppression_of("claire@example.com").reason == Suppression.Reason.COMPLAINT
    assert sorted(Event.objects.values_list("kind", flat=True)) == ["bounce", "complaint"]
    assert SeenNotice.objects.count() == 5


def test_the_whole_corpus_is_taken_in_without_a_fall(caplog):
    DeliveryFactory()
    for name, *_rest in CORPUS:
        take_in(raw(name))

    assert [r for r in caplog.records if r.name.startswith("campaigns.inbox")] == []


def test_a_database_that_is_away_is_no_trouble_of_the_message(delivery, monkeypatch):
    def away(clues, addresses):
        raise OperationalError("away")

    monkeypatch.setattr("campaigns.inbox.filing.find_delivery", away)

    with pytest.raises(OperationalError):
        take_in(bounce(delivery))


def test_old_news_of_an_address_is_no_news(delivery):
    old = timezone.now() - timedelta(days=40)
    Delivery.objects.update(settled_at=old, claimed_at=old)

    take_in(bounce(delivery, to=NOWHERE))

    assert not Suppression.objects.exists()
