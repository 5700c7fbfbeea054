"""The table of the cache that all processes share (config/settings/base.py, CACHES)."""

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    call_command(
        "createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0
    )


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_departements")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
