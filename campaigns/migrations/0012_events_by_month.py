"""Events without checked keys, and on PostgreSQL in partitions of a month (decision 0013)."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models

COPY_READERS = """
INSERT INTO campaigns_campaignreader (campaign_id, kind, delivery)
SELECT campaign_id, kind, delivery FROM campaigns_readerbefore
"""
# Identity numbers go on behind the last one; the rest takes what has no month of its own.
PARTITIONED = """
ALTER TABLE campaigns_event RENAME TO campaigns_event_before;
CREATE TABLE campaigns_event (LIKE campaigns_event_before INCLUDING DEFAULTS INCLUDING IDENTITY)
    PARTITION BY RANGE (at);
CREATE TABLE campaigns_event_rest PARTITION OF campaigns_event DEFAULT;
INSERT INTO campaigns_event SELECT * FROM campaigns_event_before;
DROP TABLE campaigns_event_before;
ALTER TABLE campaigns_event ADD CONSTRAINT campaigns_event_by_month PRIMARY KEY (id, at);
SELECT setval(pg_get_serial_sequence('campaigns_event', 'id'), coalesce(max(id), 0) + 1, false)
    FROM campaigns_event;
"""
WHOLE = """
CREATE TABLE campaigns_event_whole (LIKE campaigns_event INCLUDING DEFAULTS INCLUDING IDENTITY);
INSERT INTO campaigns_event_whole SELECT * FROM campaigns_event;
DROP TABLE campaigns_event;
ALTER TABLE campaigns_event_whole RENAME TO campaigns_event;
ALTER TABLE campaigns_event ADD PRIMARY KEY (id);
SELECT setval(pg_get_serial_sequence('campaigns_event', 'id'), coalesce(max(id), 0) + 1, false)
    FROM campaigns_event;
"""


def keep_seconds(apps, schema_editor):
    Event = apps.get_model("campaigns", "Event")
    YoungHit = apps.get_model("campaigns", "YoungHit")
    young = Event.objects.filter(second__isnull=False, delivery__isnull=False)
    YoungHit.objects.bulk_create(
        (
            YoungHit(
                delivery=event.delivery_id, event=event.pk, campaign=event.campaign_id,
                kind=event.kind, link=event.link_id, verdict=event.verdict, rule=event.rule,
                at=event.at + timedelta(seconds=event.second),
            )
            for event in young.iterator()
        ),
        batch_size=1000,
    )


def partition(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PARTITIONED)


def join(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WHOLE)


def unchecked(to, on_delete, related_name, **given):
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=on_delete, related_name=related_name,
        to=to, **given,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0011_retention_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="YoungHit",
            fields=[
                ("pk", models.CompositePrimaryKey("delivery", "event", blank=True, editable=False, primary_key=True, serialize=False)),
                ("delivery", models.BigIntegerField()),
                ("event", models.BigIntegerField()),
                ("campaign", models.BigIntegerField()),
                ("kind", models.CharField(max_length=15)),
                ("link", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("verdict", models.CharField(max_length=8)),
                ("rule", models.CharField(max_length=40)),
            ],
            options={
                "verbose_name": "young hit",
                "verbose_name_plural": "young hits",
            },
        ),
        migrations.RunPython(keep_seconds, migrations.RunPython.noop),
        migrations.RenameModel("CampaignReader", "ReaderBefore"),
        migrations.CreateModel(
            name="CampaignReader",
            fields=[
                ("pk", models.CompositePrimaryKey("campaign_id", "kind", "delivery", blank=True, editable=False, primary_key=True, serialize=False)),
                ("campaign", unchecked("campaigns.campaign", django.db.models.deletion.CASCADE, "readers")),
                ("kind", models.CharField(max_length=15)),
                ("delivery", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "reader of a campaign",
                "verbose_name_plural": "readers of campaigns",
            },
        ),
        migrations.RunSQL(COPY_READERS, migrations.RunSQL.noop),
        migrations.DeleteModel("ReaderBefore"),
        migrations.RemoveIndex("event", "campaigns_e_campaig_84aeb8_idx"),
        migrations.RemoveIndex("event", "campaigns_e_deliver_e23bdf_idx"),
        migrations.RemoveIndex("event", "event_young"),
        migrations.RemoveField("event", "second"),
        migrations.AlterField(
            "event", "campaign",
            unchecked("campaigns.campaign", django.db.models.deletion.CASCADE, "events"),
        ),
        migrations.AlterField(
            "event", "delivery",
            unchecked(
                "campaigns.delivery", django.db.models.deletion.SET_NULL, "events",
                blank=True, null=True, help_text="Empty for an anonymous hit.",
            ),
        ),
        migrations.AlterField(
            "event", "link",
            unchecked(
                "campaigns.link", django.db.models.deletion.SET_NULL, "events",
                blank=True, null=True,
            ),
        ),
        migrations.RunPython(partition, join),
        migrations.AddIndex(
            "event",
            models.Index(fields=["campaign", "kind", "delivery"], name="event_of_delivery"),
        ),
    ]
