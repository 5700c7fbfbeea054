"""A new address: asked on the preference page, confirmed or taken back behind a mailed link."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import moving
from campaigns.forms.preferences import NewAddressForm
from campaigns.letters import HOUR, preferences_url
from campaigns.models import AddressChange
from campaigns.tokens import Kind, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.preferences import find, show_preferences
from crm.models import Subscriber
from crm.tasks import send_outgoing_mails


@require_POST
@private_page
def ask_to_move(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    with override(subscriber.language):
        form = NewAddressForm(request.POST, subscriber=subscriber)
        if not form.is_valid():
            return show_preferences(request, subscriber, address_form=form)
        moving.ask_to_move(subscriber, form.cleaned_data["new_email"])
    transaction.on_commit(send_outgoing_mails)
    return show_preferences(request, subscriber, is_moving=True)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def move(request: HttpRequest, token: str) -> HttpResponse:
    change = _find(Kind.MOVE, token)
    if change is not None:
        return _forward(request, change)
    change = _find(Kind.MOVE_BACK, token)
    return _back(request, change) if change is not None else dead_link(request)


def _forward(request: HttpRequest, change: AddressChange) -> HttpResponse:
    if request.method == "POST" and moving.move(change):
        transaction.on_commit(send_outgoing_mails)
    if moving.may_move(change):
        return _page(request, change.subscriber, "ask", change.email)
    if change.made_at is not None and change.subscriber.email == change.email:
        return _page(request, change.subscriber, "moved", change.email)
    return dead_link(request)


def _back(request: HttpRequest, change: AddressChange) -> HttpResponse:
    address = change.former_email
    if request.method == "POST" and moving.move_back(change):
        return _page(request, change.subscriber, "moved", address)
    if moving.may_move_back(change):
        return _page(request, change.subscriber, "ask_back", address)
    return dead_link(request)


def _page(request: HttpRequest, subscriber: Subscriber, step: str, address: str) -> HttpResponse:
    context = {"step": step, "address": address}
    if step == "moved":
        context["preferences_url"] = preferences_url(subscriber)
    return render_in(subscriber.language, request, "campaigns/move.html", context)


def _find(kind: Kind, token: str) -> AddressChange | None:
    numbers = read(kind, token)
    if numbers is None:
        return None
    if timezone.now().timestamp() - numbers[1] * HOUR > moving.MOVE_WITHIN.total_seconds():
        return None
    return AddressChange.objects.select_related("subscriber").filter(pk=numbers[0]).first()
