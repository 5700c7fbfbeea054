import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from huey.contrib.djhuey import HUEY

Migration = MigrationRecorder.Migration


@pytest.fixture
def started(monkeypatch):
    started = []

    class Consumer:
        def __init__(self, **options):
            pass

        def run(self):
            started.append(True)

    monkeypatch.setattr(HUEY, "create_consumer", Consumer)
    return started


def test_a_worker_starts_on_the_right_database(started):
    call_command("run_huey")

    assert started


def test_a_worker_leaves_a_newer_database_alone(started):
    Migration.objects.create(app="campaigns", name="9999_from_the_future")

    with pytest.raises(CommandError, match="plus récente"):
        call_command("run_huey")

    assert not started


def test_a_worker_leaves_an_older_database_alone(started):
    Migration.objects.filter(app="crm", name="0002_core").delete()

    with pytest.raises(CommandError, match="migrate"):
        call_command("run_huey")

    assert not started
