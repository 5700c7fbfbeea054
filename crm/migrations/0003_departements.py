from django.db import migrations

from crm.territories import departements


def load(apps, schema_editor):
    Territory = apps.get_model("crm", "Territory")
    known = set(Territory.objects.values_list("code", flat=True))
    Territory.objects.bulk_create(
        Territory(code=code, name=name, region=region)
        for code, name, region in departements()
        if code not in known
    )


class Migration(migrations.Migration):

    dependencies = [("crm", "0002_core")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
