import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone

STAY = {"granted": True, "withdrawn": False}


def keep_what_the_ledger_tells(apps, schema_editor):
    """Who left and came back before this table was made: their subscription shows the return alone."""
    Subscription = apps.get_model("campaigns", "Subscription")
    Consent = apps.get_model("crm", "Consent")
    PastSubscription = apps.get_model("campaigns", "PastSubscription")
    purpose = Concat(Value("newsletter:"), "newsletter__slug", output_field=models.CharField())
    left_before = Consent.objects.filter(
        subscriber=OuterRef("subscriber"), purpose=OuterRef("purpose"), act="withdrawn",
        given_at__lt=OuterRef("confirmed_at"),
    )
    returned = Subscription.objects.filter(confirmed_at__isnull=False).annotate(purpose=purpose)
    for subscription in returned.filter(Exists(left_before)).iterator():
        acts = Consent.objects.filter(
            subscriber=subscription.subscriber_id, purpose=subscription.purpose, act__in=STAY,
            given_at__lt=subscription.confirmed_at,
        )
        PastSubscription.objects.bulk_create(
            PastSubscription(
                subscriber_id=subscription.subscriber_id,
                newsletter_id=subscription.newsletter_id,
                joined_on=timezone.localdate(joined_at),
                left_on=timezone.localdate(left_at),
            )
            for joined_at, left_at in stays(acts.order_by("given_at", "pk"))
        )


def stays(acts):
    """An import that was undone was no stay."""
    joined_at = None
    for act in acts:
        if STAY[act.act]:
            joined_at = joined_at or act.given_at
        elif joined_at is not None:
            if not act.proof.endswith(", undone"):
                yield joined_at, act.given_at
            joined_at = None


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0019_readers_from_an_index"),
        ("crm", "0017_people_from_an_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_on", models.DateField(verbose_name="subscribed since")),
                ("left_on", models.DateField(verbose_name="unsubscribed on")),
                ("newsletter", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="past_subscriptions", to="campaigns.newsletter", verbose_name="newsletter")),
                ("subscriber", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="past_subscriptions", to="crm.subscriber", verbose_name="subscriber")),
            ],
            options={
                "verbose_name": "past subscription",
                "verbose_name_plural": "past subscriptions",
            },
        ),
        migrations.RunPython(keep_what_the_ledger_tells, migrations.RunPython.noop),
    ]
