"""For the tests: fast hashing, tasks run by hand.

TEST_DATABASE=postgresql runs them on TEST_DATABASE_URL; otherwise they run on SQLite, in a
file of their own, since an in-memory database cannot be shared between processes.
"""

import atexit
import shutil
import tempfile

from config.settings.base import *
from config.settings.connections import SQLITE_PRAGMAS

SECRET_KEY = "test-only-key"
TOKEN_KEYS = ["test-only-token-key"]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CALL_BACK_SECONDS = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_folder = Path(tempfile.mkdtemp(prefix="maille-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
VAR_DIR = _folder
MEDIA_ROOT = _folder / "media"
SPOOL_DIR = str(_folder / "spool")
MAINTENANCE_FILE = str(_folder / "maintenance")
JOURNAL_DIR = str(_folder / "journal")
HUEY = huey(f"sqlite:///{_folder / 'huey.sqlite3'}", BASE_DIR)

ON_POSTGRESQL = database(
    env("TEST_DATABASE_URL", default="postgres://postgres@127.0.0.1:5432/maille"), BASE_DIR
) | {"CONN_MAX_AGE": 0}
ON_SQLITE = database(f"sqlite:///{_folder / 'maille.sqlite3'}", BASE_DIR)
ON_SQLITE["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
ON_SQLITE["OPTIONS"]["init_command"] = SQLITE_PRAGMAS.replace(
    "synchronous=FULL", "synchronous=OFF"
)
DATABASES = {
    "default": ON_POSTGRESQL
    if env("TEST_DATABASE", default="sqlite") == "postgresql"
    else ON_SQLITE
}
