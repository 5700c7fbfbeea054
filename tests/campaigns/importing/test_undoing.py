from datetime import timedelta

from django.utils import timezone

from campaigns.importing import runs
from campaigns.importing.undoing import (
    FORMER_VALUES_KEPT,
    forget_former_values,
    undo_slice,
    undoable_count,
)
from campaigns.models import ImportedChange, Subscription
from campaigns.subscriptions import SignUp, subscribe, unsubscribe
from campaigns.wordings import wordings
from crm import journal
from crm.consent import record_consent
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import (
    DeliveryFactory,
    NewsletterFactory,
    SubscriberImportFactory,
    SubscriptionFactory,
)
from tests.factories.crm import SubscriberFactory, TerritoryFactory


def imported(*emails):
    return imported_text("email,first_name\n" + "".join(f"{e},Z\n" for e in emails))


def imported_text(text):
    run = SubscriberImportFactory(text=text)
    runs.ask_check(run, {})
    runs.work_on(run.pk, worker="one")
    runs.ask_import(run)
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()
    return run


def test_who_was_made_known_by_it_is_forgotten():
    run = imported("zoe@example.org", "max@example.org")

    assert undoable_count(run) == 2
    assert undo_slice(run)[1:] == (2, 0)
    assert not Subscriber.objects.exists()
    assert undo_slice(run) is None


def test_who_was_known_before_only_loses_the_subscription():
    zoe = SubscriberFactory(email="zoe@example.org", first_name="Zoé")
    run = imported("zoe@example.org")

    undo_slice(run)

    assert not zoe.subscriptions.exists()
    acts = zoe.consents.order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Consent.Act.GRANTED, Consent.Act.WITHDRAWN]
    assert imported("zoe@example.org").refused_count == 0


def test_who_awaited_confirmation_awaits_it_again():
    run = imported()
    zoe = SubscriptionFactory(
        subscriber__email="zoe@example.org", newsletter=NewsletterFactory(), pending=True
    ).subscriber
    zoe.consents.create(
        purpose=f"newsletter:{zoe.subscriptions.get().newsletter.slug}",
        act=Consent.Act.REQUESTED,
        source=Consent.Source.FORM,
        given_at=timezone.now(),
    )
    run = SubscriberImportFactory(newsletter=zoe.subscriptions.get().newsletter)
    runs.ask_check(run, {})
    runs.work_on(run.pk, worker="one")
    runs.ask_import(run)
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()

    undo_slice(run)

    assert zoe.subscriptions.get().state == Subscription.State.PENDING


def test_whoever_was_touched_or_written_to_since_stays_known():
    names = ["edited", "left", "mailed", "excluded", "untouched"]
    run = imported(*(f"{name}@example.org" for name in names))
    people = {s.email.partition("@")[0]: s for s in Subscriber.objects.all()}
    people["edited"].first_name = "Zoé"
    people["edited"].save()
    unsubscribe(people["left"], run.newsletter, source=Consent.Source.LINK)
    mail(people["mailed"])
    suppress("excluded@example.org", Suppression.Reason.MANUAL)

    assert undo_slice(run)[1:] == (4, 1)
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        f"{name}@example.org" for name in names[:-1]
    }


def mail(person):
    delivery = DeliveryFactory(subscriber=person)
    delivery.campaign.frozen_at = timezone.now()
    delivery.campaign.save()


def test_who_was_written_to_loses_the_subscription_and_the_yes_it_gave():
    run = imported_text("email,open_tracking\nzoe@example.org,yes\n")
    zoe = Subscriber.objects.get()
    mail(zoe)

    undo_slice(run)

    zoe.refresh_from_db()
    assert not zoe.subscriptions.exists()
    assert zoe.open_tracking == ""
    last = zoe.consents.filter(proof="people.csv, import annulé").values_list("purpose", "act")
    assert set(last) == {
        (f"newsletter:{run.newsletter.slug}", "withdrawn"),
        ("open_tracking", "withdrawn"),
    }
    withdrawn = [line for line in journal.lines() if line["act"] == "withdrawn"]
    assert zoe.address_hash in {line["hash"] for line in withdrawn}


def test_an_import_written_in_another_language_is_undone_as_well(settings):
    settings.LANGUAGE_CODE = "en"
    zoe = SubscriberFactory(email="zoe@example.org")
    run = imported("zoe@example.org")
    assert zoe.consents.get().proof.endswith("people.csv, row 2")
    settings.LANGUAGE_CODE = "fr"

    undo_slice(run)

    assert not zoe.subscriptions.exists()


def test_former_values_come_back_where_the_file_s_still_stand():
    ain, rhone = (TerritoryFactory(code=code, name=code) for code in ("01", "69"))
    zoe = SubscriberFactory(
        email="zoe@example.org", first_name="Zoé", last_name="Le Goff", territory=ain
    )
    zoe.tags.add("amie")
    zoe.save()
    run = imported_text(
        "email,first_name,last_name,language,territory,tags\n"
        "zoe@example.org,Zora,Blanc,en,69,amie;presse\n"
    )
    zoe.refresh_from_db()
    assert (zoe.first_name, zoe.territory, zoe.tags.count()) == ("Zora", rhone, 2)
    Subscriber.objects.filter(pk=zoe.pk).update(last_name="Blanc-Le Goff")

    assert undo_slice(run)[1:] == (1, 0)

    zoe = Subscriber.objects.get()
    assert (zoe.first_name, zoe.last_name) == ("Zoé", "Blanc-Le Goff")
    assert (zoe.language, zoe.territory) == ("fr", ain)
    assert [tag.name for tag in zoe.tags.all()] == ["amie"]
    assert not ImportedChange.objects.exists()


def test_what_a_person_chose_since_stays():
    run = imported_text("email,open_tracking,click_tracking\nzoe@example.org,yes,no\n")
    zoe = Subscriber.objects.get()
    for purpose in ("open_tracking", f"newsletter:{run.newsletter.slug}"):
        record_consent(zoe, purpose=purpose, act="granted", source="preferences")

    assert undo_slice(run)[1:] == (0, 1)

    zoe.refresh_from_db()
    assert (zoe.open_tracking, zoe.click_tracking) == ("granted", "refused")
    assert zoe.subscriptions.get().state == Subscription.State.CONFIRMED


def test_a_form_that_anybody_may_fill_keeps_nobody_on_the_list():
    run = imported("zoe@example.org")
    zoe, letter = Subscriber.objects.get(), run.newsletter
    subscribe([letter], SignUp(zoe.email, wordings("fr", letter)))

    undo_slice(run)

    assert zoe.subscriptions.get().state == Subscription.State.PENDING


def test_former_values_are_forgotten_after_a_while():
    SubscriberFactory(email="zoe@example.org", first_name="Zoé")
    run = imported("zoe@example.org")
    now = timezone.now()

    assert forget_former_values(now) == 0
    assert forget_former_values(now + FORMER_VALUES_KEPT + timedelta(days=1)) == 1
    undo_slice(run)
    assert Subscriber.objects.get().first_name == "Z"
