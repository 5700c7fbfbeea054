"""The quick form: a meeting noted in a minute."""

from typing import Any, cast

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from crm.forms.quick_log import OF_COOPERATIONS, PromiseFormSet, QuickLogForm, told
from crm.models import Meeting, User
from crm.quick_log import log_meeting as log
from crm.views.furniture import furniture

NAMED_IN_ADDRESS = ("organisations", "people", "cooperation", "group", "kind")


@permission_required("crm.add_meeting", raise_exception=True)
def log_meeting(request: HttpRequest) -> HttpResponse:
    """?organisations=12 names beforehand who was met."""
    posted = request.POST if request.method == "POST" else None
    form = QuickLogForm(posted, initial=_named(request))
    promises = PromiseFormSet(posted, prefix="follow_ups")
    if posted is not None and form.is_valid() and promises.is_valid():
        return _logged(request, log(told(form, promises), by=cast(User, request.user)))
    context = {
        **furniture(_("Log a meeting"), "plus"),
        "form": form,
        "promises": promises,
        "kinds_of_cooperations": " ".join(OF_COOPERATIONS),
        "kind_of_group": Meeting.Kind.FOLLOW_UP_GROUP.value,
    }
    return render(request, "crm/log_meeting.html", context)


def _named(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for name in NAMED_IN_ADDRESS:
        values = [value for value in request.GET.getlist(name) if value.isalnum()]
        if values:
            initial[name] = values if name in ("organisations", "people") else values[0]
    return initial


def _logged(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    messages.success(
        request,
        _("The meeting is logged."),
        buttons=[
            messages.button(reverse("meetings:inspect", args=[meeting.pk]), _("See it")),
            messages.button(reverse("log_meeting"), _("Log another one")),
        ],
    )
    organisations = meeting.organisations.all()[:2]
    if len(organisations) == 1:
        return redirect("organisations:inspect", organisations[0].pk)
    return redirect("meetings:inspect", meeting.pk)
