"""Subscribers, newsletters and excluded addresses in the back office: lists and forms."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from campaigns.models import Newsletter, Subscription
from campaigns.viewsets import subscriber_actions as actions
from campaigns.viewsets.subscriber_screen import SubscriberScreenView
from crm.models import Subscriber, SubscriberTag, Territory
from crm.suppression import suppressed_subscribers
from crm.viewsets.base import NetworkIndexView, NetworkViewSet

KEPT_URLS = {"index", "index_results", "edit", "history", "history_results", "inspect"}


def letters_of(subscriber: Subscriber) -> str:
    """One piece a newsletter; what is not simply subscribed says so."""
    confirmed = Subscription.State.CONFIRMED
    return ", ".join(
        subscription.newsletter.name
        if subscription.state == confirmed
        else f"{subscription.newsletter.name} ({subscription.get_state_display()})"
        for subscription in subscriber.subscriptions.all()
    )


class SubscriberFilterSet(WagtailFilterSet):
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    newsletter = django_filters.ModelChoiceFilter(
        label=_("Newsletter"),
        queryset=Newsletter.objects.all(),
        method="filter_subscription",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Subscription.State.choices, method="filter_subscription"
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"), queryset=SubscriberTag.objects.all(), field_name="tags"
    )
    territory = django_filters.ModelChoiceFilter(
        label=_("Territory"), queryset=Territory.objects.all()
    )
    excluded = django_filters.BooleanFilter(label=_("Excluded"), method="filter_excluded")

    class Meta:
        model = Subscriber
        fields = ["language", "newsletter", "state", "tag", "territory", "excluded"]

    def filter_subscription(
        self, queryset: QuerySet[Subscriber], name: str, value: Any
    ) -> QuerySet[Subscriber]:
        """Newsletter and state must meet in one and the same subscription."""
        answers = self.form.cleaned_data
        wanted = {key: answers[key] for key in ("newsletter", "state") if answers.get(key)}
        return queryset.filter(pk__in=Subscription.objects.filter(**wanted).values("subscriber"))

    def filter_excluded(
        self, queryset: QuerySet[Subscriber], name: str, value: bool
    ) -> QuerySet[Subscriber]:
        condition = suppressed_subscribers()
        return queryset.filter(condition) if value else queryset.exclude(condition)


class SubscriberIndexView(NetworkIndexView):
    def get_base_queryset(self) -> QuerySet[Subscriber]:
        subscribers: QuerySet[Subscriber] = super().get_base_queryset()
        return subscribers.prefetch_related("subscriptions__newsletter").annotate(
            is_excluded=suppressed_subscribers()
        )


class SubscriberViewSet(NetworkViewSet):
    """Nobody is added here, and nobody deleted: one signs up, is imported, is erased."""

    model = Subscriber
    first_words = _(
        "Nobody has subscribed yet. People sign up on the site and confirm by mail; a list of "
        "another tool comes in by an import, with the proof of where they agreed."
    )
    name = "subscriber"
    icon = "user"
    menu_label = _("Subscribers")
    url_prefix = "subscribers"
    add_to_reference_index = False
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberScreenView
    opens_inspection = True
    related = ("territory",)
    filterset_class = SubscriberFilterSet
    search_fields = ["email", "first_name", "last_name"]
    list_display = [
        "email",
        "first_name",
        "last_name",
        Column("letters", label=_("Letters"), accessor=letters_of),
        Column("language", label=_("Language")),
        "territory",
        Column(
            "excluded",
            label=_("Excluded"),
            accessor=lambda subscriber: _("yes") if subscriber.is_excluded else "",
        ),
    ]
    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldRowPanel(
            [
                FieldPanel("language", widget=forms.Select(choices=settings.LANGUAGES)),
                FieldPanel("territory"),
            ]
        ),
        FieldPanel("paused_until"),
        FieldPanel("tags"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list:
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in KEPT_URLS),
            path("<int:pk>/leave/<int:newsletter_id>/", actions.leave, name="leave"),
            path("<int:pk>/exclude/", actions.exclude, name="exclude"),
            path("<int:pk>/lift/", actions.lift, name="lift"),
        ]


class NewsletterDeleteView(generic.DeleteView):
    """Wagtail's own index of what refers to what knows no rows that were written many at once."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (ProtectedError, PermissionDenied):
            messages.error(
                self.request,
                _(
                    "“%(name)s” has subscribers, pages or campaigns, past ones too: it stays. "
                    "Untick “offered to visitors” so that nobody joins any more."
                )
                % {"name": self.object},
            )
            return redirect(self.get_success_url())


class NewsletterViewSet(NetworkViewSet):
    model = Newsletter
    first_words = _(
        "No newsletter yet. It is what people subscribe to: a name, a sender and an address "
        "that sends. Its page and its sign-up form then go on the site."
    )
    delete_view_class = NewsletterDeleteView
    name = "newsletter"
    icon = "openquote"
    menu_label = _("Newsletters")
    url_prefix = "newsletters"
    inspect_view_enabled = False
    list_display = [
        "name",
        "slug",
        "sender_name",
        "sender_email",
        Column(
            "is_public",
            label=capfirst(_("offered to visitors")),
            sort_key="is_public",
            accessor=lambda newsletter: _("yes") if newsletter.is_public else "",
        ),
    ]
    search_fields = ["name", "slug"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("sender_name"), FieldPanel("sender_email")]),
        FieldPanel("reply_to"),
        FieldPanel("is_public"),
    ]
