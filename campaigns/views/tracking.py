"""What may be recorded of one reader: one press withdraws it, without leaving any letter."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from campaigns.forms.preferences import TrackingForm
from campaigns.letters import preferences_url
from campaigns.preferences import answer_on_tracking
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.preferences import find
from crm.consent import TRACKING_PURPOSES
from crm.models import TrackingChoice

PROOF = "/preferences/tracking/"


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def tracking(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    saved = False
    with override(subscriber.language):
        form = TrackingForm(request.POST or None, subscriber=subscriber)
        if request.method == "POST" and form.is_valid():
            answers = form.answers()
            if "withdraw" in request.POST:
                answers = dict.fromkeys(TRACKING_PURPOSES, TrackingChoice.REFUSED.value)
            answer_on_tracking(subscriber, answers, form.wordings, proof=PROOF)
            subscriber.refresh_from_db()
            form, saved = TrackingForm(subscriber=subscriber), True
    choices = [getattr(subscriber, purpose) for purpose in TRACKING_PURPOSES]
    context = {
        "form": form,
        "subscriber": subscriber,
        "saved": saved,
        "may_withdraw": any(choice != TrackingChoice.REFUSED for choice in choices),
        "preferences_url": preferences_url(subscriber),
    }
    return render_in(subscriber.language, request, "campaigns/tracking.html", context)
