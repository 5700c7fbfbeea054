import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Campaign
from cms.models import HomePage
from crm.models import Meeting, OutgoingMail, Subscriber
from crm.yearly_counts import counted_in_year


def test_everything_but_the_subscribers(settings, tmp_path):
    """First, as long as nothing is loaded for the others."""
    settings.SPOOL_DIR = str(tmp_path / "spool")
    call_command("load_demo", "--subscribers", "0")

    assert not Subscriber.objects.exists()
    assert HomePage.objects.exists()
    assert Campaign.objects.filter(began_at__year=2018).count() == 11
    assert Campaign.objects.filter(slug="pret-a-partir", state="approved").exists()


@pytest.fixture(scope="module")
def loaded(load_once):
    with load_once():
        call_command("load_demo", "--subscribers", "20")
        yield


def test_no_mail_waits_to_leave(loaded):
    assert not OutgoingMail.objects.exists()


def test_whole_addresses_are_those_of_the_installation(loaded, settings):
    assert HomePage.objects.first().full_url.startswith(settings.SITE_URL)


def test_a_deleted_meeting_counts_no_more_and_stays_deleted(loaded):
    held = counted_in_year(Meeting, "held_on", kind="partner")
    Meeting.objects.filter(kind="partner", held_on__year=2018).first().delete()

    call_command("load_demo", "--subscribers", "20")

    assert held(2018) == 47


def test_a_number_below_zero_is_refused():
    with pytest.raises(CommandError, match="--subscribers"):
        call_command("load_demo", "--subscribers", "-1")
