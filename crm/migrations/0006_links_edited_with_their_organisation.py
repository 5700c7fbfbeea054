import django.db.models.deletion
import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm", "0005_subscriber_changed_at")]

    operations = [
        migrations.AlterField(
            model_name="organisationlink",
            name="source",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="crm.organisation",
                verbose_name="organisation",
            ),
        ),
    ]
