"""Wagtail brings two groups of its own. Beside our four roles they would only puzzle people."""

from django.db import migrations

WAGTAILS = ("Moderators", "Editors")
REVIEWERS = ("Administration", "Communication")


def hand_over(apps, schema_editor):
    """A group that somebody is in stays. Who may review pages follows our roles."""
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    empty = Group.objects.filter(name__in=WAGTAILS, user=None)
    reviewers = [Group.objects.get_or_create(name=name)[0] for name in REVIEWERS]
    for task in GroupApprovalTask.objects.filter(groups__in=empty).distinct():
        task.groups.add(*reviewers)
    empty.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("crm", "0006_links_edited_with_their_organisation"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(hand_over, migrations.RunPython.noop)]
