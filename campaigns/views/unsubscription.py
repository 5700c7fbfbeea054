"""Leaving a newsletter: GET asks, POST acts and says so. One-click POSTs (RFC 8058) come here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from campaigns.letters import preferences_url
from campaigns.models import Delivery, Newsletter, Subscription
from campaigns.subscriptions import may_undo, undo_unsubscription
from campaigns.subscriptions import unsubscribe as leave
from campaigns.tokens import Kind, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from crm.models import Consent, Subscriber


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No redirect and no cookie (RFC 8058, section 3.1); any number of POSTs leave once."""
    found = _find(token)
    if found is None:
        return dead_link(request)
    subscriber, newsletter, delivery = found
    has_come_back = request.method == "POST" and _act(request, subscriber, newsletter, delivery)
    context = {
        "newsletter": newsletter,
        "is_subscribed": _is_subscribed(subscriber, newsletter),
        "has_come_back": has_come_back,
        "may_undo": may_undo(subscriber, newsletter),
        "preferences_url": preferences_url(subscriber),
    }
    return render_in(subscriber.language, request, "campaigns/unsubscribe.html", context)


def _act(
    request: HttpRequest, subscriber: Subscriber, newsletter: Newsletter, delivery: Delivery | None
) -> bool:
    """True when the person came back by it."""
    if "undo" in request.POST:
        return undo_unsubscription(subscriber, newsletter, proof="undo")
    leave(subscriber, newsletter, source=_source(request), delivery=delivery)
    return False


def _source(request: HttpRequest) -> str:
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    return Consent.Source.ONE_CLICK if one_click else Consent.Source.LINK


def _find(token: str) -> tuple[Subscriber, Newsletter, Delivery | None] | None:
    numbers = read(Kind.UNSUBSCRIBE, token)
    if numbers is None:
        return None
    subscriber_id, newsletter_id, delivery_id = numbers
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    newsletter = Newsletter.objects.filter(pk=newsletter_id).first()
    if subscriber is None or newsletter is None:
        return None
    delivery = Delivery.objects.filter(pk=delivery_id, subscriber=subscriber).first()
    return subscriber, newsletter, delivery


def _is_subscribed(subscriber: Subscriber, newsletter: Newsletter) -> bool:
    return (
        subscriber.subscriptions.filter(newsletter=newsletter)
        .exclude(state=Subscription.State.UNSUBSCRIBED)
        .exists()
    )
