import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.periods import LEAST_MONTHS, kept_months


@pytest.mark.parametrize("months", [0, LEAST_MONTHS, 120])
def test_for_ever_or_long_enough(months):
    assert kept_months(months) == months


@pytest.mark.parametrize("months", [-1, 1, 36])
def test_a_period_that_would_take_readers_for_silent_is_refused(months):
    with pytest.raises(ImproperlyConfigured, match="HITS_KEPT_MONTHS"):
        kept_months(months)
