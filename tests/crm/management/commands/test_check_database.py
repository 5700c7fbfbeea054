import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

Migration = MigrationRecorder.Migration


def test_the_right_database_needs_no_words(capsys):
    call_command("check_database", "--current")

    assert capsys.readouterr().out == ""


def test_a_newer_database_is_refused_in_one_sentence():
    Migration.objects.create(app="campaigns", name="9999_from_the_future")

    with pytest.raises(CommandError, match="DATABASE_URL") as refusal:
        call_command("check_database")

    assert "\n" not in str(refusal.value)


def test_an_older_database_is_for_migrate_to_mend():
    Migration.objects.filter(app="crm", name="0002_core").delete()

    call_command("check_database")
    with pytest.raises(CommandError, match="migrate"):
        call_command("check_database", "--current")
