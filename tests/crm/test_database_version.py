import pytest
from django.db.migrations.recorder import MigrationRecorder

from crm.database_version import DatabaseVersion, database_version

Migration = MigrationRecorder.Migration


def test_the_database_of_this_version():
    assert database_version() is DatabaseVersion.CURRENT


def test_a_migration_to_come():
    Migration.objects.filter(app="crm", name="0002_core").delete()

    assert database_version() is DatabaseVersion.BEHIND


@pytest.mark.parametrize(
    ("app", "version"),
    [("crm", DatabaseVersion.AHEAD), ("wagtailcore", DatabaseVersion.CURRENT)],
)
def test_an_unknown_migration_counts_in_our_own_rooms(app, version):
    Migration.objects.create(app=app, name="9999_from_the_future")

    assert database_version() is version
