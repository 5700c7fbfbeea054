"""The link of the confirmation mail: GET shows a button, POST confirms. A scanner does neither."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.letters import HOUR, preferences_url
from campaigns.models import Newsletter, Subscription
from campaigns.subscriptions import CONFIRM_WITHIN, awaiting, tracking_asked
from campaigns.subscriptions import confirm as confirm_all
from campaigns.tokens import Kind, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from crm.models import Consent, Subscriber, TrackingChoice
from crm.tasks import send_outgoing_mails


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    found = _find(token)
    if found is None:
        return dead_link(request)
    subscriber, newsletter = found
    confirmed: list[Subscription] = []
    if request.method == "POST":
        ticked = [int(one) for one in request.POST.getlist("agreed") if one.isdecimal()]
        confirmed = confirm_all(subscriber, agreed=ticked, proof="/confirm/")
        transaction.on_commit(send_outgoing_mails)
    context = _standing(subscriber, newsletter) | {"confirmed": confirmed}
    return render_in(subscriber.language, request, "campaigns/confirm.html", context)


def _standing(subscriber: Subscriber, newsletter: Newsletter) -> dict[str, Any]:
    return {
        "awaiting": awaiting(subscriber),
        "tracking": [_box(subscriber, act) for act in tracking_asked(subscriber) if act.wording],
        "newsletter": newsletter,
        "is_subscribed": _is_subscribed(subscriber, newsletter),
        "preferences_url": preferences_url(subscriber),
    }


def _box(subscriber: Subscriber, asked: Consent) -> dict[str, Any]:
    """Ticked as on the form, unless the person had refused: anybody may have filled it in."""
    refused = getattr(subscriber, asked.purpose) == TrackingChoice.REFUSED
    return {"wording": asked.wording, "is_ticked": not refused, "was_refused": refused}


def _find(token: str) -> tuple[Subscriber, Newsletter] | None:
    numbers = read(Kind.CONFIRM, token)
    if numbers is None:
        return None
    subscriber_id, newsletter_id, hour = numbers
    if timezone.now().timestamp() - hour * HOUR > CONFIRM_WITHIN.total_seconds():
        return None
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    newsletter = Newsletter.objects.filter(pk=newsletter_id).first()
    return (subscriber, newsletter) if subscriber and newsletter else None


def _is_subscribed(subscriber: Subscriber, newsletter: Newsletter) -> bool:
    return subscriber.subscriptions.filter(
        newsletter=newsletter, state=Subscription.State.CONFIRMED
    ).exists()
