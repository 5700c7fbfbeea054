from django.db import migrations, models

# What was counted before holds other numbers: it is counted again within five minutes.
COUNT_AGAIN = "UPDATE campaigns_campaigntally SET audience_counted_at = NULL"
TOTALS = ("failed", "suppressed", "cancelled", "failed_openers", "failed_clickers")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0013_domain_tallies"),
    ]

    operations = [
        *[
            migrations.AddField("campaigntally", name, models.PositiveIntegerField(default=0))
            for name in TOTALS
        ],
        migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop),
    ]
