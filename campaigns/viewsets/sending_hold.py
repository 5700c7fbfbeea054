"""After a backup was restored: what was found, and the button that lets sending go on."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from campaigns.sending.epoch import held
from campaigns.sending.restoring import NotYet, awaited, confirm
from crm.models import User

may_confirm = permission_required("campaigns.change_sendinghold")


@require_http_methods(["GET", "HEAD", "POST"])
@may_confirm
def sending_hold(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request)
    hold = held()
    context = {
        "hold": hold,
        "awaited": awaited(hold) if hold else [],
        "page_title": _("A backup was restored"),
        "header_icon": "warning",
    }
    return render(request, "campaigns/admin/sending_hold.html", context)


def _confirm(request: HttpRequest) -> HttpResponse:
    try:
        confirm(by=cast(User, request.user))
    except NotYet as refusal:
        messages.error(request, str(refusal))
        return redirect("sending_hold")
    done = _("Sending may go on. Each letter on pause waits for you to resume it.")
    messages.success(request, done)
    return redirect("campaign:index")


def urls() -> list[URLPattern]:
    return [path("campaigns/hold/", sending_hold, name="sending_hold")]
