"""The register of consents: for each purpose its wordings, what people said, and every act."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.attesting import AttestationRefused, attest
from campaigns.forms.attestation import AttestationForm
from campaigns.models import Newsletter, Subscription
from campaigns.sending.progress import kept
from campaigns.viewsets.consent_pages import acts_before, place_of
from campaigns.wordings import purpose_names
from crm.consent import TRACKING_PURPOSES, newsletter_purpose
from crm.models import Consent, ConsentWording, Subscriber, TrackingChoice

SHOWN = 50
COUNTED_EVERY_SECONDS = 60


@permission_required("crm.view_consent")
def register(request: HttpRequest) -> HttpResponse:
    standing = kept("consents", lambda _last: _standing(), seconds=COUNTED_EVERY_SECONDS)
    rows = [
        (purpose, name, standing.get(purpose, {})) for purpose, name in purpose_names().items()
    ]
    context = {
        "rows": rows,
        "has_acts": Consent.objects.exists(),
        "page_title": _("Register of consents"),
        "header_icon": "list-ul",
    }
    return render(request, "campaigns/admin/consent_register.html", context)


@permission_required("crm.view_consent")
def purpose_register(request: HttpRequest, purpose: str) -> HttpResponse:
    """The latest said first, paged by key: the oldest of a million cost what the latest cost."""
    names = purpose_names()
    if purpose not in names:
        raise Http404
    acts = Consent.objects.filter(purpose=purpose).select_related("subscriber", "wording")
    act = request.GET.get("act", "")
    if act in Consent.Act.values:
        acts = acts.filter(act=act)
    found = acts_before(request.GET.get("before", ""), acts, SHOWN + 1)
    context = {
        "purpose": purpose,
        "acts": found[:SHOWN],
        "next": place_of(found[SHOWN - 1]) if len(found) > SHOWN else None,
        "chosen": act,
        "choices": Consent.Act.choices,
        "wordings": ConsentWording.objects.filter(purpose=purpose).order_by(
            "-version", "language"
        ),
        "page_title": names[purpose],
        "header_icon": "list-ul",
    }
    return render(request, "campaigns/admin/consent_purpose.html", context)


@permission_required("crm.change_subscriber")
def attest_consent(request: HttpRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    form = AttestationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written = form.attested()
        written["proof"] = f"{written['proof']} ({request.user})"
        try:
            attest(subscriber, written.pop("purpose"), written.pop("act"), **written)
        except AttestationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written into the ledger."))
            return redirect("subscriber:inspect", pk)
    context = {
        "form": form,
        "subscriber": subscriber,
        "page_title": _("Write down a consent"),
        "header_icon": "edit",
    }
    return render(request, "campaigns/admin/attest.html", context)


def _standing() -> dict[str, dict[str, int]]:
    """How many stand where, by purpose: read from the state that the acts moved."""
    state = Subscription.State
    letters = Newsletter.objects.annotate(
        granted=Count("subscriptions", filter=Q(subscriptions__state=state.CONFIRMED)),
        asked=Count("subscriptions", filter=Q(subscriptions__state=state.PENDING)),
        left=Count("subscriptions", filter=Q(subscriptions__state=state.UNSUBSCRIBED)),
    )
    counts = {
        newsletter_purpose(row.slug): {
            "granted": row.granted,
            "asked": row.asked,
            "left": row.left,
        }
        for row in letters
    }
    for purpose in TRACKING_PURPOSES:
        said: Any = Subscriber.objects.order_by().values_list(purpose).annotate(Count("pk"))
        by_choice = dict(said)
        counts[purpose] = {
            "granted": by_choice.get(TrackingChoice.GRANTED, 0),
            "asked": by_choice.get(TrackingChoice.UNKNOWN, 0),
            "left": by_choice.get(TrackingChoice.REFUSED, 0),
        }
    return counts


def urls() -> list[Any]:
    return [
        path("consents/", register, name="consent_register"),
        path("consents/<str:purpose>/", purpose_register, name="consent_purpose"),
        path("subscribers/<int:pk>/consent/", attest_consent, name="attest_consent"),
    ]
