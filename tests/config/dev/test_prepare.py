import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.dev import prepare


def test_a_step_that_refuses_is_the_last(monkeypatch):
    """Nothing is migrated in a database that this version does not know."""
    asked = []

    def refuse(argv):
        asked.append(argv[1])
        raise SystemExit(1)

    monkeypatch.setattr(prepare, "execute_from_command_line", refuse)

    with pytest.raises(SystemExit):
        prepare.prepare()
    assert asked == ["check_database"]


def test_what_is_no_database_is_said_in_a_line_and_left_alone(tmp_path):
    file = tmp_path / "lettre.txt"
    file.write_text("Bonjour. " * 200)

    outcome = subprocess.run(
        [sys.executable, "-m", "config.dev.prepare"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}",
             "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
    )  # fmt: skip

    assert outcome.returncode == 1
    assert "DATABASE_URL" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert file.read_text().startswith("Bonjour")
