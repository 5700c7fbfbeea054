"""A process whose test databases begin as a copy of the migrated one."""

from config.settings.dev import *
from tests.migrated import migrated_file

DATABASES["default"]["TEST"] = {"TEMPLATE": str(migrated_file())}
