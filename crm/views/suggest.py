"""Suggestions for the fields that name records while somebody types."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, JsonResponse

from crm.finding import find
from crm.models import Organisation, Person

SHOWN = 8
SUGGESTED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "organisation": (Organisation, ("name", "short_name")),
    "person": (Person, ("first_name", "last_name")),
}


def suggest(request: HttpRequest, model_name: str) -> JsonResponse:
    if model_name not in SUGGESTED:
        raise Http404
    model, fields = SUGGESTED[model_name]
    if not request.user.has_perm(f"crm.view_{model_name}"):
        raise PermissionDenied
    text = request.GET.get("q", "").replace("\0", "").strip()
    rows = find(model._default_manager.all(), text, fields=fields)[:SHOWN] if text else []
    return JsonResponse({"results": [_suggestion(row) for row in rows]})


def _suggestion(row: Model) -> dict[str, str]:
    detail = row.name if isinstance(row, Organisation) and row.short_name else ""
    return {"value": str(row.pk), "label": str(row), "detail": detail}
