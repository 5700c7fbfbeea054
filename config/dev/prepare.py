"""What `make run` does before anything starts, in one process: Django takes seconds to set up."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

try:
    django.setup()
except ImproperlyConfigured as refusal:
    sys.exit(str(refusal))

# They need the apps that have just been set up.
from cms.address import follow_site_url  # noqa: E402
from crm.database_version import DatabaseVersion, database_version  # noqa: E402
from crm.models import User  # noqa: E402
from crm.roles import sync_roles  # noqa: E402


def prepare() -> None:
    """A step that refuses says why and is the last."""
    call_command("check_database")
    if database_version() is DatabaseVersion.CURRENT:
        # What migrating would do as well, without the seconds that it takes
        sync_roles()
        follow_site_url()
    else:
        call_command("migrate", verbosity=0)
    if not User.objects.exists():
        call_command("load_demo")


if __name__ == "__main__":
    try:
        prepare()
    except CommandError as refusal:
        sys.exit(str(refusal))
