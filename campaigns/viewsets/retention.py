"""Who gave no sign for years: whom we would ask, whom we would forget, what was done so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import RetentionRun
from campaigns.retention import ANSWER_WITHIN, SILENCE_YEARS, Step, counts, plan
from campaigns.retention_runs import ask_run
from campaigns.sending.progress import kept
from campaigns.tasks import run_retention
from campaigns.tracking import forgetting
from crm.models import User

SHOWN = 50
RUNS_SHOWN = 20
COUNTED_EVERY_SECONDS = 60
SECONDS = 2
BAR_LENGTH = 1000
may_see = permission_required("campaigns.view_retentionrun")
may_run = permission_required("campaigns.add_retentionrun")


@dataclass(frozen=True)
class Row:
    """`at` is the day of the next step, None when it is due."""

    subscriber: Any
    step: Step
    at: datetime | None


@may_see
def retention(request: HttpRequest) -> HttpResponse:
    """The dry run, paged by key; numbers are at most a minute old."""
    step, after = request.GET.get("step", ""), request.GET.get("after", "")
    people = plan(timezone.now()).select_related("retention_question").order_by("pk")
    if step in Step.values:
        people = people.filter(step=step)
    if after.isdecimal():
        people = people.filter(pk__gt=min(int(after), 2**62))
    found = list(people[: SHOWN + 1])
    numbers = kept(
        "retention", lambda _last: counts(timezone.now()), seconds=COUNTED_EVERY_SECONDS
    )
    hits = kept(
        "retention_hits",
        lambda _last: forgetting.count_due(timezone.now()),
        seconds=COUNTED_EVERY_SECONDS,
    )
    runs = RetentionRun.objects.select_related("started_by")
    context = {
        "rows": [_row(subscriber) for subscriber in found[:SHOWN]],
        "next": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "chosen": step if step in Step.values else "",
        "steps": [(value, label, numbers.get(value, 0)) for value, label in Step.choices],
        "silent_count": sum(numbers.values()),
        "due_count": sum(numbers.values()) - numbers.get(Step.WAIT, 0),
        "years": SILENCE_YEARS,
        "days": ANSWER_WITHIN.days,
        "runs": runs[:RUNS_SHOWN],
        "hits_kept_months": settings.HITS_KEPT_MONTHS,
        "hits_kept_since": forgetting.limit(timezone.now()),
        "hits_due_count": hits,
        **_standing(runs.filter(state=RetentionRun.State.RUNNING).first()),
        "page_title": _("The silent"),
        "header_icon": "time",
    }
    return render(request, "campaigns/admin/retention.html", context)


@may_run
def start_retention(request: HttpRequest) -> HttpResponse:
    """GET says what would be done; POST has it done."""
    if request.method == "POST":
        return _start(request)
    numbers = counts(timezone.now())
    context = {
        "numbers": {step.name.lower(): numbers.get(step, 0) for step in Step},
        "due_count": sum(numbers.values()) - numbers.get(Step.WAIT, 0),
        "page_title": _("Ask and forget the silent"),
        "header_icon": "time",
    }
    return render(request, "campaigns/admin/retention_start.html", context)


def _start(request: HttpRequest) -> HttpResponse:
    run = ask_run(by=cast(User, request.user))
    if run is None:
        messages.error(request, _("One is under way already."))
    else:
        transaction.on_commit(lambda: run_retention(run.pk))
        messages.success(request, _("It is under way; what it does stands below."))
    return redirect("retention")


@require_GET
@may_see
def follow_retention(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(RetentionRun, pk=pk)
    return render(request, "campaigns/admin/retention_standing.html", _standing(run))


def _row(subscriber: Any) -> Row:
    question = getattr(subscriber, "retention_question", None)
    at = None
    if question is not None and subscriber.step == Step.WAIT:
        at = (question.asked_again_at or question.asked_at) + ANSWER_WITHIN
    return Row(subscriber, Step(subscriber.step), at)


def _standing(run: RetentionRun | None) -> dict[str, Any]:
    if run is None:
        return {"run": None, "is_moving": False}
    share = min(run.done_count / run.due_count, 1) if run.due_count else 1
    return {
        "run": run,
        "is_moving": run.state == RetentionRun.State.RUNNING,
        "seconds": SECONDS,
        "percent": int(share * 100),
        "length": int(share * BAR_LENGTH),
    }


def urls() -> list[Any]:
    return [
        path("retention/", retention, name="retention"),
        path("retention/start/", start_retention, name="start_retention"),
        path("retention/<int:pk>/progress/", follow_retention, name="retention_progress"),
    ]
