"""Where letters hold a person, and what becomes of those rows when the person is erased."""

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from campaigns.models import (
    AddressChange,
    Delivery,
    Event,
    ImportedChange,
    ImportedSubscriber,
    PastSubscription,
    RetentionQuestion,
    SeenNotice,
    Settlement,
    Subscription,
)
from campaigns.past_subscriptions import keep_nameless
from campaigns.tracking.tallies import forget
from campaigns.wordings import purpose_name
from crm.erasure import Holding, Trail, register
from crm.models import Consent, SubscriberTag, Suppression, Territory
from crm.telling import language_name, tell

State = Delivery.State


def register_holdings() -> None:
    """After those of crm: these rows point to theirs, and go first."""
    register(
        Holding(Subscription, _subscriptions, erase=keep_nameless),
        Holding(PastSubscription, _past_subscriptions),
        Holding(AddressChange, _changes, erase=_delete),
        Holding(RetentionQuestion, _questions),
        Holding(ImportedSubscriber, _import_traces),
        Holding(ImportedChange, _import_changes),
        Holding(Delivery, _deliveries, erase=_make_nameless),
        Holding(Event, _events, erase=_make_anonymous),
        Holding(Settlement, _settlements),
        Holding(SeenNotice, _notices, erase=_forget_hash),
    )
    _put_into_words()


def _put_into_words() -> None:
    tell(Consent, purpose=lambda row: purpose_name(row.purpose))
    tell(
        ImportedSubscriber,
        labels={
            "is_new": gettext_lazy("made known by it"),
            "is_subscribed": gettext_lazy("subscribed by it"),
        },
    )
    tell(
        ImportedChange,
        before=lambda row: _imported(row, row.before),
        after=lambda row: _imported(row, row.after),
    )
    tell(
        Delivery,
        without=["variant", "owner", "lease_until", "not_before", "aside"],
        labels={
            "opens": gettext_lazy("individual open tracking"),
            "clicks": gettext_lazy("individual click tracking"),
        },
        locale=lambda row: language_name(row.locale),
    )
    tell(Event, without=["rule"])
    tell(SeenNotice, without=["key", "seen_at"])


def _imported(row: ImportedChange, value: str) -> str:
    """Numbers stand for territories and tags: see ImportedChange."""
    field = ImportedChange.Field
    if row.field == field.LANGUAGE:
        return language_name(value)
    models: dict[str, type[Model]] = {field.TERRITORY: Territory, field.TAG: SubscriberTag}
    model = models.get(row.field)
    found = model._default_manager.filter(pk=value).first() if model and value else None
    return str(found or value)


def _subscriptions(trail: Trail) -> QuerySet:
    """They go with the subscriber; that somebody was there still counts."""
    rows = Subscription.objects.filter(subscriber__in=trail.subscribers)
    return rows.select_related("newsletter", "subscriber")


def _past_subscriptions(trail: Trail) -> QuerySet:
    rows = PastSubscription.objects.filter(subscriber__in=trail.subscribers)
    return rows.select_related("newsletter")


def _changes(trail: Trail) -> QuerySet:
    """Those of others who gave this address by mistake as well."""
    theirs = Q(subscriber__in=trail.subscribers)
    address = Q(email__iexact=trail.address) | Q(former_email__iexact=trail.address)
    return AddressChange.objects.filter(theirs | address).select_related("subscriber")


def _questions(trail: Trail) -> QuerySet:
    """They go with the subscriber."""
    return RetentionQuestion.objects.filter(subscriber__in=trail.subscribers)


def _import_traces(trail: Trail) -> QuerySet:
    rows = ImportedSubscriber.objects.filter(subscriber__in=trail.subscribers)
    return rows.select_related("run", "subscriber")


def _import_changes(trail: Trail) -> QuerySet:
    """They go with the subscriber."""
    rows = ImportedChange.objects.filter(subscriber__in=trail.subscribers)
    return rows.select_related("run", "subscriber")


def _deliveries(trail: Trail) -> QuerySet:
    rows = Delivery.objects.filter(Q(subscriber__in=trail.subscribers) | Q(address=trail.address))
    return rows.select_related("campaign", "subscriber")


def _events(trail: Trail) -> QuerySet:
    rows = Event.objects.of(_deliveries(trail))
    return rows.select_related("campaign", "delivery", "link")


def _settlements(trail: Trail) -> QuerySet:
    rows = Settlement.objects.filter(delivery__in=_deliveries(trail).values("pk"))
    return rows.select_related("delivery", "decided_by")


def _notices(trail: Trail) -> QuerySet:
    of_theirs = Q(delivery__in=_deliveries(trail).values("pk"))
    return SeenNotice.objects.filter(of_theirs | Q(address_hash=trail.address_hash))


def _delete(rows: QuerySet) -> None:
    rows.delete()


def _make_nameless(rows: QuerySet) -> None:
    """The letter still went to so many; a mail that has not left does not leave."""
    chosen = Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    chosen.filter(state__in=[State.PENDING, State.DEFERRED]).update(
        state=State.SUPPRESSED, reason=Suppression.Reason.ERASED, settled_at=timezone.now()
    )
    chosen.update(subscriber=None, address="", reply="")


def _make_anonymous(rows: QuerySet) -> None:
    """As a hit on the token that all recipients share: it counts, for nobody."""
    chosen = Event.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    forget(set(chosen.exclude(delivery=None).values_list("delivery", flat=True)))
    chosen.update(delivery=None)


def _forget_hash(rows: QuerySet) -> None:
    chosen = SeenNotice.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    chosen.update(address_hash="")
