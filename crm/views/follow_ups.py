"""Ticking off what was promised, and taking the tick back."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from crm import follow_ups
from crm.models import FollowUp

UNDO = """{} <span class="buttons"><button type="button" class="button button-small
button-secondary" data-controller="w-action" data-action="w-action#post"
data-w-action-url-value="{}" data-w-action-next-value="{}">{}</button></span>"""


@require_POST
@permission_required("crm.change_followup", raise_exception=True)
def mark_follow_up_done(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp, pk=pk)
    follow_ups.mark_done(follow_up, timezone.now())
    back = _back(request)
    undo = reverse("reopen_follow_up", args=[pk])
    said = _("Done: %(title)s.") % {"title": follow_up.title}
    messages.success(request, format_html(UNDO, said, undo, back, _("Undo")))
    return redirect(back)


@require_POST
@permission_required("crm.change_followup", raise_exception=True)
def reopen_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp, pk=pk)
    follow_ups.reopen(follow_up)
    messages.success(request, _("To do again: %(title)s.") % {"title": follow_up.title})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return get_valid_next_url_from_request(request) or reverse("follow_ups:index")
