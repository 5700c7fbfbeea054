import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

GOOD = {
    "SECRET_KEY": "kq3v9x-" * 10 + "0ZrTbM",
    "TOKEN_KEYS": "a8Hw2LpQ0zXcVbNm5TyUiOpA7sDfGhJk",
    "SITE_URL": "https://www.example.org",
    "ALLOWED_HOSTS": "www.example.org",
}


def check(tmp_path, **changes: str) -> subprocess.CompletedProcess:
    env = {name: value for name, value in os.environ.items() if name not in GOOD}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings.production", **GOOD, **changes}
    env |= {"DATABASE_URL": f"sqlite:///{tmp_path}/d.sqlite3", "HUEY_URL": "redis://localhost"}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "development-only-key-never-used-in-production-0123456789"),
        ("TOKEN_KEYS", ""),
        ("TOKEN_KEYS", "a8Hw2LpQ0zXcVbNm5TyUiOpA7sDfGhJk,weak"),
        ("SITE_URL", ""),
        ("SITE_URL", "http://www.example.org"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_a_weak_setting_stops_the_start_with_one_line(tmp_path, name, value):
    outcome = check(tmp_path, **{name: value})

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(name)
    assert len(outcome.stderr.splitlines()) == 1


def test_good_settings_start(tmp_path):
    outcome = check(tmp_path)

    assert outcome.returncode == 0, outcome.stderr
