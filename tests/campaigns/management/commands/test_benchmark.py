import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.once


def test_without_postfix_nothing_begins(tmp_path):
    with pytest.raises(CommandError, match="Debian package postfix"):
        call_command("benchmark", "send", postfix=tmp_path)


def test_it_measures_on_a_database_of_its_own_and_leaves_the_configured_one(tmp_path):
    """In a process of its own: the scratch database takes the place of the tests' one."""
    configured = tmp_path / "db.sqlite3"

    run = subprocess.run(
        [sys.executable, "manage.py", "benchmark", "plan", "--recipients", "30",
         "--format", "json"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{configured}",
             "DJANGO_SETTINGS_MODULE": "tests.campaigns.management.settings"},
    )  # fmt: skip

    assert json.loads(run.stdout)["plan: freezing, rows/s"] > 0
    assert not configured.exists()
    assert list(tmp_path.iterdir()) == []
