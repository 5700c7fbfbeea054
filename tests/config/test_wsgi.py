from importlib import import_module, reload

import pytest
from django.db.migrations.recorder import MigrationRecorder

Migration = MigrationRecorder.Migration


# The module closes the connection that it looked through
@pytest.mark.django_db(transaction=True)
def test_the_web_process_leaves_a_newer_database_alone():
    Migration.objects.create(app="campaigns", name="9999_from_the_future")
    try:
        with pytest.raises(SystemExit, match="plus récente"):
            import_module("config.wsgi")
    finally:
        Migration.objects.filter(name="9999_from_the_future").delete()


@pytest.mark.django_db(transaction=True)
def test_it_starts_on_the_right_one():
    assert callable(reload(import_module("config.wsgi")).application)
