"""The menu of the network offers what its reader may do."""

import pytest
from django.urls import reverse


@pytest.fixture
def home_of(signed_in):
    def home(role):
        return signed_in(role).get(reverse("wagtailadmin_home")).content.decode()

    return home


@pytest.mark.parametrize(("role", "offered"), [("partnerships", True), ("reading", False)])
def test_only_who_may_log_a_meeting_is_offered_it(role, offered, home_of):
    assert (reverse("log_meeting") in home_of(role)) is offered


@pytest.mark.parametrize("role", ["partnerships", "communication", "reading"])
def test_every_role_finds_the_figures_of_the_year(role, home_of):
    assert reverse("yearly_figures") in home_of(role)


def test_rarer_lists_stand_one_step_further(home_of):
    home = home_of("partnerships")

    for name in ("organisations", "interviews", "charter_signatures"):
        assert reverse(f"{name}:index") in home
