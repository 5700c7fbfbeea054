"""What one may do with a campaign, each a POST that calls one verb and says what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from campaigns import approval, preparing
from campaigns.forms.campaign import CommentForm, PaceForm, ScheduleForm
from campaigns.models import Campaign, Delivery
from campaigns.preparing import readiness
from campaigns.segments.members import number
from campaigns.sending import control, planning
from campaigns.sending.pace.changes import change_pace
from campaigns.sending.pace.standing import exact_time
from campaigns.tasks import send_campaign, start_what_is_due
from crm.days import written_day
from crm.models import User
from crm.tasks import send_outgoing_mails

may_send = permission_required("campaigns.send_campaign")
State = Campaign.State
REFUSALS = (approval.ApprovalRefused, planning.SendingRefused)


@require_POST
@permission_required("campaigns.change_campaign")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    if problems := readiness(campaign).problems:
        return _answer(request, campaign, problems[0], messages.ERROR)
    done = _("A colleague was asked to read and approve this letter.")
    return _attempt(request, campaign, lambda: approval.submit(campaign, _staff(request)), done)


@require_POST
@permission_required("campaigns.approve_campaign")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, form = get_object_or_404(Campaign, pk=pk), CommentForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""

    def verb() -> None:
        approval.approve(campaign, _staff(request), comment, read=request.POST.get("read", ""))

    return _attempt(request, campaign, verb, _("Approved. It can now be sent."))


@require_POST
@permission_required("campaigns.approve_campaign")
def request_changes(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, form = get_object_or_404(Campaign, pk=pk), CommentForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["comment"]:
        return _answer(request, campaign, _("Say which changes you ask for."), messages.ERROR)

    def verb() -> None:
        approval.request_changes(campaign, _staff(request), form.cleaned_data["comment"])

    return _attempt(request, campaign, verb, _("The author was asked for these changes."))


@require_http_methods(["GET", "POST"])
@may_send
def send(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    if campaign.state not in approval.NOT_STARTED:
        already = _("This letter has already been sent or is being sent: nothing was done.")
        return _answer(request, campaign, already, messages.WARNING)
    if request.method == "GET":
        context = {
            "campaign": campaign,
            "readiness": readiness(campaign),
            "page_title": _("Send now"),
        }
        return render(request, "campaigns/admin/confirm_send.html", context)
    if settings.CALL_BACK_SECONDS and "at_once" not in request.POST:
        return _send_soon(request, campaign)
    return _start(request, campaign)


def _send_soon(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What would stop it then is said now."""
    if problems := readiness(campaign).problems:
        return _answer(request, campaign, problems[0], messages.ERROR)
    at = timezone.now() + timedelta(seconds=settings.CALL_BACK_SECONDS)
    try:
        planning.send_soon(campaign, at)
    except REFUSALS as refused:
        return _answer(request, campaign, str(refused), messages.ERROR)
    transaction.on_commit(lambda: start_what_is_due.schedule(eta=at))
    leaving = _("The letter leaves at %s. Until then you can call it back.")
    return _answer(request, campaign, leaving % exact_time(campaign.scheduled_for or at))


def _start(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        candidates = planning.start(campaign, by=_staff(request))
    except REFUSALS as refused:
        return _answer(request, campaign, str(refused), messages.ERROR)
    transaction.on_commit(lambda: send_campaign(campaign.pk))
    leaving = ngettext(
        "The letter is leaving: %s address.", "The letter is leaving: %s addresses.", candidates
    )
    return _answer(request, campaign, leaving % number(candidates))


@require_http_methods(["GET", "POST"])
@may_send
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, form = get_object_or_404(Campaign, pk=pk), ScheduleForm(request.POST or None)
    if not form.is_valid():
        context = {"campaign": campaign, "form": form, "page_title": _("Choose a time")}
        return render(request, "campaigns/admin/schedule.html", context)
    at = form.cleaned_data["at"]
    when = written_day(at, "DATETIME_FORMAT")
    done = _("The letter will leave on %s.") % when
    return _attempt(request, campaign, lambda: planning.schedule(campaign, at), done)


@require_POST
@may_send
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls back a letter that is about to leave, too."""
    done = _("The date was taken off: nothing leaves until you say so.")
    if "call_back" in request.POST:
        done = _("Called back: nothing leaves until you say so.")
    return _control(request, pk, preparing.unschedule, done)


@require_http_methods(["GET", "POST"])
@may_send
def pace(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    form = PaceForm(request.POST or None, instance=campaign)
    if not form.is_valid():
        context = {"campaign": campaign, "form": form, "page_title": _("Pace of the sending")}
        return render(request, "campaigns/admin/pace.html", context)
    if not change_pace(campaign, **form.cleaned_data):
        over = _("This letter has left: its pace no longer matters.")
        return _answer(request, campaign, over, messages.WARNING)
    transaction.on_commit(lambda: send_campaign(pk))
    return _answer(request, campaign, _("The pace was changed; it counts from now on."))


@require_POST
@may_send
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _control(request, pk, control.pause, _("On pause: no further mail leaves."))


@require_POST
@may_send
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    response = _control(request, pk, control.resume, _("The sending goes on."))
    transaction.on_commit(lambda: send_campaign(pk))
    return response


@require_http_methods(["GET", "POST"])
@may_send
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: unlike a pause, it is for good."""
    if request.method == "POST":
        return _control(request, pk, control.cancel, _("Cancelled: no further mail leaves."))
    campaign = get_object_or_404(Campaign, pk=pk)
    if campaign.state not in control.RUNNING:
        return redirect("campaign:inspect", pk)
    context = {
        "campaign": campaign,
        "pending": campaign.deliveries.filter(state__in=Delivery.OPEN_STATES).count(),
        "page_title": _("Cancel the rest"),
    }
    return render(request, "campaigns/admin/confirm_cancel.html", context)


def _staff(request: HttpRequest) -> User:
    """The admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def _control(
    request: HttpRequest, pk: int, verb: Callable[[Campaign], bool], done: str
) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    if verb(campaign):
        return _answer(request, campaign, done)
    nothing = _("Nothing to do: this letter is %s.") % campaign.get_state_display()
    return _answer(request, campaign, nothing, messages.WARNING)


def _attempt(
    request: HttpRequest, campaign: Campaign, verb: Callable[[], None], done: str
) -> HttpResponse:
    """The verb's own sentence when it refuses, `done` when it does not."""
    try:
        verb()
    except REFUSALS as refused:
        return _answer(request, campaign, str(refused), messages.ERROR)
    transaction.on_commit(send_outgoing_mails)
    return _answer(request, campaign, done)


def _answer(
    request: HttpRequest, campaign: Campaign, sentence: str, level: int = messages.SUCCESS
) -> HttpResponse:
    messages.add_message(request, level, sentence)
    return redirect("campaign:inspect", campaign.pk)
