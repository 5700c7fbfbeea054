"""The header of an admin page that no Wagtail view draws: where we are, and what this is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def furniture(title: str, icon: str) -> dict[str, Any]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [home, {"url": "", "label": title}],
    }
