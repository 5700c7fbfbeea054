import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

Migration = MigrationRecorder.Migration


def test_a_command_leaves_a_newer_database_alone():
    Migration.objects.create(app="crm", name="9999_from_the_future")

    with pytest.raises(CommandError, match="plus récente"):
        call_command("key_figures", "2018")


def test_a_command_leaves_an_older_database_alone():
    Migration.objects.filter(app="crm", name="0002_core").delete()

    with pytest.raises(CommandError, match="migrate"):
        call_command("key_figures", "2018")


def test_a_command_works_on_the_right_database(capsys):
    call_command("key_figures", "2018")

    assert "Les chiffres de 2018" in capsys.readouterr().out
