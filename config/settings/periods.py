"""Refuses a period that would break what Maille promises."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.words import gettext as _

# A click is a sign of life for three years (campaigns/retention.py), and months go as a whole.
LEAST_MONTHS = 37


def kept_months(months: int) -> int:
    if months != 0 and months < LEAST_MONTHS:
        raise ImproperlyConfigured(
            _(
                "HITS_KEPT_MONTHS is %(months)s; use 0 (for ever) or %(least)s and more: "
                "whoever clicked within three years is not taken for silent."
            )
            % {"months": months, "least": LEAST_MONTHS}
        )
    return months
