"""“Send me a test”: the page of an issue's review, and the POST that queues the test mails."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from campaigns.forms.trial import TrialForm
from campaigns.models import IssuePage
from campaigns.rendering.checks import review_issue
from campaigns.rendering.trial import queue_trial
from crm.models import User
from crm.tasks import send_outgoing_mails


@require_http_methods(["GET", "HEAD", "POST"])
def issue_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the latest draft, published or not."""
    page = get_object_or_404(IssuePage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    issue = page.get_latest_revision_as_object()
    form = TrialForm(request.POST or None, by=cast(User, request.user))
    if form.is_valid():
        _queue(request, issue, list(form.cleaned_data["to"]))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"issue": issue, "form": form, "review": review_issue(issue)}
    return render(request, "campaigns/admin/issue_trial.html", context)


def _queue(request: HttpRequest, issue: IssuePage, people: list[User]) -> None:
    with transaction.atomic():
        for person in people:
            queue_trial(issue, person)
        transaction.on_commit(send_outgoing_mails)
    addresses = ", ".join(person.email for person in people)
    messages.success(request, _("The test is on its way to %s.") % addresses)


def urls() -> list[URLPattern]:
    return [path("campaigns/issues/<int:pk>/trial/", issue_trial, name="issue_trial")]


def add_button(page: Page, user: User, **kwargs: Any) -> Iterator[Button]:
    if isinstance(page.specific, IssuePage) and page.permissions_for_user(user).can_edit():
        url = reverse("issue_trial", args=[page.pk])
        yield Button(_("Check and send me a test"), url=url, icon_name="view", priority=4)
