"""Refuses a period that would break what Maille promises."""

from django.core.exceptions import ImproperlyConfigured

# A click is a sign of life for three years (campaigns/retention.py), and months go as a whole.
LEAST_MONTHS = 37


def kept_months(months: int) -> int:
    if months != 0 and months < LEAST_MONTHS:
        raise ImproperlyConfigured(
            f"HITS_KEPT_MONTHS is {months}; use 0 (for ever) or {LEAST_MONTHS} and more: "
            "whoever clicked within three years is not taken for silent."
        )
    return months
