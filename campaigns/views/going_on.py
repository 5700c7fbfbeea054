"""The answer to “do you wish to go on?”: GET asks, POST answers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from campaigns.letters import preferences_url
from campaigns.retention import go_on
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.preferences import find


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def going_on(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    if request.method == "POST":
        go_on(subscriber)
    context = {
        "is_answered": request.method == "POST",
        "preferences_url": preferences_url(subscriber),
    }
    return render_in(subscriber.language, request, "campaigns/going_on.html", context)
