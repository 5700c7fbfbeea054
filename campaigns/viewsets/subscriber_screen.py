"""The page of one subscriber: letters, every act of consent, what was mailed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from campaigns.wordings import purpose_name, purpose_names
from crm.models import Consent, Subscriber
from crm.suppression import may_lift, suppression_of

SHOWN = 50


class SubscriberScreenView(generic.InspectView):
    template_name = "campaigns/admin/subscriber.html"
    page_title = _("Subscriber")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("crm.change_subscriber"):
            return []
        url = self.get_edit_url()
        return [HeaderButton(_("Edit"), url=url, icon_name="edit")] if url else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subscriber: Subscriber = self.object
        deliveries = subscriber.deliveries.select_related("campaign").order_by("-pk")
        suppression = suppression_of(subscriber.address)
        user = self.request.user
        return super().get_context_data(
            subscriber=subscriber,
            subscriptions=subscriber.subscriptions.select_related("newsletter"),
            suppression=suppression,
            consents=_with_words(subscriber.consents.select_related("wording")),
            deliveries=deliveries[:SHOWN],
            can_change=user.has_perm("crm.change_subscriber"),
            can_exclude=user.has_perm("crm.add_suppression"),
            can_lift=user.has_perm("crm.delete_suppression"),
            is_up_to_her=suppression is not None and not may_lift(suppression),
            **kwargs,
        )


def _with_words(consents: Iterable[Consent]) -> list[tuple[Consent, str]]:
    """Each act with what it is about."""
    names = purpose_names()
    return [(row, purpose_name(row.purpose, names)) for row in consents]
