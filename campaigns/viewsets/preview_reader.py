"""Whose mail the previews of issues show: the POST of the form that stands above them."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from campaigns.views.issue_previews import choose_address


@require_POST
@permission_required("crm.view_subscriber", raise_exception=True)
def choose_reader(request: HttpRequest) -> HttpResponse:
    """An empty address is the example reader. Back to the very preview one comes from."""
    choose_address(request, request.POST.get("address", "").strip())
    preview = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(preview, {request.get_host()}, request.is_secure()):
        return redirect(preview)
    return redirect("wagtailadmin_explore_root")


def urls() -> list[URLPattern]:
    return [path("campaigns/issues/reader/", choose_reader, name="issue_reader")]
