import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Machine
from campaigns.sending.epoch import advance, held


@pytest.fixture(autouse=True)
def _restored(settings, tmp_path):
    settings.JOURNAL_DIR = str(tmp_path)
    advance()
    advance()
    Machine.objects.update(count=1, name="here")


def test_it_shows_what_was_found_and_changes_nothing_by_itself(capsys):
    call_command("confirm_restore")

    out = capsys.readouterr().out
    assert held().reason in out
    assert "--yes" in out


def test_with_yes_sending_goes_on(capsys):
    call_command("confirm_restore", yes=True)

    assert held() is None
    call_command("confirm_restore")
    assert held() is None


def test_it_says_which_machine_has_not_read_its_journal():
    other = Machine.objects.create(key="x", name="web-2", seen_at=Machine.objects.get().seen_at)

    with pytest.raises(CommandError, match="web-2"):
        call_command("confirm_restore", yes=True)

    call_command("confirm_restore", yes=True, without=["web-2"])
    assert held() is None
    assert not Machine.objects.filter(pk=other.pk).exists()
