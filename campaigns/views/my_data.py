"""What is kept about somebody, downloaded or erased behind a link mailed to the address itself."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.letters import DAY, HOUR, queue_data_link
from campaigns.moving import lately_at
from campaigns.tokens import Kind, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.preferences import find
from crm.data_requests import download_own, erase_own
from crm.models import Subscriber
from crm.tasks import send_outgoing_mails


@require_POST
@private_page
def ask_data_link(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    to = lately_at(subscriber)
    queue_data_link(subscriber, to=to)
    transaction.on_commit(send_outgoing_mails)
    step = "sent" if to == subscriber.email else "moved"
    return render_in(subscriber.language, request, "campaigns/my_data.html", {"step": step})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def my_data(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = _find(token)
    if subscriber is None:
        return dead_link(request)
    language, step = subscriber.language, "choose"
    if request.method == "POST" and "download" in request.POST:
        return _download(subscriber)
    if request.method == "POST" and "erase" in request.POST:
        step = "erased" if request.POST.get("sure") else "unsure"
        if step == "erased":
            erase_own(subscriber.email)
    context = {"step": step, "subscriber": subscriber}
    return render_in(language, request, "campaigns/my_data.html", context)


def _find(token: str) -> Subscriber | None:
    numbers = read(Kind.MY_DATA, token)
    if numbers is None or timezone.now().timestamp() - numbers[1] * HOUR > DAY + HOUR:
        return None
    return Subscriber.objects.filter(pk=numbers[0]).first()


def _download(subscriber: Subscriber) -> HttpResponse:
    held = download_own(subscriber.email, subscriber.language)
    with override(subscriber.language):
        name = _("my-data")
    response = HttpResponse(held, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
