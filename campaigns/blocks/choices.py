"""What the fields of rule blocks offer, read each time a form is shown."""

from itertools import groupby
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from crm.alphabet import alphabetical

REGION = "region:"
NO_TERRITORY = "none"


def languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)


def territories() -> list[tuple[str, Any]]:
    """Whole regions first, then each territory by its code; values are what rules understand."""
    rows = apps.get_model("crm.Territory").objects.order_by("code")
    ordered = sorted(rows, key=lambda row: alphabetical(row.region))
    by_region = [(name, list(group)) for name, group in groupby(ordered, lambda row: row.region)]
    regions = [(REGION + name, name) for name, _group in by_region if name]
    return [
        (_("No territory"), [(NO_TERRITORY, _("Territory not known"))]),
        (_("Whole regions"), regions),
        *[
            (name or _("Other territories"), [(row.code, str(row)) for row in group])
            for name, group in by_region
        ],
    ]


def tags() -> list[tuple[str, Any]]:
    return list(apps.get_model("crm.SubscriberTag").objects.values_list("slug", "name"))


def newsletters() -> list[tuple[str, Any]]:
    return list(apps.get_model("campaigns.Newsletter").objects.values_list("slug", "name"))
